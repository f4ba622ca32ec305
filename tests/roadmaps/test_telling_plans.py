"""Work plans sent, returned and approved: who is told, what waits on the home pages."""

from dataclasses import replace

import pytest

from rostok.kernel.errors import RuleViolation
from rostok.notifications.models import Notice
from rostok.roadmaps import notices, services
from rostok.roadmaps.models import Occurrence, WorkPlan
from rostok.roadmaps.todo import plans_sent, plans_to_approve, plans_to_mend
from tests.roadmaps.conftest import Place
from tests.roadmaps.test_telling import give_role, told


@pytest.fixture
def sent(place: Place) -> WorkPlan:
    """A plan that the methodist has sent; the head of the service may approve it."""
    give_role(place, place.head.user_id)
    plan = services.draw_plan(place.methodist, roadmap=place.roadmap, unit=place.unit, year=2023)
    Occurrence.objects.filter(pk__in=plan.lines.filter(due=None)).update(due="2023-11-01")
    return services.submit_plan(place.methodist, plan=plan)


def test_a_sent_plan_waits_for_the_head_and_not_for_its_author(
    place: Place, sent: WorkPlan
) -> None:
    assert told(notices.PLAN_SUBMITTED) == [place.head.user_id]
    for rows in (plans_to_approve(place.head), plans_sent(place.methodist)):
        assert rows is not None
        assert list(rows) == [sent]
    assert plans_to_approve(place.methodist) is None
    assert not plans_to_approve(place.stranger)


def test_a_returned_plan_goes_back_to_its_author(place: Place, sent: WorkPlan) -> None:
    services.return_plan(place.head, plan=sent, comment="Нет семинаров")
    assert told(notices.PLAN_SUBMITTED) == []
    assert told(notices.PLAN_RETURNED) == [place.methodist.user_id]
    rows = plans_to_mend(place.methodist)
    assert rows is not None
    assert list(rows) == [sent]
    services.submit_plan(place.methodist, plan=sent)
    assert told(notices.PLAN_RETURNED) == []
    assert told(notices.PLAN_SUBMITTED) == [place.head.user_id]


def test_an_approved_plan_is_told_to_its_author_and_waits_no_more(
    place: Place, sent: WorkPlan
) -> None:
    services.approve_plan(place.head, plan=sent)
    assert told(notices.PLAN_APPROVED) == [place.methodist.user_id]
    assert told(notices.PLAN_SUBMITTED) == []
    assert not plans_to_approve(place.head)
    assert not plans_sent(place.methodist)


def test_nobody_is_told_of_what_was_refused(place: Place, sent: WorkPlan) -> None:
    both = replace(place.head, user_id=place.methodist.user_id)
    with pytest.raises(RuleViolation, match="другой человек"):
        services.approve_plan(both, plan=sent)
    assert not Notice.objects.filter(kind=notices.PLAN_APPROVED).exists()
    assert told(notices.PLAN_SUBMITTED) == [place.head.user_id]
