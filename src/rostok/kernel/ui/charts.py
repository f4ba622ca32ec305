"""Geometry of the charts, ready for SVG attributes.

Lengths across are per cent and lengths down are rem: text keeps its size on any screen and grows
with the reader's settings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from rostok.kernel.ui.formats import DASH, short_decimal_words

Point = tuple[int | str, Decimal | None]
BarRow = Sequence[str | Decimal | None]

LEFT, RIGHT = Decimal(14), Decimal(93)
TOP, BOTTOM, YEARS = Decimal("1.8"), Decimal("12.4"), Decimal("14.1")
STEPS = 4
ROUND_FACTORS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
FLAT = Decimal("0.6")  # a line whose lowest value is above this share of the highest may leave zero
LABEL_UP, LABEL_DOWN = Decimal("-0.75"), Decimal("1.45")


@dataclass(frozen=True)
class Segment:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    words: str
    label_y: str
    labelled: bool = True


@dataclass(frozen=True)
class Tick:
    place: str
    label_place: str
    words: str


@dataclass(frozen=True)
class Trend:
    years: list[Tick]
    ticks: list[Tick]
    facts: list[Dot]
    plans: list[Dot]
    fact_lines: list[Segment]
    plan_lines: list[Segment]


@dataclass(frozen=True)
class Bullet:
    width: str
    target: str | None
    behind: bool
    words: str


@dataclass(frozen=True)
class Bar:
    label: str
    words: str
    width: str
    target: str | None
    target_words: str


def share(value: Decimal) -> str:
    return f"{value:.2f}%"


def rem(value: Decimal) -> str:
    return f"{value:.2f}rem"


def nice_step(span: Decimal) -> Decimal:
    """A round step (1, 2, 2.5, 5 times a power of ten) that covers the span in `STEPS` parts."""
    raw = span / STEPS
    power = Decimal(1).scaleb(raw.adjusted())
    return next(power * factor for factor in ROUND_FACTORS if power * factor >= raw)


@dataclass(frozen=True)
class Scale:
    low: Decimal
    step: Decimal
    count: int

    @classmethod
    def over(cls, values: Sequence[Decimal]) -> "Scale":
        """Round bounds around the values; zero is in, unless all values lie far from it."""
        least, most = min(values, default=Decimal(0)), max(values, default=Decimal(1))
        flat = least > 0 and least >= most * FLAT and least != most
        start = least if flat else min(least, Decimal(0))
        step = nice_step(most - start or Decimal(1))
        low = (start / step).to_integral_value(ROUND_FLOOR) * step
        count = int(((most - low) / step).to_integral_value(ROUND_CEILING)) or 1
        return cls(low, step, count)

    def down(self, value: Decimal) -> Decimal:
        """The place of a value, in rem from the top."""
        return BOTTOM - (value - self.low) / (self.step * self.count) * (BOTTOM - TOP)

    def ticks(self) -> list[Tick]:
        values = [self.low + self.step * number for number in range(self.count + 1)]
        return [
            Tick(rem(place), rem(place - Decimal("0.3")), short_decimal_words(value, 2))
            for value in values
            for place in [self.down(value)]
        ]


def columns(points: Sequence[Point], targets: Sequence[Point]) -> dict[str, Decimal]:
    """Where each year stands, in per cent from the left."""
    years = sorted({str(year) for year, _value in [*points, *targets]})
    room = RIGHT - LEFT
    if len(years) == 1:
        return {years[0]: LEFT + room / 2}
    return {year: LEFT + room * place / (len(years) - 1) for place, year in enumerate(years)}


def present(points: Sequence[Point]) -> dict[str, Decimal]:
    return {str(year): value for year, value in points if value is not None}


def lines(values: dict[str, Decimal], across: dict[str, Decimal], scale: Scale) -> list[Segment]:
    """Segments between neighbouring years; a year without a value leaves a gap."""
    places = {
        year: (share(across[year]), rem(scale.down(values[year])))
        for year in across
        if year in values
    }
    return [
        Segment(*places[one], *places[two])
        for one, two in pairwise(across)
        if one in places and two in places
    ]


def trend(points: Sequence[Point], targets: Sequence[Point] = ()) -> Trend:
    """Labels keep clear of the other line: a value below its target is written under the dot."""
    facts, plans = present(points), present(targets)
    scale = Scale.over([*facts.values(), *plans.values()])
    across = columns(points, targets)
    last_plan = max(plans, default="")

    def dot(year: str, value: Decimal, *, above: bool, labelled: bool = True) -> Dot:
        place = scale.down(value)
        label = rem(place + (LABEL_UP if above else LABEL_DOWN))
        return Dot(share(across[year]), rem(place), short_decimal_words(value), label, labelled)

    def under(year: str) -> bool:
        return year in plans and year in facts and facts[year] < plans[year]

    years = [Tick(share(place), rem(YEARS), year) for year, place in across.items()]
    plan_dots = [
        dot(year, value, above=under(year) or year not in facts, labelled=year == last_plan)
        for year, value in plans.items()
    ]
    return Trend(
        years=years,
        ticks=scale.ticks(),
        facts=[dot(year, value, above=not under(year)) for year, value in facts.items()],
        plans=plan_dots,
        fact_lines=lines(facts, across, scale),
        plan_lines=lines(plans, across, scale),
    )


def trend_words(points: Sequence[Point], targets: Sequence[Point] = ()) -> str:
    """The chart read aloud."""
    facts, plans = present(points), present(targets)
    parts = []
    for year in columns(points, targets):
        fact = short_decimal_words(facts[year]) if year in facts else _("нет данных")
        plan = _(", план %s") % short_decimal_words(plans[year]) if year in plans else ""
        parts.append(f"{year}: {fact}{plan}")
    return "; ".join(parts) + "."


def room_for(*values: Decimal | None) -> Decimal:
    """The full length of a bar: 100 for what fits into per cent, else the largest value."""
    most = max((value for value in values if value is not None), default=Decimal(0))
    return max(most, Decimal(1)) if most > 100 or most <= 0 else Decimal(100)  # noqa: PLR2004 - per cent


def part(value: Decimal | None, whole: Decimal) -> str:
    filled = min(max(value or Decimal(0), Decimal(0)), whole)
    return share(filled / whole * 100)


def falls_short(value: Decimal | None, target: Decimal | None, better: str) -> bool:
    if value is None or target is None:
        return False
    return value < target if better == "up" else value > target


def bullet(
    value: Decimal | None,
    target: Decimal | None,
    better: str = "up",
    maximum: Decimal | None = None,
) -> Bullet:
    whole = maximum or room_for(value, target)
    fact = short_decimal_words(value) if value is not None else _("нет данных")
    plan = short_decimal_words(target) if target is not None else _("не задан")
    return Bullet(
        width=part(value, whole),
        target=part(target, whole) if target is not None else None,
        behind=falls_short(value, target, better),
        words=_("Факт: {fact}. План: {plan}.").format(fact=fact, plan=plan),
    )


def bars(rows: Sequence[BarRow], maximum: Decimal | None = None) -> list[Bar]:
    """Rows of (label, value) or (label, value, target)."""
    triples = [(str(row[0]), figure(row, 1), figure(row, 2)) for row in rows]
    whole = maximum or room_for(*[number for _label, *pair in triples for number in pair])
    return [
        Bar(
            label=label,
            words=short_decimal_words(value) if value is not None else DASH,
            width=part(value, whole),
            target=part(target, whole) if target is not None else None,
            target_words=short_decimal_words(target) if target is not None else "",
        )
        for label, value, target in triples
    ]


def figure(row: BarRow, place: int) -> Decimal | None:
    value = row[place] if len(row) > place else None
    return None if value is None else Decimal(value)
