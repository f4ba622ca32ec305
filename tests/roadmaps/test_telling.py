"""Who is told of an occurrence, what waits on the home page, the block of a unit."""

from datetime import date, timedelta
from typing import Any

from rostok.accounts.models import RoleHolding, User
from rostok.kernel.notices import terms
from rostok.kernel.todo import todo_sources
from rostok.notifications.models import Notice
from rostok.notifications.reminders import remind
from rostok.people.models import Person
from rostok.roadmaps import notices, services
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.panels import roadmap_panel
from rostok.roadmaps.prolonging import CANCEL, MOVE, Answers
from rostok.roadmaps.todo import late_at_others, to_accept, to_do, to_name, to_wait_for
from tests.factories import actor_at
from tests.roadmaps.conftest import TODAY, Place


def told(kind: str) -> list[int]:
    return list(Notice.objects.filter(kind=kind, read_at=None).values_list("user", flat=True))


def give_role(place: Place, user_id: int | None) -> None:
    RoleHolding.objects.create(
        user_id=user_id, role="service_head", unit=place.unit, start=date(2020, 1, 1)
    )


def test_who_is_named_is_told_and_has_it_on_the_home_page(place: Place) -> None:
    occurrence = place.occurrence("a1")
    person = Person.objects.get(pk=place.methodist.person_id)
    services.assign(place.head, occurrence=occurrence, person=person)
    assert told(notices.ASSIGNED) == [place.methodist.user_id]
    rows = to_do(place.methodist)
    assert rows is not None
    assert list(rows) == [occurrence]


def test_sent_waits_for_the_head_and_returned_for_the_sender(place: Place) -> None:
    give_role(place, place.head.user_id)
    occurrence = services.submit(place.methodist, occurrence=place.proved())
    assert told(notices.SUBMITTED) == [place.head.user_id]
    for rows in (to_accept(place.head), to_wait_for(place.methodist)):
        assert rows is not None
        assert list(rows) == [occurrence]
    services.return_occurrence(place.head, occurrence=occurrence, comment="Не тот приказ")
    assert told(notices.SUBMITTED) == []
    assert told(notices.RETURNED) == [place.methodist.user_id]


def test_a_term_reminds_its_person_else_who_keeps_the_unit(place: Place) -> None:
    give_role(place, place.head.user_id)
    occurrence = place.occurrence("a1")
    assert occurrence.due is not None
    users = {one.user_id for one in notices.open_terms(occurrence.due)}
    assert users == {place.head.user_id}
    Occurrence.objects.filter(pk=occurrence.pk).update(responsible=place.methodist.person_id)
    found = {
        one.user_id for one in notices.open_terms(occurrence.due) if one.ref.id == occurrence.pk
    }
    assert found == {User.objects.get(person=place.methodist.person_id).pk}


def test_the_block_of_a_territory_counts_what_is_due_there(place: Place) -> None:
    context = roadmap_panel(place.head, place.unit, TODAY)
    assert context is not None
    rows = Occurrence.objects.filter(unit=place.unit, year=2023)
    assert sum(figure.value for figure in context["figures"]) == rows.count()
    assert roadmap_panel(place.head, place.school, TODAY) is None


def assigned_and_reminded(place: Place) -> Occurrence:
    """The methodist was told of a term and then reminded that it is over."""
    occurrence = place.occurrence("a1")
    person = Person.objects.get(pk=place.methodist.person_id)
    occurrence = services.assign(place.head, occurrence=occurrence, person=person)
    [term] = [one for one in terms.values() if one.name == "roadmaps.terms"]
    remind(term, TODAY)
    assert own_notices(place).filter(ref_id=occurrence.pk).exclude(topic="").exists()
    return occurrence


def own_notices(place: Place) -> Any:
    return Notice.objects.unread().filter(user=place.methodist.user_id)


def test_what_was_told_of_a_term_that_moved_says_the_new_day(place: Place) -> None:
    occurrence = assigned_and_reminded(place)
    day = date(2023, 12, 1)
    services.move_due(place.methodist, occurrence=occurrence, due=day, reason="Ждём приказ")
    [left] = own_notices(place).filter(ref_id=occurrence.pk)
    assert (left.kind, left.due) == (notices.ASSIGNED, day)


def test_what_was_told_of_a_term_carried_to_the_next_year_says_its_day(place: Place) -> None:
    occurrence = assigned_and_reminded(place)
    act = Answers(kind="Приказ", number="3", signed_on=TODAY, unfinished={occurrence.pk: MOVE})
    services.prolong_roadmap(place.head, roadmap=place.roadmap, answers=act)
    occurrence.refresh_from_db()
    [left] = own_notices(place).filter(ref_id=occurrence.pk)
    assert left.due == occurrence.due == date(2025, 8, 25)


def test_of_what_is_cancelled_nothing_is_told_any_more(place: Place) -> None:
    occurrence = assigned_and_reminded(place)
    services.cancel_action(place.head, action=occurrence.action, ground="Приказ № 5")
    assert not own_notices(place).filter(ref_id=occurrence.pk).exists()


def test_of_what_a_prolongation_cancels_nothing_is_told_any_more(place: Place) -> None:
    occurrence = assigned_and_reminded(place)
    act = Answers(kind="Приказ", number="3", signed_on=TODAY, unfinished={occurrence.pk: CANCEL})
    services.prolong_roadmap(place.head, roadmap=place.roadmap, answers=act)
    assert not own_notices(place).filter(ref_id=occurrence.pk).exists()


def test_what_its_sender_took_back_waits_for_nobody(place: Place) -> None:
    give_role(place, place.head.user_id)
    sent = services.submit(place.methodist, occurrence=place.proved())
    assert told(notices.SUBMITTED) == [place.head.user_id]
    services.recall(place.methodist, occurrence=sent)
    assert told(notices.SUBMITTED) == []
    for rows in (to_accept(place.head), to_wait_for(place.methodist)):
        assert not list(rows or [])


def test_what_is_near_and_nobodys_is_to_be_named_by_whoever_keeps_the_unit(place: Place) -> None:
    term = place.occurrence("a1")
    rows = to_name(place.head)
    assert rows is not None
    near = [row for row in rows if row.due <= TODAY + timedelta(days=14)]
    assert (term in near, len(near)) == (True, len(rows))
    person = Person.objects.get(pk=place.methodist.person_id)
    services.assign(place.head, occurrence=term, person=person)
    assert term not in (to_name(place.head) or [])
    assert to_name(place.stranger) is not None
    assert term not in (to_name(place.stranger) or [])
    assert to_name(actor_at(place.region)) is None


def test_what_is_late_at_another_is_waited_for_by_whoever_accepts(place: Place) -> None:
    term = place.occurrence("a1")
    assert term.due is not None
    assert term.due < TODAY
    assert term not in (late_at_others(place.head) or [])  # nobody's: to be named first
    person = Person.objects.get(pk=place.methodist.person_id)
    services.assign(place.head, occurrence=term, person=person)
    rows = late_at_others(place.head)
    assert rows is not None
    assert list(rows) == [term]
    [source] = [one for one in todo_sources.values() if one.key == "roadmaps.late"]
    [row] = source.shown(place.head, list(rows))
    assert (row.waits_for, row.due) == (person.full_name, term.due)
    own = Person.objects.get(pk=place.head.person_id)
    services.assign(place.head, occurrence=term, person=own)
    assert list(late_at_others(place.head) or []) == []  # one's own is in «Что сделать»
    assert late_at_others(place.methodist) is None
