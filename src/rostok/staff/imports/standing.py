"""What a plan rests on: read before the planning and again under the lock, it must be equal."""

from collections.abc import Iterable, Iterator
from typing import Any

from rostok.kernel.bulk import parts
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
        self.people = sorted(people)
        self.organisations: list[int] = []
        self.norms: list[str] = []
        self.hashes: list[str] = []
        self.facts = list(self.facts_now())
        self.others: list[Facts] = []

    def read(self, entries: list[Entry]) -> None:
        """Learn whom else the rows concern: their organisations, names and СНИЛС."""
        self.organisations = sorted({one.organisation.pk for one in entries if one.organisation})
        self.norms = sorted({one.norm for one in entries})
        self.hashes = sorted({one.snils_hash for one in entries if one.snils_hash})
        self.others = list(self.others_now())

    def lock(self) -> None:
        """Organisations first, then people, both in the order of their keys: no two wait in a ring.

        Two lists of one organisation go one after the other; so do a list and a form about one
        person, for services lock the person.
        """
        for table, keys in ((OrgUnit, self.organisations), (Person, self.people)):
            for part in parts(keys):
                rows = table.objects.filter(pk__in=part).order_by("pk")
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


def rows_about(table: Any, link: str, keys: list[Any], columns: tuple[str, ...]) -> Facts:
    rows = table.objects.order_by()
    return {
        row
        for part in parts(keys)
        for row in rows.filter(**{f"{link}__in": part}).values_list(*columns)
    }
