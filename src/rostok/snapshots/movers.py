"""Who stands behind a term of a change: the members with what the two snapshots say of them."""

from dataclasses import replace

from rostok.snapshots.models import SnapshotFigure
from rostok.snapshots.queries import FrozenList, FrozenMember, FrozenMembers, lists_of

FROM_EARLIER = frozenset({"left", "method_out"})
GONE = "в новом срезе нет"
BY_METHOD = "по новой методике"


def movers_of(
    term: str, ids: set[int], earlier: SnapshotFigure | None, later: SnapshotFigure
) -> list[FrozenMember]:
    """Members by their numbers, in list order; who left is told why by the later list of others."""
    first, second = (earlier, later) if term in FROM_EARLIER else (later, earlier)
    found: dict[int, FrozenMember] = {}
    for figure in (first, second):
        for one in lists_of(figure) if figure is not None else ():
            for row in picked(one, ids):
                found.setdefault(row.member, row)
    rows = [found[member] for member in found]
    return [told(row, reason) for row, reason in zip(rows, reasons(term, rows, later), strict=True)]


def picked(one: FrozenList, ids: set[int]) -> FrozenMembers:
    return FrozenMembers.all_of(one).among(ids)


def reasons(term: str, rows: list[FrozenMember], later: SnapshotFigure) -> list[str]:
    """The phrase beside each: why it left, why it counts no more, else the frozen one."""
    if term.startswith("method"):
        return [BY_METHOD for _row in rows]
    if term != "left":
        return ["" for _row in rows]
    ids = {row.member for row in rows}
    why = {
        row.member: row.reason for one in lists_of(later, outside=True) for row in picked(one, ids)
    }
    return [why.get(row.member, GONE) for row in rows]


def told(row: FrozenMember, reason: str) -> FrozenMember:
    """The member with the reason of the change in place of the frozen one."""
    return replace(row, counted=False, reason=reason) if reason else row
