"""What a plan rests on: read before the planning and again under the lock, it must be equal."""

from collections.abc import Iterable, Iterator
from typing import Any

from rostok.orgs.models import OrgUnit
from rostok.people.models import Person, PersonSensitive
from rostok.staff.imports.entries import Entry
from rostok.staff.models import Absence, Employment, QualificationCategory, StaffCard

Facts = set[tuple[Any, ...]]
FACTS = (
    (Person, "pk", ("pk", "version")),
    (PersonSensitive, "person", ("pk", "birth_date", "phone", "snils_hash")),
    (StaffCard, "person", ("pk", "education", "pedagogical_since")),
    (Employment, "person", ("pk", "person", "version")),
    (Employment.subjects.through, "employment__person", ("employment", "teachingsubject")),
    (QualificationCategory, "person", ("pk", "person", "level", "start", "end")),
    (Absence, "employment__person", ("pk", "employment", "kind", "start", "end")),
)


class Standing:
    """Facts about the people a plan touches, and who could be taken for its newcomers."""

    def __init__(self, people: Iterable[int]) -> None:
        self.people = set(people)
        self.organisations: set[int] = set()
        self.norms: set[str] = set()
        self.hashes: set[str] = set()
        self.facts = list(self.facts_now())
        self.others: list[Facts] = []

    def read(self, entries: list[Entry]) -> None:
        """Learn whom else the rows concern: their organisations, names and СНИЛС."""
        self.organisations = {one.organisation.pk for one in entries if one.organisation}
        self.norms = {one.norm for one in entries}
        self.hashes = {one.snils_hash for one in entries if one.snils_hash}
        self.others = list(self.others_now())

    def lock(self) -> None:
        """Organisations first, then people, both in the order of their keys: no two wait in a ring.

        Two lists of one organisation go one after the other; so do a list and a form about one
        person, for services lock the person.
        """
        for table, keys in ((OrgUnit, self.organisations), (Person, self.people)):
            rows = table.objects.filter(pk__among=keys).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))

    def has_moved(self) -> bool:
        return self.facts != list(self.facts_now()) or self.others != list(self.others_now())

    def facts_now(self) -> Iterator[Facts]:
        for table, link, columns in FACTS:
            yield rows_about(table, link, self.people, columns)

    def others_now(self) -> Iterator[Facts]:
        yield rows_about(OrgUnit, "pk", self.organisations, ("pk", "version"))
        yield rows_about(Person, "norm", self.norms, ("pk",))
        yield rows_about(PersonSensitive, "snils_hash", self.hashes, ("pk", "snils_hash"))


def rows_about(table: Any, link: str, keys: set[Any], columns: tuple[str, ...]) -> Facts:
    rows = table.objects.order_by().filter(**{f"{link}__among": keys})
    return set(rows.values_list(*columns))
