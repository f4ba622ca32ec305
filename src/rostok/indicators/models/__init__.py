"""Targets, values as last computed, and what units report."""

from rostok.indicators.models.reported import (
    CellChange,
    CellComment,
    Collected,
    DataForm,
    FormState,
    Level,
    ReportedTotal,
    ReportedValue,
    SourceChoice,
)
from rostok.indicators.models.values import (
    HIDDEN,
    IndicatorValue,
    Target,
    ValueState,
    state_words,
)

__all__ = [
    "HIDDEN",
    "CellChange",
    "CellComment",
    "Collected",
    "DataForm",
    "FormState",
    "IndicatorValue",
    "Level",
    "ReportedTotal",
    "ReportedValue",
    "SourceChoice",
    "Target",
    "ValueState",
    "state_words",
]
