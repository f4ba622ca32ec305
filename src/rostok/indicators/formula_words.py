"""A formula said in Russian, by the titles of its measures."""

from collections.abc import Mapping
from typing import Any

from rostok.indicators.formula import (
    AllOf,
    AnyOf,
    Count,
    Made,
    MemberSet,
    Milestone,
    Named,
    Ratio,
    Reported,
    Share,
)
from rostok.kernel.measures import measures

Titles = Mapping[str, Any]


def title_of(name: str, planned: Titles) -> str:
    """The title of a measure, published or planned."""
    found = measures.find(name) or planned.get(name)
    return found.title if found else name


def set_words(item: MemberSet, planned: Titles) -> str:
    if isinstance(item, Named):
        return f"«{title_of(item.measure, planned)}»"
    if isinstance(item, AnyOf):
        return " или ".join(set_words(part, planned) for part in item.any)
    if isinstance(item, AllOf):
        return " и одновременно ".join(set_words(part, planned) for part in item.all)
    return f"{set_words(item.first, planned)}, кроме {set_words(item.without, planned)}"


def formula_words(formula: Made, planned: Titles) -> str:
    """One sentence that says what is divided by what."""
    if isinstance(formula, Share):
        return (
            f"{set_words(formula.of, planned)} — доля среди "
            f"{set_words(formula.base, planned)}, в процентах"
        )
    if isinstance(formula, Ratio):
        return f"{set_words(formula.of, planned)} на одного из {set_words(formula.per, planned)}"
    if isinstance(formula, Count):
        return f"число: {set_words(formula.of, planned)}"
    if isinstance(formula, Milestone):
        parts = "; ".join(set_words(part, planned) for part in formula.all)
        return f"«да», когда есть всё: {parts}"
    if isinstance(formula, Reported):
        return f"сообщается: {formula.numerator}"
    raise TypeError(f"{formula!r} has no words")
