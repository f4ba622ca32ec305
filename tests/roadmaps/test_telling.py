"""Who is told of an occurrence, what waits on the home page, the block of a unit."""

from datetime import date

from rostok.accounts.models import RoleHolding, User
from rostok.notifications.models import Notice
from rostok.people.models import Person
from rostok.roadmaps import notices, services
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.panels import roadmap_panel
from rostok.roadmaps.todo import to_accept, to_do, to_wait_for
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
