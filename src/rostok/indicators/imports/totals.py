"""Lines «Итого» of a published table: of which territory each is, and what its rows add up to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rostok.indicators.imports.columns import CODE, UNIT
from rostok.indicators.imports.figures import figures_in
from rostok.indicators.pack import ContextIndicator
from rostok.indicators.reported.shapes import Figures, is_summed
from rostok.indicators.tree import TERRITORIES
from rostok.kernel.tabular import ParsedRow
from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit, UnitKind

TOTAL = re.compile(
    r"^(?:общий )?(?:итого|всего|итог|в целом)|\b(?:итого|всего)$|^по (?:муниципалитету|району)"
)
WORD = re.compile(r"[а-яa-z0-9]+(?:-[а-яa-z0-9]+)*")
# Words that stand in the name of any territory, by their beginnings, and words of totals.
COMMON = re.compile(
    r"итог|всего|общ|целом$|муниципальн|образовани|район|округ|город|кожуун|республик|област"
    r"|регион|кра[йяюе]|(?:по|в|во|мо|мр|го|мо|и|на|за)$"
)
OF_REGION = re.compile(r"\b(?:кра[йяюе]\b|област|республик|регион|субъект)")
LEAST, ENDING = 3, 3

Place = tuple[int, int]
Sums = dict[tuple[int, int, str], Figures]


def is_total(row: ParsedRow) -> bool:
    name = norm(str(row.values.get(UNIT) or row.values.get(CODE) or ""))
    return TOTAL.search(name) is not None


def proper_words(name: str) -> list[str]:
    """The words of a name that tell one territory from another."""
    return [word for word in WORD.findall(norm(name)) if not COMMON.match(word)]


def alike(one: str, other: str) -> bool:
    """One word in two of its cases: «северный», «северному»."""
    short, long = sorted((one, other), key=len)
    stem = max(LEAST, len(short) - ENDING)
    return short[:stem] == long[:stem] and len(long) - len(short) <= ENDING


@dataclass(frozen=True)
class Tree:
    """The units of a file's system that the actor reports for, each under its parent."""

    root: int
    units: Mapping[int, OrgUnit]

    def above(self, pk: int) -> list[int]:
        """Units above one, the nearest first, up to the system's root."""
        found: list[int] = []
        while pk != self.root and pk in self.units and (parent := self.units[pk].parent_id):
            pk = parent
            found.append(pk)
        return found

    def over(self, units: Iterable[int], kinds: Sequence[str] = TERRITORIES) -> OrgUnit | None:
        """The smallest territory over all of these; of a unit and its parts the parts tell."""
        lines = {pk: self.above(pk) for pk in units}
        inner = {pk for line in lines.values() for pk in line}
        lowest = [line for pk, line in lines.items() if pk not in inner]
        for pk in lowest[0] if lowest else ():
            unit = self.units.get(pk)
            fits = unit is None or unit.kind in kinds
            if fits and all(pk in line for line in lowest):
                return unit
        return None

    def named(self, name: str) -> OrgUnit | None:
        """The only territory that the words of a total name."""
        words = proper_words(name)
        fitting = [
            unit
            for unit in self.units.values()
            if words
            and unit.kind in TERRITORIES
            and all(any(alike(word, own) for own in proper_words(unit.title)) for word in words)
        ]
        return fitting[0] if len(fitting) == 1 else None


class Total(NamedTuple):
    """A line «Итого» with the territory it speaks for, if it is the actor's."""

    row: ParsedRow
    territory: OrgUnit | None


def placed(
    tree: Tree,
    totals: Iterable[ParsedRow],
    units: Mapping[int, int],
    by_code: Mapping[str, OrgUnit],
) -> list[Total]:
    """The totals of a file, each with its territory. `units`: those of the other rows by number.

    The territory is told by a code or a name; else it is the one over the rows since the total
    before, and over all rows where two totals stand together.
    """
    found: list[Total] = []
    before = 0
    for row in sorted(totals, key=lambda row: row.number):
        above = [pk for number, pk in units.items() if number < row.number]
        block = [pk for number, pk in units.items() if before < number < row.number]
        name = norm(str(row.values.get(UNIT) or ""))
        told = by_code.get(norm(str(row.values.get(CODE) or ""))) or tree.named(name)
        if OF_REGION.search(name):
            told = told or tree.over(above, [UnitKind.REGION])
        found.append(Total(row, told or tree.over(block or above)))
        before = row.number
    return found


def sums_below(
    tree: Tree, lines: Mapping[Place, ParsedRow], indicators: Sequence[ContextIndicator]
) -> Sums:
    """What the parts of each territory come to in the file.

    `lines` are rows and totals by unit and year; as everywhere, a stated total goes up.
    """
    summed = [one for one in indicators if is_summed(one)]
    years = {year for _unit, year in lines}
    depths = {pk: len(tree.above(pk)) for pk, _year in lines}
    depths |= {up: len(tree.above(up)) for pk in list(depths) for up in tree.above(pk)}
    sums: Sums = {}
    for pk in sorted(depths, key=lambda pk: -depths[pk]):
        parent = next(iter(tree.above(pk)), None)
        for year in years:
            for code, figures in given(lines.get((pk, year)), summed, sums, (pk, year)):
                if parent is not None:
                    sums[parent, year, code] = added(sums.get((parent, year, code)), figures)
    return sums


def given(
    row: ParsedRow | None, indicators: Sequence[ContextIndicator], sums: Sums, place: Place
) -> Iterable[tuple[str, Figures]]:
    """Of a unit: what its own line states, else the sum of its parts."""
    for one in indicators:
        own = figures_in(one, row, Figures()) if row is not None else Figures()
        found = sums.get((*place, one.code)) if own.is_empty else own
        if found is not None:
            yield one.code, found


def added(left: Figures | None, right: Figures) -> Figures:
    if left is None:
        return right
    return Figures(
        plus(left.numerator, right.numerator),
        plus(left.denominator, right.denominator),
        plus(left.value, right.value),
    )


def plus(left: Any, right: Any) -> Any:
    return right if left is None else left if right is None else left + right
