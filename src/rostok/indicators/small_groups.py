"""Which groups of sensitive measures are too small to be shown: of any table over a tree of units.

Numbers of one measure are hidden together, for one may be subtracted from another: of all teachers
those of a school, of this year's total the last one's. Live values and snapshots ask the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from rostok.indicators.formula import Made, MemberSet, Named, Ratio, Share
from rostok.kernel.measures import measures
from rostok.kernel.suppression import NOBODY, Cell, Group, hidden_cells

Table = Mapping[int, Group]
Parents = Mapping[int, int | None]


class Counts(NamedTuple):
    """What a value tells of one unit."""

    unit: int
    numerator: int | None
    denominator: int | None


def sensitive_in(formula: Made) -> set[str]:
    """The sensitive measures that a formula names."""
    found = {name: measures.find(name) for name in formula.measures()}
    return {name for name, one in found.items() if one is not None and one.sensitive}


def is_sensitive(formula: Made) -> bool:
    return bool(sensitive_in(formula))


def group_of(numerator: int | None, denominator: int | None) -> Group:
    """A count tells of all whom it counts; a base alone tells of the base."""
    base = numerator if denominator is None else denominator
    counted = base if numerator is None else numerator
    return Group(counted or 0, base or 0)


def table_of(rows: Iterable[Counts]) -> Table:
    return {row.unit: group_of(row.numerator, row.denominator) for row in rows}


def families(formulas: Mapping[str, Made]) -> list[list[str]]:
    """Codes of sensitive indicators, together those that share a sensitive measure.

    A measure that is gone, or was sensitive when a snapshot was made, leaves each by itself.
    """
    found: list[tuple[set[str], list[str]]] = []
    for code, formula in formulas.items():
        names, codes = sensitive_in(formula), [code]
        for family in [one for one in found if one[0] & names]:
            found.remove(family)
            names, codes = names | family[0], [*family[1], *codes]
        found.append((names, codes))
    return [codes for _names, codes in found]


def hidden_units(
    parents: Parents, tables: Sequence[Table], minimum: int, known: Collection[int] = ()
) -> set[int]:
    """Units to be hidden in all of the tables, by each of them."""
    cells = (
        Cell(unit, parent, tuple(table.get(unit, NOBODY) for table in tables))
        for unit, parent in parents.items()
    )
    return hidden_cells(cells, minimum, known)


def units_of_strangers(parents: Parents, told: Iterable[int], known: Collection[int]) -> set[int]:
    """Units with a value that are not known, and all that they are part of."""
    found: set[int] = set()
    for unit in told:
        above: int | None = unit if unit not in known else None
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
    return found


def with_differences(formulas: Mapping[str, Made], tables: Mapping[str, Table]) -> list[Table]:
    """Tables of a family by code, and of the people that one indicator has and another has not."""
    pairs = combinations(tables, 2)
    near = [(a, b) for a, b in pairs if may_be_nested(formulas[a], formulas[b])]
    return [*tables.values(), *(difference(tables[a], tables[b]) for a, b in near)]


def difference(left: Table, right: Table) -> Table:
    """Unit by unit, who is of the left and not of the right."""
    found = {}
    for unit in left.keys() | right.keys():
        a, b = left.get(unit, NOBODY), right.get(unit, NOBODY)
        found[unit] = Group(a.counted - b.counted, a.base - b.base)
    return found


def gained(now: Table, before: Table) -> Table:
    """Who of a cumulative number has come to it since an earlier year."""
    return {unit: Group(one.counted, one.counted) for unit, one in difference(now, before).items()}


def may_be_nested(one: Made, other: Made) -> bool:
    """Whether the people of one formula may be among those of the other, by their filters."""
    pairs = zip(told_sets(one), told_sets(other), strict=False)
    return all(may_hold(a, b) or may_hold(b, a) for a, b in pairs)


def told_sets(formula: Made) -> list[MemberSet]:
    if isinstance(formula, Share | Ratio):
        return formula.sets()[:1]
    return formula.sets()


def may_hold(wide: MemberSet, narrow: MemberSet) -> bool:
    """Filters only narrow: a set with some of the filters of another may hold it."""
    if isinstance(wide, Named) and isinstance(narrow, Named):
        same = wide.measure == narrow.measure
        return same and wide.filters.items() <= narrow.filters.items()
    return True
