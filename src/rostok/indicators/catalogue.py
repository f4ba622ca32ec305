"""The indicators of a system: its regulation's, then the context ones every service asks for."""

from datetime import date

from django.http import Http404

from rostok.indicators.asking import FIRST_YEAR, target_years
from rostok.indicators.pack import ContextIndicator, Indicator, Indicators
from rostok.orgs.models import System


def indicators_of(system: System, year: int | None = None) -> list[ContextIndicator]:
    """Passports in printed order, context ones last: of today, or by the method of a year's end."""
    version = system.version_on(date(year, 12, 31)) if year else system.current_version
    section = version.read.find(Indicators)
    return [*section.indicators, *section.context] if section else []


def indicator_of(system: System, code: str, year: int | None = None) -> ContextIndicator:
    """One passport by its code, else 404."""
    for indicator in indicators_of(system, year):
        if indicator.code == code:
            return indicator
    raise Http404(f"Нет показателя «{code}».")


def is_context(indicator: ContextIndicator) -> bool:
    return not isinstance(indicator, Indicator)


def years_of(system: System) -> list[int]:
    """Years a page offers: those with targets, and each from the first to the current one."""
    this_year = system.today.year
    targets = {year for indicator in indicators_of(system) for year in target_years(indicator)}
    return sorted(targets | set(range(min({FIRST_YEAR, *targets}), this_year + 1)))


def default_year(system: System) -> int:
    """The last year with targets that has begun; the current one where there are none."""
    this_year = system.today.year
    years = {year for indicator in indicators_of(system) for year in target_years(indicator)}
    return max((year for year in years if year <= this_year), default=this_year)
