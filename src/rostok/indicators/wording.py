"""How values and targets of indicators are said in Russian."""

from decimal import Decimal

from rostok.kernel.ui.formats import (
    DASH,
    NBSP,
    count_words,
    decimal_words,
    percent_words,
    short_decimal_words,
)

PEOPLE = "человек,человека,человек"
UNIT_WORDS = {
    "percent": "процент",
    "people": "человек",
    "people_per_methodist": "человек на одного методиста",
    "yes_no": "да / нет",
    "count": "единиц",
}
UNIT_SHORT = {"percent": "%", "people": "чел.", "people_per_methodist": "чел."}


def value_words(value: Decimal | None, unit: str) -> str:
    """«72,5 %», «833 чел.», «да»; an absent value is a dash."""
    if value is None:
        return DASH
    if unit == "percent":
        return percent_words(value)
    if unit == "yes_no":
        return "да" if value else "нет"
    places = 1 if unit == "people_per_methodist" else 0
    short = UNIT_SHORT.get(unit, "")
    return decimal_words(value, places) + (f"{NBSP}{short}" if short else "")


def target_words(target: Decimal | None, unit: str, better: str | None) -> str:
    """«не менее 30 %», «не более 250 чел.», «да»."""
    if target is None:
        return DASH
    if unit == "yes_no":
        return "да"
    words = value_words(target, unit).replace(f",0{NBSP}", NBSP)
    return f"не{NBSP}{'более' if better == 'down' else 'менее'} {words}"


def change_words(change: Decimal) -> str:
    """«+0,7», «−2», «без изменений»."""
    words = short_decimal_words(change)
    if words in {"0", "−0"}:
        return "без изменений"
    return f"+{words}" if change > 0 else words


def difference_words(change: Decimal, unit: str) -> str:
    """«разница −6,8 п. п.» of two sources, «совпадает» where there is none."""
    words = change_words(change)
    if words == "без изменений":
        return "совпадает"
    return f"разница {words}{NBSP}п.{NBSP}п." if unit == "percent" else f"разница {words}"


def counts_words(numerator: int | None, denominator: int | None) -> str:
    """«216 из 833»; only the base where the numerator has no source."""
    if denominator is None:
        return ""
    return f"основание: {denominator}" if numerator is None else f"{numerator} из {denominator}"


def people_words(number: int) -> str:
    return count_words(number, PEOPLE)
