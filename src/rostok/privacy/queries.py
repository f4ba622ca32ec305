"""Reads: consents and requests of people, who looked, what is disputed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.people.models import Person
from rostok.privacy import permissions
from rostok.privacy.about import part_title
from rostok.privacy.models import Block, Consent, ConsentText, DataRequest
from rostok.privacy.pack import Purpose
from rostok.privacy.purposes import DIAGNOSTICS, MENTORING, PROCESSING, PUBLICATION, purposes
from rostok.privacy.texts import coming_text, place_of, text_on, texts_at


def has_consent(person: Person | int, purpose: str, on: date | None = None) -> bool:
    """Whether the person's consent to the purpose stands on a day, today unless told."""
    day = on or clock.today()
    return bool(Consent.objects.standing_on(day).filter(person=person, purpose=purpose).exists())


def with_consent(purpose: str, on: date | None = None, *, person: str = "pk") -> Exists:
    """The same for sets: `rows.filter(with_consent(PUBLICATION, person="author"))`."""
    standing = Consent.objects.standing_on(on or clock.today())
    return Exists(standing.filter(purpose=purpose, person=OuterRef(person)))


@dataclass(frozen=True)
class Asked:
    """A purpose before a person: the text in force, the next one, and what they have decided."""

    code: str
    purpose: Purpose
    text: ConsentText | None
    given: Consent | None
    coming: ConsentText | None
    agreed_to_coming: bool
    last: Consent | None

    @property
    def look(self) -> str:
        if self.given:
            return "done"
        if self.last is None:
            return "neutral"
        return "cancelled" if self.last.withdrawn_on else "returned"

    @property
    def words(self) -> str:
        if self.given:
            return "дано"
        if self.last is None:
            return "не дано"
        return "отозвано" if self.last.withdrawn_on else "сменился текст: нужно новое"


def asked_of(person: Person) -> list[Asked]:
    """Every purpose with where the person stands about it."""
    unit, today = place_of(person), clock.today()
    decided = list(consents_of(person))
    standing = set(consents_of(person).standing_on(today).values_list("pk", flat=True))
    found = []
    for code, purpose in purposes().items():
        texts = texts_at(unit, code)
        mine = [one for one in decided if one.purpose == code]
        coming = coming_text(texts, today)
        found.append(
            Asked(
                code=code,
                purpose=purpose,
                text=text_on(texts, today),
                given=next((one for one in mine if one.pk in standing), None),
                coming=coming,
                agreed_to_coming=any(
                    one.text_id == coming.pk and one.withdrawn_on is None for one in mine if coming
                ),
                last=mine[0] if mine else None,
            )
        )
    return found


def replaced_consents(person: int) -> Any:
    """Consents whose text has changed since, where no other to the purpose stands."""
    today = clock.today()
    rows = Consent.objects.filter(person=person, withdrawn_on=None, replaced_on__lte=today)
    standing = Consent.objects.standing_on(today).filter(person=person)
    later = Consent.objects.filter(
        person=person, purpose=OuterRef("purpose"), given_on__gt=OuterRef("given_on")
    )
    stale = rows.exclude(purpose__in=standing.values("purpose"))
    return stale.exclude(Exists(later)).order_by("replaced_on", "pk")


def consents_of(person: Person) -> Any:
    rows = Consent.objects.filter(person=person)
    return rows.select_related("text", "scan", "withdrawal_scan", "unit")


def people_kept(actor: Actor) -> QuerySet[Any]:
    """People whose consents and requests the actor keeps."""
    rows: Any = Person.objects.filter(merged_into=None)
    found: QuerySet[Any] = rows.visible_to(actor, permissions.KEEP)
    return found


def people_for_list(actor: Actor) -> QuerySet[Any]:
    """The same with a mark for each purpose: whether the consent stands today."""
    marks = {f"has_{code}": with_consent(code) for code in purposes()}
    found: QuerySet[Any] = people_kept(actor).annotate(**marks).order_by("norm", "pk")
    return found


def requests_for_list(actor: Actor) -> Any:
    """Requests that the actor answers for, the most urgent first."""
    rows: Any = DataRequest.objects.visible_to(actor, permissions.KEEP)
    return rows.select_related("person", "unit").order_by("due_on", "pk")


def own_requests(actor: Actor) -> Any:
    rows = DataRequest.objects.filter(person=actor.person_id) if actor.person_id else None
    return rows if rows is not None else DataRequest.objects.none()


def disputed_parts(person: Person | int) -> set[str]:
    """Parts of a person's record that are in dispute now."""
    return set(Block.objects.filter(person=person, lifted_at=None).values_list("part", flat=True))


def disputes(to_person: str = "") -> Prefetch[Any]:
    """For lists: `rows.prefetch_related(disputes("person__"))` puts open blocks in `disputes`."""
    return Prefetch(f"{to_person}blocks", Block.objects.filter(lifted_at=None), to_attr="disputes")


def is_disputed(person: Any, part: str) -> bool:
    """Whether a part is in dispute, of a person read with `disputes()`."""
    return any(block.part == part for block in person.disputes)


def refuse_disputed(person: Person | int, *parts: str) -> None:
    """Refused: a change of a part that is in dispute."""
    found = sorted(disputed_parts(person).intersection(parts))
    if found:
        raise RuleViolation(
            f"Оспаривается: {part_title(found[0])}. Пока спор не решён, менять это нельзя."
        )


def people_in_dispute(people: Iterable[int]) -> dict[int, set[str]]:
    """Parts in dispute by person, for those of many who have some."""
    rows = Block.objects.filter(lifted_at=None, person__among=people)
    found: dict[int, set[str]] = {}
    for person, part in rows.values_list("person", "part"):
        found.setdefault(person, set()).add(part)
    return found


__all__ = [
    "DIAGNOSTICS",
    "MENTORING",
    "PROCESSING",
    "PUBLICATION",
    "Asked",
    "asked_of",
    "consents_of",
    "disputed_parts",
    "disputes",
    "has_consent",
    "is_disputed",
    "own_requests",
    "people_for_list",
    "people_in_dispute",
    "people_kept",
    "refuse_disputed",
    "replaced_consents",
    "requests_for_list",
    "with_consent",
]
