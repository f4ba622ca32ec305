"""The table of stored values: derived rows, replaced whole, with no rule of their own."""

from django.db import transaction
from django.db.models import QuerySet

from rostok.indicators.computing import computed_values
from rostok.indicators.models import IndicatorValue
from rostok.kernel.locks import lock
from rostok.orgs.models import System

BATCH = 4000


@transaction.atomic
def replace_values(
    system: System, stored: QuerySet[IndicatorValue], fresh: list[IndicatorValue]
) -> None:
    """Old values out and new ones in, one writer of a system at a time."""
    lock(system)
    stored._raw_delete(stored.db)  # nothing points at a value
    IndicatorValue.objects.bulk_create(fresh, batch_size=BATCH)


def recompute_code(*, system: System, code: str, year: int) -> None:
    """Stored values of one indicator again: its target has changed."""
    stored = IndicatorValue.objects.filter(system=system, year=year, code=code)
    replace_values(system, stored, list(computed_values(system, year, codes=[code])))
