"""Russian figures and dates for people: decimal comma, half-up rounding, non-breaking spaces."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone
from django.utils.dateformat import format as format_date

from rostok.kernel import text

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "—"

Figure = Decimal | int | float | str


def as_decimal(value: object) -> Decimal | None:
    """A number given in any way; None when it is none."""
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def decimal_words(value: object, places: int = 1) -> str:
    """«12 345,7»; no number is a dash."""
    number = as_decimal(value)
    if number is None:
        return DASH
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):,f}".partition(".")
    sign = MINUS if rounded < 0 else ""
    return sign + whole.replace(",", NBSP) + (f",{fraction}" if fraction else "")


def short_decimal_words(value: object, places: int = 1) -> str:
    """As `decimal_words` without idle zeros: «72,5», but «80»."""
    words = decimal_words(value, places)
    return words.rstrip("0").rstrip(",") if "," in words else words


def percent_words(value: object, places: int = 1) -> str:
    words = decimal_words(value, places)
    return words if words == DASH else f"{words}{NBSP}%"


def date_words(value: object) -> str:
    """«5 марта 2026 г.»; an instant is shown by its local day."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if not isinstance(value, date):
        return DASH
    return format_date(value, f"j{NBSP}E{NBSP}Y{NBSP}г.")


def count_words(value: object, forms: str) -> str:
    """«5 человек» of a number and three forms «человек,человека,человек»."""
    number = as_decimal(value)
    if number is None:
        return DASH
    one, few, many = (form.strip() for form in forms.split(","))
    word = few if number % 1 else text.plural(int(number), one, few, many)
    return f"{short_decimal_words(number)}{NBSP}{word}"


def iso_moment(value: object) -> str:
    """A date or instant as typed or localised, in the form `<input type=date>` wants."""
    words = str(value or "").strip()
    day, _, clock = words.partition(" ")
    parts = day.split(".")
    if len(parts) == 3 and all(part.isdigit() for part in parts):  # noqa: PLR2004 - day, month, year
        day = f"{parts[2]:0>4}-{parts[1]:0>2}-{parts[0]:0>2}"
    return f"{day}T{clock}" if clock else day


def term_words(due: date, today: date) -> str:
    """«срок сегодня», «срок 5 марта 2026 г., через 3 дня», «срок прошёл 2 дня назад»."""
    left = (due - today).days
    if left == 0:
        return "срок сегодня"
    if left == 1:
        return "срок завтра"
    if left < 0:
        return f"срок прошёл {count_words(-left, DAYS)} назад"
    return f"срок {date_words(due)}, через {count_words(left, DAYS)}"


DAYS = "день,дня,дней"
