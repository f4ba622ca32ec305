"""A change between two moments as three terms that add up exactly: method, people, facts.

The way from the earlier value to the later one is walked in three steps, and each term is one step:

    earlier → the same day by the later method → the later people, who stayed with their earlier
    facts → later

The order is fixed: another order would give other terms of the same sum.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from rostok.indicators.numbers import divided

HUNDRED = Decimal(100)
Ids = frozenset[int] | set[int]


@dataclass(frozen=True)
class Sets:
    """The members of an indicator: of its base (of a ratio, what it is taken per) and counted.

    In a share the counted are of the base. Without a base the counted are the whole.
    """

    counted: Ids
    base: Ids | None = None

    def value(self, kind: str) -> Decimal | None:
        return value_of(kind, len(self.counted), len(self.base or ()))


def value_of(kind: str, counted: int, base: int) -> Decimal | None:
    """By the engine's arithmetic: `share` in percent, `ratio` a quotient, else a number."""
    if kind == "share":
        return divided(counted, base, HUNDRED)
    return divided(counted, base) if kind == "ratio" else Decimal(counted)


@dataclass(frozen=True)
class Movement:
    """Who stands behind each term."""

    entered: Ids = frozenset()
    left: Ids = frozenset()
    gained: Ids = frozenset()
    lost: Ids = frozenset()
    method_in: Ids = frozenset()
    method_out: Ids = frozenset()


@dataclass(frozen=True)
class Split:
    """The terms, in percentage points for shares and in units else; their sum is `whole`."""

    whole: Decimal
    method: Decimal
    people: Decimal
    facts: Decimal
    moved: Movement = field(default_factory=Movement)

    @property
    def terms(self) -> tuple[Decimal, Decimal, Decimal]:
        return self.people, self.facts, self.method


def split_share(earlier: Sets, by_method: Sets, later: Sets) -> Split | None:
    """A share's change; None where the base of either end is empty.

    Who stays keeps the earlier facts at the middle step, who enters comes with the later ones.
    """
    then, now = within_base(by_method), within_base(later)
    base_then, base_now = then.base or frozenset(), now.base or frozenset()
    kept, brought = then.counted & base_now, now.counted - base_then
    middle = value_of("share", len(kept) + len(brought), len(base_now))
    moved = Movement(
        entered=base_now - base_then,
        left=base_then - base_now,
        gained=(now.counted & base_then) - then.counted,
        lost=kept - now.counted,
        **by_method_alone(earlier, by_method),
    )
    return walked(
        [earlier.value("share"), by_method.value("share"), middle], later.value("share"), moved
    )


def split_ratio(earlier: Sets, by_method: Sets, later: Sets) -> Split | None:
    """A ratio's change: of those it is taken per first, then of those it counts."""
    middle = Sets(by_method.counted, later.base)
    steps = [earlier.value("ratio"), by_method.value("ratio"), middle.value("ratio")]
    per_then, per_now = by_method.base or frozenset(), later.base or frozenset()
    moved = Movement(
        entered=per_now - per_then,
        left=per_then - per_now,
        gained=later.counted - by_method.counted,
        lost=by_method.counted - later.counted,
        **by_method_alone(earlier, by_method),
    )
    return walked(steps, later.value("ratio"), moved)


def split_count(earlier: Sets, by_method: Sets, later: Sets) -> Split | None:
    """A count's change: whoever is counted is its people, so no term is left for facts."""
    now, then = later.counted, by_method.counted
    steps = [earlier.value("count"), by_method.value("count"), later.value("count")]
    moved = Movement(entered=now - then, left=then - now, **by_method_alone(earlier, by_method))
    return walked(steps, later.value("count"), moved)


SPLITS = {"share": split_share, "ratio": split_ratio, "count": split_count}


def by_method_alone(earlier: Sets, by_method: Sets) -> dict[str, Ids]:
    """Who starts and ceases to count, or to be of the base, by the method alone."""
    if earlier is by_method:
        return {}
    then, now = earlier.counted, by_method.counted
    base_then, base_now = earlier.base or frozenset(), by_method.base or frozenset()
    return {
        "method_in": (now - then) | (base_now - base_then),
        "method_out": (then - now) | (base_then - base_now),
    }


def walked(
    steps: Iterable[Decimal | None], end: Decimal | None, moved: Movement | None = None
) -> Split | None:
    """Terms of the way from the first step through two others to the end.

    A step without a value (the later method leaves nobody in the earlier base) is passed over: its
    term goes to the step before it. Without a value at either end there is nothing to split.
    """
    first, method, people = steps
    if first is None or end is None:
        return None
    people = end if people is None else people
    method = people if method is None else method
    return Split(
        whole=end - first,
        method=method - first,
        people=people - method,
        facts=end - people,
        moved=moved or Movement(),
    )


def applied(frozen: Sets, live_old: Sets, live_new: Sets) -> Sets:
    """The frozen members as the later method sees them.

    Only what differs between the two methods, asked of the same day and the same data, is applied:
    what was corrected in the data since then is no change of the method.
    """
    base = None
    if frozen.base is not None:
        base = changed(frozen.base, live_old.base or (), live_new.base or ())
    counted = changed(frozen.counted, live_old.counted, live_new.counted)
    return Sets(counted, base)


def all_by_method(whole: Decimal) -> Split:
    """A change of which nothing can be told apart from the method."""
    zero = whole - whole
    return Split(whole=whole, method=whole, people=zero, facts=zero)


def within_base(sets: Sets) -> Sets:
    """A share counts nobody outside its base."""
    return sets if sets.base is None else Sets(sets.counted & sets.base, sets.base)


def changed(frozen: Ids, old: Iterable[int], new: Iterable[int]) -> Ids:
    was, now = set(old), set(new)
    return (set(frozen) | (now - was)) - (was - now)


def rounded_together(whole: Decimal, terms: Iterable[Decimal], places: int = 1) -> list[Decimal]:
    """Terms rounded for print so that they add up to the rounded whole (largest remainder)."""
    unit = Decimal(1).scaleb(-places)
    exact = list(terms)
    down = [term.quantize(unit, rounding="ROUND_FLOOR") for term in exact]
    short = int((whole.quantize(unit, rounding=ROUND_HALF_UP) - sum(down)) / unit)
    by_remainder = sorted(range(len(exact)), key=lambda at: down[at] - exact[at])
    for at in by_remainder[: max(short, 0)]:
        down[at] += unit
    return down
