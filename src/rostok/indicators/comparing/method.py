"""The method an indicator is counted by: what two moments must share to be counted alike."""

from dataclasses import replace
from typing import Any

from rostok.indicators.asking import Question, question_about

SHOWN_ONLY = frozenset({"close_within", "min_group"})


def method_of(question: Question) -> dict[str, Any]:
    """Formula, period, the rule of the base date and the limits, but those that only show."""
    indicator = question.indicator
    limits = {key: value for key, value in question.limits.items() if key not in SHOWN_ONLY}
    return {
        "formula": indicator.value.model_dump(mode="json", by_alias=True),
        "period": indicator.period,
        "since": indicator.since,
        "base_date": indicator.base_date,
        "limits": dict(sorted(limits.items())),
    }


def by_method_of(earlier: Question, later: Question) -> Question:
    """The earlier year asked by the later year's method."""
    question = question_about(earlier.system, later.indicator, earlier.year, version=later.version)
    return replace(question, limits=later.limits)
