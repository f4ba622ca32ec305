"""How long qualification categories last: the rule of 2023 and the one before it."""

from datetime import date

from rostok.staff.models import CategoryLevel

ATTESTED = (CategoryLevel.FIRST, CategoryLevel.HIGHEST)
BY_HIGHEST = (CategoryLevel.METHODIST, CategoryLevel.MENTOR)
WITHOUT_TERM_FROM = date(2023, 9, 1)
YEARS_BEFORE = 5


def usual_end(level: str, start: date) -> date | None:
    """The first day without the category: five years for those given before 1 September 2023."""
    if level not in ATTESTED or start >= WITHOUT_TERM_FROM:
        return None
    try:
        return start.replace(year=start.year + YEARS_BEFORE)
    except ValueError:
        return date(start.year + YEARS_BEFORE, 3, 1)
