"""People are told once, of what they want to hear, and not of their own acts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostok.accounts.models import User
from rostok.accounts.queries import keepers_of
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.models import JournalEntry
from rostok.kernel.notices import notify, settle
from rostok.notifications.models import Channel, Notice, NoticeChoice
from rostok.notifications.services import choose_channels
from tests.factories import BOSS, actor_at, make_school, make_user
from tests.notifications.conftest import QUIET, RETURNED, SECRET, Place, unread

pytestmark = pytest.mark.django_db


def test_a_notice_says_what_happened_to_which_row(place: Place) -> None:
    notify(BOSS, RETURNED, {place.school: [place.coordinator.pk]}, comment="число")
    [notice] = unread(place.coordinator)
    assert (notice.ref_kind, notice.ref_id, notice.title) == ("unit", place.school.pk, "Школа 1")
    assert notice.params == {"comment": "число"}


def test_nobody_is_told_of_their_own_act(place: Place) -> None:
    actor = actor_at(place.school, user_id=place.coordinator.pk)
    notify(actor, RETURNED, {place.school: [place.coordinator.pk, place.methodist.pk]})
    assert not unread(place.coordinator)
    assert unread(place.methodist)


def test_an_unknown_kind_is_a_mistake_of_the_program(place: Place) -> None:
    with pytest.raises(LookupError):
        notify(BOSS, "sample.unknown", {place.school: [place.coordinator.pk]})


def test_whoever_chose_nothing_of_a_kind_gets_nothing(place: Place) -> None:
    choose_channels(place.actor(place.coordinator), channels={RETURNED: Channel.NONE})
    notify(BOSS, RETURNED, {place.school: [place.coordinator.pk]})
    notify(BOSS, QUIET, {place.school: [place.coordinator.pk]})
    assert [one.kind for one in unread(place.coordinator)] == [QUIET]


def test_whoever_may_not_sign_in_gets_nothing(place: Place) -> None:
    User.objects.filter(pk=place.coordinator.pk).update(is_active=False)
    notify(BOSS, RETURNED, {place.school: [place.coordinator.pk]})
    assert not Notice.objects.exists()


def test_many_are_told_in_as_many_statements_as_few(place: Place) -> None:
    users = [make_user(place.school).pk for _ in range(30)]
    few, many = (cost(place, users[:number]) for number in (2, 30))
    assert few == many


def cost(place: Place, users: list[int]) -> int:
    with CaptureQueriesContext(connection) as caught:
        notify(BOSS, SECRET, {place.school: users}, person="Иванову")
    return len(caught)


def test_what_is_done_counts_no_more(place: Place) -> None:
    for school in (place.school, place.other):
        notify(BOSS, RETURNED, {school: [place.methodist.pk]})
        notify(BOSS, QUIET, {school: [place.methodist.pk]})
    settle([place.school], RETURNED)
    assert [(one.kind, one.ref_id) for one in unread(place.methodist)] == [
        (QUIET, place.school.pk),
        (RETURNED, place.other.pk),
        (QUIET, place.other.pk),
    ]
    settle([place.other])
    assert [one.ref_id for one in unread(place.methodist)] == [place.school.pk]


def test_a_place_is_answered_for_by_the_nearest(place: Place) -> None:
    units = [place.school.pk, place.other.pk]
    found = keepers_of(units, "indicators.report")
    assert found == {place.school.pk: [place.coordinator.pk], place.other.pk: [place.methodist.pk]}
    but = keepers_of(units, "indicators.report", but=[place.coordinator.pk])
    assert but[place.school.pk] == [place.methodist.pk]
    User.objects.update(is_active=False)
    assert keepers_of(units, "indicators.report") == {}


def test_keepers_of_many_units_cost_as_many_queries_as_of_few(place: Place) -> None:
    schools = [make_school(place.municipality).pk for _ in range(20)]
    costs = []
    for number in (2, 20):
        with CaptureQueriesContext(connection) as caught:
            assert len(keepers_of(schools[:number], "indicators.report")) == number
        costs.append(len(caught))
    assert costs[0] == costs[1]


def test_a_choice_is_journalled_and_the_usual_one_needs_no_row(place: Place) -> None:
    actor = place.actor(place.coordinator)
    assert choose_channels(actor, channels={RETURNED: Channel.SITE, QUIET: Channel.SITE}) == 1
    assert NoticeChoice.objects.count() == 1
    entry = JournalEntry.objects.get(kind="notifications.chosen")
    assert entry.params["what"] == "Вернули — только на сайте"
    assert choose_channels(actor, channels={RETURNED: Channel.LETTER}) == 1
    assert not NoticeChoice.objects.exists()
    assert choose_channels(actor, channels={RETURNED: Channel.LETTER}) == 0


def test_an_impossible_choice_is_refused(place: Place) -> None:
    actor = place.actor(place.coordinator)
    with pytest.raises(RuleViolation, match="вида уведомлений нет"):
        choose_channels(actor, channels={"sample.unknown": Channel.SITE})
    with pytest.raises(RuleViolation, match="Выберите, как сообщать"):
        choose_channels(actor, channels={RETURNED: "голубем"})
    with pytest.raises(Forbidden):
        choose_channels(BOSS, channels={RETURNED: Channel.SITE})
