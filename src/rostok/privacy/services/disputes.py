"""A part of a record put out of use while it is checked."""

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock
from rostok.people.models import Person
from rostok.privacy import journal, permissions
from rostok.privacy.about import holdings, part_title
from rostok.privacy.models import Block
from rostok.privacy.texts import place_of

LONGEST = 500


@transaction.atomic
def block_part(actor: Actor, *, person: Person, part: str, reason: str) -> Block:
    """Put a part of a record out of use: shown as disputed, not exported, not changed.

    Refused: a part that can't be disputed; blocked already; no reason.
    """
    authorise(actor, permissions.KEEP, person)
    locked: Person = lock(person)
    if is_blocked(locked, part):
        raise RuleViolation("Это уже оспаривается.")
    return block(actor, locked, part, reason)


def block(actor: Actor, person: Person, part: str, reason: str) -> Block:
    known = holdings.find(part)
    if known is None or not known.disputable:
        raise RuleViolation("Выберите, что оспаривается.", {"part": "Выберите, что оспаривается."})
    said = reason.strip()[:LONGEST]
    if not said:
        raise RuleViolation("Напишите, что неверно.", {"reason": "Напишите, что неверно."})
    made: Block = Block.objects.create(
        person=person,
        unit=place_of(person),
        part=part,
        reason=said,
        user_id=actor.user_id,
        actor_title=actor.title,
    )
    record(actor, journal.BLOCKED, made, person, part=part_title(part), reason=said)
    return made


def is_blocked(person: Person, part: str) -> bool:
    return Block.objects.filter(person=person, part=part, lifted_at=None).exists()


def may_lift(actor: Actor, block: Block) -> bool:
    """Whether the actor neither began the dispute nor is the person."""
    return actor.user_id != block.user_id and actor.person_id != block.person_id


@transaction.atomic
def lift_block(actor: Actor, *, block: Block, outcome: str) -> Block:
    """The dispute is over. Refused: by who began it or whose data it is; over already; no word."""
    locked: Block = lock(block)
    authorise(actor, permissions.KEEP, locked)
    if locked.lifted_at is not None:
        raise RuleViolation("Спор уже решён.")
    if not may_lift(actor, locked):
        raise RuleViolation("Снимает блокировку не тот, кто её поставил, и не сам человек.")
    locked.outcome = outcome.strip()[:LONGEST]
    if not locked.outcome:
        raise RuleViolation("Напишите, чем кончилось.", {"outcome": "Напишите, чем кончилось."})
    locked.lifted_at, locked.lifted_by = clock.now(), actor.title
    locked.save()
    record(
        actor,
        journal.UNBLOCKED,
        locked,
        locked.person,
        part=part_title(locked.part),
        outcome=locked.outcome,
    )
    return locked
