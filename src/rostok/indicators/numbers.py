"""Decimal arithmetic of indicators: half-up, a zero base is undefined, states against targets."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

from rostok.indicators.formula import Count, Made, Milestone, Ratio, Share
from rostok.indicators.models import ValueState
from rostok.indicators.tree import Vector

ARITHMETIC = Context(prec=28, rounding=ROUND_HALF_UP)
HUNDRED = Decimal(100)
KEPT = Decimal("1e-10")


class Outcome(NamedTuple):
    """What the counts of a unit come to; a value of None is «не определено»."""

    numerator: int | None
    denominator: int | None
    value: Decimal | None


def divided(numerator: int, denominator: int, times: Decimal = Decimal(1)) -> Decimal | None:
    """Unrounded to ten places; None over a zero base."""
    if denominator == 0:
        return None
    exact = ARITHMETIC.divide(Decimal(numerator) * times, Decimal(denominator))
    return exact.quantize(KEPT, context=ARITHMETIC)


def outcome_of(formula: Made, counts: Vector) -> Outcome:
    """The value of a formula from the counts of its sets, in the order the engine takes them."""
    if isinstance(formula, Share):
        numerator, denominator = counts
        return Outcome(numerator, denominator, divided(numerator, denominator, HUNDRED))
    if isinstance(formula, Ratio):
        numerator, denominator = counts
        return Outcome(numerator, denominator, divided(numerator, denominator))
    if isinstance(formula, Count):
        return Outcome(counts[0], None, Decimal(counts[0]))
    if isinstance(formula, Milestone):
        reached = sum(1 for count in counts if count)
        return Outcome(reached, len(counts), Decimal(int(reached == len(counts))))
    raise TypeError(f"{type(formula).__name__} is not counted")


def rounded(value: Decimal, decimals: int = 1) -> Decimal:
    """Half-up, for showing; order and comparison use the unrounded value."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=ARITHMETIC)


def state_of(
    value: Decimal | None, target: Decimal | None, better: str, limits: Mapping[str, Any]
) -> ValueState:
    """How a value stands to its target; `close_within` is in percent of the target."""
    if value is None:
        return ValueState.UNDEFINED
    if target is None:
        return ValueState.NO_TARGET
    lead = value - target if better == "up" else target - value
    if lead >= 0:
        return ValueState.MET
    near = abs(target) * Decimal(str(limits.get("close_within", 0))) / HUNDRED
    return ValueState.CLOSE if -lead <= near else ValueState.BEHIND


__all__ = ["Outcome", "divided", "outcome_of", "rounded", "state_of"]
