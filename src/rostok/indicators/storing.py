"""The tables of stored values: derived rows, replaced whole, with no rule of their own."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from rostok.indicators.asking import question_about
from rostok.indicators.catalogue import indicators_of
from rostok.indicators.computing import Answer, Sheet, Standing, standings_of
from rostok.indicators.models import IndicatorValue, ReportedTotal
from rostok.indicators.reported.book import COMPUTED, ReportBook
from rostok.kernel.locks import lock
from rostok.orgs.models import OrgUnit, System

BATCH = 4000
KEY = ["system", "year", "code", "unit"]
COUNTED_BY_FACTS = frozenset({"computed_numerator", "computed_denominator", "computed_value"})


@transaction.atomic
def replace_values(system: System, fresh: list[Standing], **which: Any) -> None:
    """Old values out and new ones in, one writer of a system at a time."""
    lock(system)
    for model in (IndicatorValue, ReportedTotal):
        stored: QuerySet[Any] = model.objects.filter(system=system, **which)
        stored._raw_delete(stored.db)  # nothing points at a value
    IndicatorValue.objects.bulk_create([one.value for one in fresh], batch_size=BATCH)
    beside = [one.reported for one in fresh if one.reported is not None]
    ReportedTotal.objects.bulk_create(beside, batch_size=BATCH)


def recompute_code(*, system: System, code: str, year: int) -> None:
    """Stored values of one indicator again: its target or its source has changed."""
    recompute_codes(system=system, codes=[code], year=year)


def recompute_codes(*, system: System, codes: Iterable[str], year: int) -> None:
    wanted = list(codes)
    fresh = list(standings_of(system, year, codes=wanted))
    replace_values(system, fresh, year=year, code__in=wanted)


def refresh_reported(*, system: System, year: int, unit: OrgUnit, codes: Iterable[str]) -> None:
    """After a report of one unit: only it and the territories above it, facts not counted again.

    What the line alone can't settle (the first report, a cell emptied) is recomputed whole.
    """
    locked = lock(system)
    sheet = Sheet.of(locked, year)
    sheet.reports[year] = ReportBook.of(locked, year, codes)
    above = line_of(sheet, unit)
    known = known_codes(locked, year)
    settled: list[Standing] = []
    whole: list[str] = []
    for indicator in indicators_of(locked, year):
        if indicator.code in codes:
            question = question_about(locked, indicator, year)
            answer = Answer.with_counts(sheet, question, sheet.tree, {})
            given = all(answer.is_given(unit_id) for unit_id in above)
            if given and known.get(indicator.code) == answer.source:
                settled += [answer.standing(unit_id) for unit_id in above]
            else:
                whole.append(indicator.code)
    put_standings(settled)
    if whole:
        recompute_codes(system=locked, codes=whole, year=year)


def known_codes(system: System, year: int) -> dict[str, str]:
    """Code → official source of the stored values of indicators that were known as reported."""
    stored = IndicatorValue.objects.filter(system=system, year=year, unit=system.root)
    return dict(stored.filter(units_sent__isnull=False).values_list("code", "source"))


def line_of(sheet: Sheet, unit: OrgUnit) -> list[int]:
    """The unit and what stood above it, up to the system's root; none where it came later."""
    node = sheet.tree.by_id.get(unit.pk)
    found = [node.id] if node else []
    while node and node.id != sheet.tree.root and node.parent is not None:
        node = sheet.tree.by_id[node.parent]
        found.append(node.id)
    return found


def put_standings(standings: list[Standing]) -> None:
    """Values of reported indicators, and totals whose computed side stays as it was."""
    put(IndicatorValue, [one.value for one in standings if one.value.source != COMPUTED])
    beside = [one.reported for one in standings if one.reported is not None]
    put(ReportedTotal, beside, kept=COUNTED_BY_FACTS)


def put(model: Any, rows: list[Any], kept: frozenset[str] = frozenset()) -> None:
    named = [field.name for field in model._meta.fields if not field.primary_key]
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=[name for name in named if name not in KEY and name not in kept],
    )
