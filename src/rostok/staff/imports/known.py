"""What is on record of the people whom a file may mean, loaded in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person, PersonSensitive
from rostok.people.queries import LOOK_ALIKES
from rostok.privacy.queries import people_in_dispute
from rostok.staff import permissions
from rostok.staff.imports.entries import Entry
from rostok.staff.models import Absence, Employment, Post, QualificationCategory, StaffCard


@dataclass
class Known:
    """A person on record. `mine`: the actor may edit them today."""

    person: Person
    mine: bool
    birth_date: date | None = None
    phone: str = ""
    snils_hash: str | None = None
    card: StaffCard | None = None
    employments: list[Employment] = field(default_factory=list)
    categories: list[QualificationCategory] = field(default_factory=list)
    subjects: dict[int, frozenset[int]] = field(default_factory=dict)
    absences: dict[int, list[Absence]] = field(default_factory=dict)
    disputed: set[str] = field(default_factory=set)

    def is_engaged(self, today: date) -> bool:
        return any(row.end is None or row.end > today for row in self.employments)

    def worked_at(self, organisation_id: int) -> bool:
        return any(row.organisation_id == organisation_id for row in self.employments)

    def value(self, code: str) -> Any:
        if code in {"birth_date", "phone", "snils_hash"}:
            return getattr(self, code)
        if code in {"education", "pedagogical_since"}:
            return getattr(self.card, code) if self.card else None
        return getattr(self.person, code)


class Directory:
    """People by id, by hash of СНИЛС and by name."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.by_id = {known.person.pk: known for known in people}
        self.by_hash = {
            known.snils_hash: known for known in self.by_id.values() if known.snils_hash
        }
        self.by_norm: dict[str, list[Known]] = defaultdict(list)
        for known in self.by_id.values():
            # The names of a file are read so: Latin letters that look Cyrillic are Cyrillic.
            self.by_norm[known.person.norm.translate(LOOK_ALIKES)].append(known)


def directory_for(
    actor: Actor, entries: list[Entry], organisations: Any, people: Iterable[int]
) -> Directory:
    """The people, and whom else the rows may mean: by СНИЛС anywhere, by name in the context."""
    ids = set(people)
    within = Employment.objects.filter(organisation__in=organisations.values("pk"))
    named = within.filter(person__norm__among={entry.norm for entry in entries})
    ids.update(named.values_list("person", flat=True))
    hashes = {entry.snils_hash for entry in entries if entry.snils_hash}
    numbered = PersonSensitive.objects.filter(snils_hash__among=hashes)
    ids.update(numbered.values_list("person", flat=True))
    return Directory(load_known(actor, ids))


def workers_of(organisation_ids: set[int]) -> set[int]:
    rows = Employment.objects.filter(organisation__among=organisation_ids)
    return set(rows.values_list("person", flat=True))


def load_known(actor: Actor, ids: Iterable[int]) -> list[Known]:
    """In the order of their keys."""
    people: Any = Person.objects.filter(pk__among=ids).order_by("pk")
    mine = set(people.visible_to(actor, permissions.EDIT).values_list("pk", flat=True))
    found = {person.pk: Known(person, person.pk in mine) for person in people}
    add_closed(found)
    for card in StaffCard.objects.filter(person__among=found):
        found[card.person_id].card = card
    for category in QualificationCategory.objects.filter(person__among=found):
        found[category.person_id].categories.append(category)
    for person, disputed in people_in_dispute(found).items():
        found[person].disputed = disputed
    add_employments(found)
    add_subjects(found)
    add_absences(found)
    return list(found.values())


def add_closed(found: dict[int, Known]) -> None:
    rows = PersonSensitive.objects.filter(person__among=found)
    for person, born, phone, hashed in rows.values_list(
        "person", "birth_date", "phone", "snils_hash"
    ):
        known = found[person]
        known.birth_date, known.phone, known.snils_hash = born, phone, hashed


def add_absences(found: dict[int, Known]) -> None:
    rows = Absence.objects.filter(employment__person__among=found)
    for absence in rows.select_related("employment"):
        known = found[absence.employment.person_id]
        known.absences.setdefault(absence.employment_id, []).append(absence)


def add_employments(found: dict[int, Known]) -> None:
    """With posts and organisations: few of each are shared by thousands of employments."""
    rows = list(Employment.objects.filter(person__among=found).order_by("start", "pk"))
    posts = Post.objects.in_bulk({row.post_id for row in rows})
    units = OrgUnit.objects.in_bulk({row.organisation_id for row in rows})
    for row in rows:
        row.post, row.organisation = posts[row.post_id], units[row.organisation_id]
        found[row.person_id].employments.append(row)


def add_subjects(found: dict[int, Known]) -> None:
    links = Employment.subjects.through.objects.filter(employment__person__among=found)
    pairs: dict[tuple[int, int], set[int]] = defaultdict(set)
    for person, employment, subject in links.values_list(
        "employment__person", "employment", "teachingsubject"
    ):
        pairs[person, employment].add(subject)
    for (person, employment), subjects in pairs.items():
        found[person].subjects[employment] = frozenset(subjects)
