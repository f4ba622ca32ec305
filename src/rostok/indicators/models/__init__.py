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
from rostok.indicators.models.values import IndicatorValue, Target, ValueState

__all__ = [
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
]
