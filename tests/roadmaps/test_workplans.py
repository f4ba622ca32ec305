"""The yearly work plan of a service: drawn, completed, approved by another, seen by months."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from rostok.accounts.models import RoleHolding
from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.orgs.services import activate_system
from rostok.roadmaps import services
from rostok.roadmaps.models import Occurrence, OccurrenceState, PlanState, Roadmap, WorkPlan
from rostok.roadmaps.planning import months_of, stages_of
from rostok.roadmaps.services import OwnAction
from tests.factories import BOSS, make_municipality, make_regulation, make_user
from tests.roadmaps.conftest import Place

SEMINAR = OwnAction("Семинар для наставников", due=date(2023, 12, 1))


@pytest.fixture
def plan(place: Place) -> WorkPlan:
    return services.draw_plan(place.methodist, roadmap=place.roadmap, unit=place.unit, year=2023)


def undated(place: Place) -> Occurrence:
    occurrence = place.occurrence("a8")
    Occurrence.objects.filter(pk=occurrence.pk).update(due=None, first_due=None, start=None)
    occurrence.refresh_from_db()
    return occurrence


def test_a_plan_holds_all_terms_of_the_year_and_copies_handed_down(
    place: Place, plan: WorkPlan
) -> None:
    assert plan.lines.count() == place.roadmap.occurrences.filter(year=2023).count()
    action = place.occurrence("a8").action
    services.hand_down(place.head, action=action, above=place.unit, units=[place.school])
    of_school = services.draw_plan(place.head, roadmap=place.roadmap, unit=place.school, year=2023)
    assert [one.action.code for one in of_school.lines] == ["a8"]


def test_a_line_without_a_day_gets_several(place: Place, plan: WorkPlan) -> None:
    line = undated(place)
    days = [date(2023, 11, 15), date(2023, 10, 20), date(2023, 12, 5)]
    services.set_days(place.methodist, plan=plan, occurrence=line, days=days)
    rows = plan.lines.filter(action=line.action)
    assert sorted(rows.values_list("due", flat=True)) == sorted(days)
    assert all(one.first_due == one.due for one in rows)
    with pytest.raises(RuleViolation, match="дни этого года"):
        services.set_days(place.methodist, plan=plan, occurrence=line, days=[date(2024, 1, 9)])
    with pytest.raises(RuleViolation, match="уже назначен"):
        services.set_days(place.methodist, plan=plan, occurrence=line, days=days)


def test_own_lines_are_added_and_taken_out(place: Place, plan: WorkPlan) -> None:
    services.add_line(place.methodist, plan=plan, own=SEMINAR)
    own = plan.lines.get(action__own=True)
    services.take_out(place.methodist, plan=plan, occurrence=own)
    assert not place.roadmap.actions.filter(own=True).exists()
    with pytest.raises(RuleViolation, match="отменяют актом"):
        services.take_out(place.methodist, plan=plan, occurrence=place.occurrence("a1"))


def test_an_own_line_that_was_begun_stays(place: Place, plan: WorkPlan) -> None:
    services.add_line(place.methodist, plan=plan, own=SEMINAR)
    own = plan.lines.get(action__own=True)
    services.begin(place.methodist, occurrence=own)
    with pytest.raises(RuleViolation, match="уже работали"):
        services.take_out(place.methodist, plan=plan, occurrence=own)


def test_sent_approved_by_another_and_then_closed(place: Place, plan: WorkPlan) -> None:
    keep_approver(place)
    sent = services.submit_plan(place.methodist, plan=plan)
    with pytest.raises(RuleViolation, match="ждёт утверждения"):
        services.add_line(place.methodist, plan=plan, own=SEMINAR)
    done = services.approve_plan(place.head, plan=plan, version=sent.version)
    assert (done.state, done.approved_on) == (PlanState.APPROVED, clock.today())
    with pytest.raises(RuleViolation, match="с причиной"):
        services.add_line(place.methodist, plan=plan, own=SEMINAR)
    with pytest.raises(StaleForm):
        services.return_plan(place.head, plan=plan, comment="Поздно", version=sent.version)


def keep_approver(place: Place) -> None:
    user = make_user(place.unit)
    start = date(2023, 1, 1)
    RoleHolding.objects.create(user=user, role="service_head", unit=place.unit, start=start)


def test_whoever_sent_it_approves_only_where_nobody_else_can(place: Place, plan: WorkPlan) -> None:
    services.submit_plan(place.head, plan=plan)
    with pytest.raises(RuleViolation, match="на каком основании"):
        services.approve_plan(place.head, plan=plan)
    keep_approver(place)
    with pytest.raises(RuleViolation, match="другой человек"):
        services.approve_plan(place.head, plan=plan, ground="Некому")
    RoleHolding.objects.all().delete()
    done = services.approve_plan(place.head, plan=plan, ground="Служба из одного методиста")
    assert done.exception == "Служба из одного методиста"


def test_returned_with_a_comment_it_is_a_draft_again(place: Place, plan: WorkPlan) -> None:
    services.submit_plan(place.methodist, plan=plan)
    with pytest.raises(RuleViolation, match="что изменить"):
        services.return_plan(place.head, plan=plan, comment=" ")
    back = services.return_plan(place.head, plan=plan, comment="Добавьте семинар")
    services.add_line(place.methodist, plan=back, own=SEMINAR)
    assert services.submit_plan(place.methodist, plan=back).comment == ""


def test_lines_without_a_day_are_not_sent(place: Place, plan: WorkPlan) -> None:
    undated(place)
    with pytest.raises(RuleViolation, match="Строк без срока: 1"):
        services.submit_plan(place.methodist, plan=plan)


@pytest.mark.parametrize(("year", "words"), [(2023, "уже составлен"), (2026, "нет в дорожной")])
def test_one_plan_a_year_within_the_roadmap(
    place: Place, plan: WorkPlan, year: int, words: str
) -> None:
    with pytest.raises(RuleViolation, match=words):
        services.draw_plan(place.methodist, roadmap=place.roadmap, unit=place.unit, year=year)


def test_a_stranger_does_nothing_with_a_plan(place: Place, plan: WorkPlan) -> None:
    for act in (
        lambda: services.submit_plan(place.stranger, plan=plan),
        lambda: services.approve_plan(place.stranger, plan=plan),
        lambda: services.add_line(place.stranger, plan=plan, own=SEMINAR),
    ):
        with pytest.raises(Forbidden):
            act()


def test_progress_by_months(place: Place, plan: WorkPlan, django_assert_num_queries: Any) -> None:
    done = services.submit(place.methodist, occurrence=place.proved("a1"))
    services.accept(place.head, occurrence=done)
    with django_assert_num_queries(1):
        months = months_of(plan, clock.today())
        august = months[7]
        assert (august.planned, august.done) == (7, 1)
        assert august.overdue == 6
    assert sum(month.planned for month in months) == plan.lines.count()


def test_stages_of_the_regulation_with_the_one_that_runs(db: None) -> None:
    root = make_municipality()
    version = make_regulation("odintsovo")
    start = date(2023, 1, 1)
    system = activate_system(BOSS, pack=version, key="odi", root=root, from_date=start)
    roadmap = Roadmap.objects.get(system=system)
    first, second, third = stages_of(roadmap, date(2024, 5, 5))
    assert (first.is_over, second.is_now, third.is_now) == (True, True, False)
    assert first.standing.total == 4
    assert third.standing.total == 6
    touched = [[one.touches(year) for one in (first, second, third)] for year in (2023, 2026)]
    assert touched == [[True, True, False], [False, True, True]]


def test_the_plan_on_pages_and_in_files(place: Place, plan: WorkPlan, admin: Client) -> None:
    line = undated(place)
    base = f"/roadmaps/plans/{plan.pk}/"
    assert "План работы на 2023 год" in admin.get(base).content.decode()
    wrong = admin.post(f"{base}days/{line.pk}/", {"days": "32.13"})
    assert (wrong.status_code, "Не похоже на дату" in wrong.content.decode()) == (422, True)
    assert admin.post(f"{base}days/{line.pk}/", {"days": "15.11, 05.12.2023"}).status_code == 302
    assert plan.lines.filter(action=line.action).count() == 2
    admin.post(f"{base}add/", {"title": "Семинар", "due": "01.12.2023"})
    assert admin.post(f"{base}submit/").status_code == 302
    services.approve_plan(place.head, plan=plan)
    document = Document(BytesIO(b"".join(admin.get(f"{base}?export=docx"))))
    words = "\n".join(line.text for line in document.paragraphs)
    assert "План работы на 2023 год" in words
    assert "УТВЕРЖДЕНО" in words
    book = load_workbook(BytesIO(b"".join(admin.get(f"{base}?export=xlsx"))))
    assert book.worksheets[0].max_row == 1 + plan.lines.count()
    listed = admin.get("/roadmaps/of/rayon/plans/").content.decode()
    assert "утверждён" in listed
    assert Occurrence.objects.filter(action__own=True, state=OccurrenceState.PLANNED).exists()
