"""What is believable of a date of birth."""

from datetime import date

from rostok.kernel.errors import RuleViolation
from rostok.kernel.periods import years_before

YOUNGEST = 14
OLDEST = 100


def years_between(first: date, day: date) -> int:
    """Full years from a date to a day: the age, the length of service."""
    years = day.year - first.year
    return years if years_before(day, years) >= first else years - 1


def refuse_unlikely_birth_date(birth_date: date, on: date) -> None:
    """Refused: younger than 14 or older than 100 on the day."""
    if not YOUNGEST <= years_between(birth_date, on) <= OLDEST:
        text = f"Проверьте дату рождения: возраст должен быть от {YOUNGEST} до {OLDEST} лет."
        raise RuleViolation(text, {"birth_date": text})
