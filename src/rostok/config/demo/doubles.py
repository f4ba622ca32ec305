"""What a coordinator finds to decide: people entered twice, and somebody offered by a neighbour."""

from collections.abc import Mapping
from datetime import timedelta

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person, PersonSensitive
from rostok.staff.models import Employment, EmploymentKind, StaffCard
from rostok.staff.services import offer_transfer

SCHOOL, NEIGHBOUR = "bu-muya-s01", "bu-muya-s02"
LATIN = str.maketrans("аеос", "aeoc")
NOTICE = timedelta(days=14)


def write_doubles(actor: Actor, units: Mapping[str, OrgUnit]) -> list[Person]:
    """Two teachers of the coordinator's school on a second card, and one open transfer to it."""
    if SCHOOL not in units or NEIGHBOUR not in units:
        return []
    first, second = teachers_of(units[SCHOOL])[:2]
    doubles = [
        enter_again(first, last_name=first.person.last_name.translate(LATIN)),
        enter_again(second, patronymic=""),
    ]
    last_day = clock.today() + NOTICE
    note = "Переезжает, просит место учителя рядом с домом."
    offered = teachers_of(units[NEIGHBOUR])[0]
    offer_transfer(
        actor, employment=offered, organisation=units[SCHOOL], last_day=last_day, note=note
    )
    return doubles


def teachers_of(school: OrgUnit) -> list[Employment]:
    """Teachers with nothing but this work, who have no account: their cards have no story."""
    rows = Employment.objects.filter(organisation=school, end=None, post__code="teacher")
    alone = rows.main().filter(person__user=None).select_related("person").order_by("pk")
    return [work for work in alone if work.person.employments.count() == 1]


def enter_again(work: Employment, **changed: str) -> Person:
    """Beside the main work, as if somebody had entered it for another person."""
    person = work.person
    names = {name: getattr(person, name) for name in ("last_name", "first_name", "patronymic")}
    double = Person.objects.create(**{**names, **changed}, gender=person.gender)
    born = PersonSensitive.objects.get(person=person).birth_date
    PersonSensitive.objects.create(person=double, birth_date=born)
    StaffCard.objects.create(person=double)
    beside = Employment.objects.create(
        person=double,
        organisation_id=work.organisation_id,
        post_id=work.post_id,
        kind=EmploymentKind.INTERNAL,
        rate="0.25",
        start=work.start,
    )
    beside.subjects.set(work.subjects.all())
    return double
