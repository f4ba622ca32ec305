"""Who else has a СНИЛС, said so that nothing is told of people of other organisations."""

from rostok.kernel.access import Actor, holds
from rostok.kernel.errors import RuleViolation
from rostok.people.models import Person, PersonSensitive
from rostok.staff import permissions
from rostok.staff.services.rules import ELSEWHERE


def person_with(hash_: str) -> Person | None:
    row = PersonSensitive.objects.filter(snils_hash=hash_).select_related("person").first()
    return row.person if row else None


def refuse_taken_snils(actor: Actor, hash_: str, person: Person | None) -> None:
    """Refused: the СНИЛС of another person, named only to those who may edit them."""
    other = person_with(hash_)
    if other is None or other == person:
        return
    known = holds(actor, permissions.EDIT, other)
    text = f"Этот СНИЛС уже указан: {other}." if known else f"Человек с этим СНИЛС {ELSEWHERE}."
    raise RuleViolation(text, {"snils": text})
