"""What of a person's decisions and requests moves when two cards are made one."""

from typing import Any

from rostok.people.merging import Merging, add_mover, stays, turned
from rostok.privacy.models import (
    Block,
    Consent,
    DataRequest,
    ErasureItem,
    OwnExport,
    Viewing,
)


def move_consents(merging: Merging) -> None:
    """The same text agreed to on both cards is one consent: the earlier stays."""
    ours = Consent.objects.filter(person=merging.survivor, withdrawn_on=None)
    known = set(ours.values_list("text", flat=True))
    double = Consent.objects.filter(person=merging.merged, withdrawn_on=None, text__in=known)
    for row in double:
        merging.drop(row)
    turned(Consent, "person")(merging)


def move_viewings(merging: Merging) -> None:
    """Who looked at either card looked at the person; twice on a day is once."""
    ours = Viewing.objects.filter(person=merging.survivor)
    known = set(ours.values_list("day", "user_id", "kind"))
    for row in Viewing.objects.filter(person=merging.merged):
        if (row.day, row.user_id, row.kind) in known:
            merging.drop(row)
    turned(Viewing, "person")(merging)


def move_blocks(merging: Merging) -> None:
    """A part disputed on both cards is disputed once."""
    ours = Block.objects.filter(person=merging.survivor, lifted_at=None)
    known = set(ours.values_list("part", flat=True))
    rows: Any = Block.objects.filter(person=merging.merged, lifted_at=None, part__in=known)
    for row in rows:
        merging.drop(row)
    turned(Block, "person")(merging)


add_mover(Consent, "person", move_consents)
add_mover(Viewing, "person", move_viewings)
add_mover(Block, "person", move_blocks)
add_mover(DataRequest, "person", turned(DataRequest, "person"))
add_mover(OwnExport, "person", turned(OwnExport, "person"))
add_mover(ErasureItem, "person", stays)
