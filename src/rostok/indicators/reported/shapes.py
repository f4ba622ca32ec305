"""What a cell of an indicator holds, how typed text is read, and what is impossible in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from rostok.indicators.formula import Reported
from rostok.indicators.numbers import HUNDRED, Outcome, divided
from rostok.indicators.pack import ContextIndicator
from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular import CellError, is_blank
from rostok.kernel.text import clean, norm
from rostok.kernel.ui.formats import decimal_words, percent_words, short_decimal_words

LARGEST = 10_000_000
PLACES = 4
DIGITS = 18
NO_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'")
YES, NO = {"да", "1", "+", "yes", "есть"}, {"нет", "0", "no"}
NOTHING_TYPED = "не заполнено"


class Shape(StrEnum):
    """Two counts, one plain number, «да» or «нет»."""

    COUNTS = "counts"
    NUMBER = "number"
    YES_NO = "yes_no"


def shape_of(indicator: ContextIndicator) -> Shape:
    if indicator.unit == "yes_no":
        return Shape.YES_NO
    lone = isinstance(indicator.value, Reported) and indicator.value.denominator is None
    divides = indicator.unit in {"percent", "people_per_methodist"} and not lone
    return Shape.COUNTS if divides else Shape.NUMBER


def is_summed(indicator: ContextIndicator) -> bool:
    """Whether plain numbers of parts add up; percents and loads without counts do not."""
    return shape_of(indicator) != Shape.NUMBER or indicator.unit in {"people", "count"}


@dataclass(frozen=True)
class Figures:
    """The numbers of a cell. `value` beside empty counts is a percent as printed."""

    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        return self == Figures()


def figures_of(cell: Any) -> Figures:
    return Figures(cell.numerator, cell.denominator, plain(cell.value))


def plain(value: Decimal | None) -> Decimal | None:
    """Without idle zeros, so that 5 and 5.0000 are one."""
    return None if value is None else Decimal(value).quantize(Decimal("0.0001")).normalize()


def outcome_of_cell(indicator: ContextIndicator, figures: Figures) -> Outcome:
    """What a cell comes to; a value of None with both counts is a zero base."""
    shape = shape_of(indicator)
    if shape == Shape.COUNTS and figures.value is None:
        return counts_outcome(indicator, figures.numerator, figures.denominator)
    if shape == Shape.YES_NO and figures.value is not None:
        return Outcome(int(figures.value), 1, figures.value)
    if figures.value is not None and indicator.unit in {"people", "count"}:
        return Outcome(int(figures.value), None, figures.value)
    return Outcome(None, None, figures.value)


def counts_outcome(
    indicator: ContextIndicator, numerator: int | None, denominator: int | None
) -> Outcome:
    if numerator is None or denominator is None:
        return Outcome(numerator, denominator, None)
    times = HUNDRED if indicator.unit == "percent" else Decimal(1)
    return Outcome(numerator, denominator, divided(numerator, denominator, times))


def is_filled(indicator: ContextIndicator, figures: Figures) -> bool:
    """Whether nothing is missing: both counts, or the number."""
    if figures.value is not None:
        return True
    both = figures.numerator is not None and figures.denominator is not None
    return shape_of(indicator) == Shape.COUNTS and both


def read_figures(indicator: ContextIndicator, typed: Mapping[str, Any]) -> Figures:
    """Numbers as people type them: «1 234», «72,5». Refused with the phrase at its field.

    Refused: not a number; negative; people in fractions; absurdly large; a share over 100 %.
    """
    shape = shape_of(indicator)
    if shape == Shape.YES_NO:
        return Figures(value=read_yes_no(typed.get("value")))
    if shape == Shape.NUMBER:
        return Figures(value=read_plain(indicator, typed.get("value")))
    numerator = read_count(typed.get("numerator"), "numerator")
    denominator = read_count(typed.get("denominator"), "denominator")
    percent = None
    if numerator is None and denominator is None:
        percent = read_plain(indicator, typed.get("value"))
    refuse_over_base(indicator, numerator, denominator)
    return Figures(numerator, denominator, percent)


def read_count(typed: Any, field: str) -> int | None:
    number = read_number(typed, field)
    if number is None:
        return None
    if number != number.to_integral_value():
        refuse(field, "Нужно целое число: считаются люди или организации.")
    return int(number)


def read_plain(indicator: ContextIndicator, typed: Any) -> Decimal | None:
    if indicator.unit in {"people", "count"}:
        count = read_count(typed, "value")
        return None if count is None else Decimal(count)
    text = typed.rstrip("% ") if isinstance(typed, str) else typed
    number = read_number(text, "value")
    if number is not None and indicator.unit == "percent" and number > HUNDRED:
        refuse("value", "Доля не бывает больше 100 %.")
    return plain(number)


def read_number(typed: Any, field: str) -> Decimal | None:
    """A finite number from nought to ten million, or nothing for a blank."""
    if typed is None or (isinstance(typed, str) and is_blank(typed)):
        return None
    number = decimal_from(typed, field)
    if number < 0:
        refuse(field, "Число не бывает отрицательным.")
    if number > LARGEST:
        refuse(field, "Число слишком велико. Проверьте, нет ли лишних цифр.")
    return number


def decimal_from(typed: Any, field: str) -> Decimal:
    text = clean(str(typed)).translate(NO_SPACES).replace(",", ".").replace("−", "-")
    if text.endswith("%"):
        refuse(field, "Здесь нужно число, а не процент.")
    try:
        number = Decimal(text) if len(text) <= DIGITS else Decimal("inf")
    except InvalidOperation:
        refuse(field, "Нужно число, например 45.")
    if number.is_nan():
        refuse(field, "Нужно число, например 45.")
    return number


def read_yes_no(typed: Any) -> Decimal | None:
    word = norm(str(typed)) if typed is not None else ""
    if word == "":
        return None
    if word not in YES | NO:
        refuse("value", "Нужно «да» или «нет».")
    return Decimal(int(word in YES))


def refuse_over_base(
    indicator: ContextIndicator, numerator: int | None, denominator: int | None
) -> None:
    if indicator.unit != "percent" or numerator is None or denominator is None:
        return
    if numerator > denominator:
        refuse(
            "numerator",
            f"Числитель больше знаменателя: {numerator} из {denominator}. Доля не бывает больше"
            " 100 %.",
        )


def refuse(field: str, message: str) -> Any:
    raise RuleViolation(message, {field: message})


def as_cell_error(refusal: RuleViolation) -> CellError:
    return CellError("wrong_number", refusal.message)


def figures_words(indicator: ContextIndicator, figures: Figures) -> str:
    """«45 из 60», «72,5 %», «да»; what is missing is named."""
    if figures.is_empty:
        return NOTHING_TYPED
    shape = shape_of(indicator)
    if shape == Shape.YES_NO:
        return "да" if figures.value else "нет"
    if figures.value is not None:
        percent = indicator.unit == "percent"
        return percent_words(figures.value) if percent else short_decimal_words(figures.value, 4)
    return f"{count_words(figures.numerator)} из {count_words(figures.denominator)}"


def count_words(number: int | None) -> str:
    return "…" if number is None else decimal_words(number, 0)
