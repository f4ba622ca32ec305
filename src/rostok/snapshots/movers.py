"""Who stands behind a term of a change: the members with what the two snapshots say of them."""

from dataclasses import replace

from rostok.indicators.queries import Ids
from rostok.kernel.measures import member_kinds
from rostok.snapshots.models import SnapshotFigure
from rostok.snapshots.queries import FrozenList, FrozenMember, FrozenMembers, lists_of

FROM_EARLIER = frozenset({"left", "method_out"})
GONE = "в новом срезе нет"
MERGED = "карточка объединена с другой карточкой этого человека"
BY_METHOD = "по новой методике"


def movers_of(
    term: str, ids: Ids, earlier: SnapshotFigure | None, later: SnapshotFigure
) -> list[FrozenMember]:
    """Members by their numbers, in list order; who left is told why by the later list of others.

    A member may stand in a list by the number of a card that was merged into its own since.
    """
    first, second = (earlier, later) if term in FROM_EARLIER else (later, earlier)
    retired = retired_of(later)
    wanted = ids | {old for old, new in retired.items() if new in ids}
    found: dict[int, FrozenMember] = {}
    for figure in (first, second):
        for one in lists_of(figure) if figure is not None else ():
            for row in picked(one, wanted):
                mine = row.member if row.member in ids else retired[row.member]
                found.setdefault(mine, row)
    rows = list(found.values())
    return [
        told(row, reason)
        for row, reason in zip(rows, reasons(term, rows, later, retired), strict=True)
    ]


def retired_of(figure: SnapshotFigure) -> dict[int, int]:
    kind = member_kinds.find(figure.member_kind)
    return kind.retired() if kind else {}


def picked(one: FrozenList, ids: Ids) -> FrozenMembers:
    return FrozenMembers.all_of(one).among(ids)


def reasons(
    term: str, rows: list[FrozenMember], later: SnapshotFigure, retired: dict[int, int]
) -> list[str]:
    """The phrase beside each: why it left, why it counts no more, else the frozen one."""
    if term.startswith("method"):
        return [BY_METHOD for _row in rows]
    if term != "left":
        return ["" for _row in rows]
    ids = {row.member for row in rows}
    ids |= {retired[one] for one in ids & retired.keys()}
    why = {
        row.member: row.reason for one in lists_of(later, outside=True) for row in picked(one, ids)
    }
    return [reason_to_leave(row.member, why, retired) for row in rows]


def reason_to_leave(member: int, why: dict[int, str], retired: dict[int, int]) -> str:
    """What the later list of others says of the member, or of the card that stands for it."""
    known = why.get(member) or why.get(retired.get(member, member))
    return known or (MERGED if member in retired else GONE)


def told(row: FrozenMember, reason: str) -> FrozenMember:
    """The member with the reason of the change in place of the frozen one."""
    return replace(row, counted=False, reason=reason) if reason else row
