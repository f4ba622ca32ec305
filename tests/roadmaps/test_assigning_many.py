"""One person, or a unit below, for several rows of a roadmap at once: all of them or none."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rostok.accounts.models import RoleHolding
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.notifications.models import Notice
from rostok.people.models import Person
from rostok.roadmaps import notices, services
from rostok.roadmaps.models import Occurrence, OccurrenceState
from tests.factories import hire, make_person, make_region, make_school, make_user
from tests.roadmaps.conftest import TODAY, Place
from tests.roadmaps.test_table import LONG_AGO, head_of, signed_in


@pytest.fixture
def worker(place: Place) -> Person:
    """Somebody of the school below who has an account."""
    person = make_person("Исполнителева")
    hire(person, place.school)
    make_user(place.school, person=person)
    return person


@pytest.fixture
def head(place: Place) -> Client:
    return signed_in(head_of(place))


def terms(place: Place, *codes: str) -> list[Occurrence]:
    """Those that the roadmap has in 2024, one of each action."""
    rows = Occurrence.objects.filter(roadmap=place.roadmap, year=2024, action__code__in=codes)
    return list({row.action_id: row for row in rows.order_by("action", "number")}.values())


def doers(rows: list[Occurrence]) -> set[int | None]:
    held = Occurrence.objects.filter(pk__in=[one.pk for one in rows])
    return set(held.values_list("responsible", flat=True))


def address(place: Place, rows: list[Occurrence], **params: Any) -> str:
    ids = "".join(f"&ids={row.pk}" for row in rows)
    more = "".join(f"&{name}={value}" for name, value in params.items())
    return f"{reverse('roadmaps:assign_many', args=[place.system.key])}?year=2024{ids}{more}"


def test_one_person_is_named_for_all_and_told_once(place: Place, worker: Person) -> None:
    rows = terms(place, "a5", "a8", "a9", "a10", "a11")
    assert len(rows) > 3
    changed = services.assign_many(place.head, occurrences=rows, person=worker)
    assert {one.pk for one in changed} == {one.pk for one in rows}
    assert doers(rows) == {worker.pk}
    for row in rows:
        assert sentence_of(timeline_of(row)[0]) == f"Назначен исполнитель: {worker.full_name}."
    [notice] = Notice.objects.filter(kind=notices.ASSIGNED, read_at=None)
    assert notice.params["number"] == len(rows)
    assert notice.due == min(row.due for row in rows if row.due)


def test_each_term_is_told_with_its_own_day(place: Place, worker: Person) -> None:
    rows = terms(place, "a5", "a8")
    services.assign_many(place.head, occurrences=rows, person=worker)
    told = dict(Notice.objects.filter(kind=notices.ASSIGNED).values_list("ref_id", "due"))
    assert told == {row.pk: row.due for row in rows}


def test_names_are_taken_off_and_the_same_name_changes_nothing(
    place: Place, worker: Person
) -> None:
    rows = terms(place, "a5", "a8")
    services.assign(place.head, occurrence=rows[0], person=worker)
    assert services.assign_many(place.head, occurrences=rows[:1], person=worker) == []
    assert services.assign_many(place.head, occurrences=rows, person=None) == [rows[0]]
    assert doers(rows) == {None}
    assert sentence_of(timeline_of(rows[0])[0]) == f"Исполнитель снят: {worker.full_name}."
    assert not Notice.objects.filter(kind=notices.ASSIGNED, read_at=None).exists()


def test_one_that_is_closed_refuses_all_and_is_named(place: Place, worker: Person) -> None:
    rows = terms(place, "a5", "a8")
    closed = rows[1]
    Occurrence.objects.filter(pk=closed.pk).update(
        state=OccurrenceState.ACCEPTED, accepted_on=TODAY
    )
    with pytest.raises(RuleViolation, match="Никому ничего не назначено") as refusal:
        services.assign_many(place.head, occurrences=rows, person=worker)
    assert f"«{closed}» — уже закрыто: принято" in refusal.value.message
    assert str(rows[0]) not in refusal.value.message
    assert doers(rows) == {None}


def test_somebody_who_works_elsewhere_is_refused(place: Place) -> None:
    stranger = make_person("Чужая")
    hire(stranger, make_school(place.stranger_unit))
    with pytest.raises(RuleViolation, match="не работает в «Район» и ниже"):
        services.assign_many(place.head, occurrences=terms(place, "a5"), person=stranger)


def test_rights_are_asked_for_each_row(place: Place, worker: Person) -> None:
    rows = terms(place, "a5", "a8")
    with pytest.raises(Forbidden):
        services.assign_many(place.stranger, occurrences=rows, person=worker)
    actions = [row.action for row in rows]
    with pytest.raises(Forbidden):
        services.hand_down_many(
            place.methodist, actions=actions, above=place.unit, unit=place.school
        )


def test_many_cost_no_more_questions_than_two(place: Place, worker: Person) -> None:
    few, many = terms(place, "a5", "a8"), terms(place, *(f"a{number}" for number in range(9, 20)))
    assert len(many) > len(few)
    costs = []
    for rows in (few, many):
        with CaptureQueriesContext(connection) as caught:
            services.assign_many(place.head, occurrences=rows, person=worker)
        costs.append(len(caught))
    assert costs[1] <= costs[0] + 1  # one more notice: with their number


def test_several_are_handed_to_a_unit_and_its_keeper_is_told_once(place: Place) -> None:
    keeper = make_user(place.school)
    RoleHolding.objects.create(user=keeper, role="service_head", unit=place.school, start=LONG_AGO)
    rows = terms(place, "a5", "a8", "a9", "a10", "a11")
    actions = [row.action for row in rows]
    made = services.hand_down_many(place.head, actions=actions, above=place.unit, unit=place.school)
    assert {one.action_id for one in made} == {one.pk for one in actions}
    [notice] = Notice.objects.filter(user=keeper, read_at=None)
    assert notice.params["number"] == len(actions)
    for row in rows:
        assert row.copies.get().unit == place.school
        assert sentence_of(timeline_of(row.action)[0]).startswith("Мероприятие передано")


def test_what_the_unit_has_or_has_nothing_ahead_refuses_all_by_name(place: Place) -> None:
    there, fresh = (row.action for row in terms(place, "a5", "a8"))
    over = place.occurrence("a1").action
    Occurrence.objects.filter(action=over).update(state=OccurrenceState.ACCEPTED, accepted_on=TODAY)
    services.hand_down(place.head, action=there, above=place.unit, units=[place.school])
    with pytest.raises(RuleViolation) as refusal:
        services.hand_down_many(
            place.head, actions=[there, fresh, over], above=place.unit, unit=place.school
        )
    assert f"«{there}» — у «{place.school}» оно уже есть" in refusal.value.message
    assert f"«{over}» — впереди нет ни одного срока" in refusal.value.message
    assert str(fresh) not in refusal.value.message
    assert not fresh.handings.exists()


def test_ticked_chosen_looked_at_and_confirmed_by_plain_forms(
    place: Place, head: Client, worker: Person
) -> None:
    rows = terms(place, "a5", "a8")
    table = head.get(reverse("roadmaps:roadmap", args=[place.system.key]), {"year": 2024})
    assert f'name="ids" value="{rows[0].pk}" form="ticked"' in table.content.decode()
    assert reverse("roadmaps:assign_many", args=[place.system.key]) in table.content.decode()
    found = head.get(address(place, rows, name="Исполн")).content.decode()
    assert f'value="p{worker.pk}"' in found
    assert '<form class="form" method="get" novalidate>' in found  # one searches with nobody chosen
    nobody = head.get(address(place, rows, step="check")).content.decode()
    assert "Выберите, кто исполняет." in nobody
    url = address(place, rows, step="check", doer=f"p{worker.pk}")
    page = head.get(url)
    assert (
        f"Исполнителем будет {worker.full_name}: 2\N{NO-BREAK SPACE}мероприятия."
        in page.content.decode()
    )
    said = f"Исполнителем будет {worker.full_name}: 2\N{NO-BREAK SPACE}мероприятия."
    assert said in page.content.decode()
    done = head.post(url, {"doer": f"p{worker.pk}", "step": "check"}, follow=True)
    assert "Назначено: 2\N{NO-BREAK SPACE}мероприятия." in done.content.decode()
    assert doers(rows) == {worker.pk}


def test_nothing_ticked_offers_what_is_open_under_the_filters(
    place: Place, head: Client, worker: Person
) -> None:
    (mine,) = terms(place, "a5")
    services.assign(place.head, occurrence=mine, person=worker)
    url = address(place, [], person=worker.pk)
    page = head.get(url)
    assert [row.occurrence for row in page.context["rows"]] == [mine]
    assert f"person={worker.pk}" in page.context["back"]


def test_the_page_names_what_stands_in_the_way_and_goes_on_without_it(
    place: Place, head: Client
) -> None:
    rows = terms(place, "a5", "a8")
    services.hand_down(place.head, action=rows[0].action, above=place.unit, units=[place.school])
    url = address(place, rows, step="check", doer=f"u{place.school.pk}")
    page = head.get(url)
    assert "Эти строки назначить нельзя" in page.content.decode()
    refused = head.post(url, {"doer": f"u{place.school.pk}", "step": "check"})
    assert refused.status_code == 422
    assert "Никому ничего не назначено" in refused.content.decode()
    rest = f"{reverse('roadmaps:assign_many', args=[place.system.key])}"
    rest += page.context["without_unfit"]
    done = head.post(rest, {}, follow=True)
    assert "Передано «Школа»: 1\N{NO-BREAK SPACE}мероприятие." in done.content.decode()
    assert rows[1].copies.exists()


def test_rows_and_doers_out_of_reach_do_not_exist(place: Place, head: Client) -> None:
    rows = terms(place, "a5")
    away = make_school(make_region("Другой край"))
    stranger = make_person("Чужая")
    for doer in (f"u{away.pk}", f"p{stranger.pk}", f"u{place.unit.pk}", "u", "x1"):
        assert head.post(address(place, rows, step="check", doer=doer)).status_code == 422
    user = make_user(place.school)
    RoleHolding.objects.create(user=user, role="service_head", unit=place.school, start=LONG_AGO)
    page = signed_in(user).get(address(place, rows))
    assert "Назначать нечего" in page.content.decode()
    assert rows[0].action.title not in page.content.decode()


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "-1", "x", ""])
def test_a_doer_that_is_no_key_is_asked_for_again(place: Place, head: Client, number: str) -> None:
    rows = [place.occurrence("a1")]
    asked = {"doer": f"p{number}", "step": "check", "ids": [rows[0].pk, "9" * 5000]}
    assert head.post(address(place, rows), asked).status_code == 422
    assert doers(rows) == {None}
