"""Indicators with targets and formulas, methods of collecting, names of measures to come."""

from rostok.indicators.pack.checks import check_formulas, known_measures
from rostok.indicators.pack.models import (
    BaseIndicators,
    ContextIndicator,
    Indicator,
    Indicators,
    Method,
    Methods,
    OtherReading,
    PlannedMeasure,
    PlannedMeasures,
    StandingTarget,
)
from rostok.indicators.pack.showing import parts_of_indicators, show_indicators, show_methods
from rostok.packs.sections import Section, add_section

__all__ = [
    "BaseIndicators",
    "ContextIndicator",
    "Indicator",
    "Indicators",
    "Method",
    "Methods",
    "OtherReading",
    "PlannedMeasure",
    "PlannedMeasures",
    "StandingTarget",
    "known_measures",
    "parts_of_indicators",
]

add_section(
    Section(
        name="indicators",
        file="indicators.yaml",
        schema=Indicators,
        base=BaseIndicators,
        title="Показатели",
        order=60,
        template="indicators/section_indicators.html",
        show=show_indicators,
        check=check_formulas,
        count=lambda section: len(section.indicators),
        parts=parts_of_indicators,
        kinds={
            "indicator": "показатель",
            "indicator_code": "код показателя (base/indicators.yaml)",
            "group": "группа показателей",
        },
    ),
    origin="indicators",
)
add_section(
    Section(
        name="methods",
        file="methods.yaml",
        schema=Methods,
        title="Методы сбора информации",
        order=70,
        template="indicators/section_methods.html",
        show=show_methods,
        count=lambda section: len(section.methods),
        kinds={"method": "метод"},
    ),
    origin="indicators",
)
add_section(
    Section(
        name="measures",
        file="measures.yaml",
        schema=PlannedMeasures,
        base=PlannedMeasures,
        title="Меры, которые ещё не подключены",
        order=110,
        kinds={"measure": "мера"},
    ),
    origin="indicators",
)
