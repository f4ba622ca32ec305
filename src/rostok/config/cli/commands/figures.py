"""Indicators of a system, and who stands behind a number."""

from argparse import Namespace
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from rostok.config.cli.lookups import system_by_key
from rostok.config.cli.output import Answer, Row, table
from rostok.indicators import console
from rostok.indicators.models import state_words
from rostok.kernel.access import installation

FIGURES = ("numerator", "denominator", "value", "target")
TENTH = Decimal("0.1")


def show_indicators(options: Namespace) -> Answer:
    found = console.indicator_rows(
        installation(),
        system_by_key(options.system),
        options.year,
        on=options.on,
        org=options.org,
        level=options.level,
    )
    answer = answered(found, [with_figures(row) for row in found.rows])
    return replace(answer, lines=table([in_words(row) for row in found.rows]))


def explain_number(options: Namespace) -> Answer:
    system = system_by_key(options.system)
    found = console.explain_rows(
        installation(), system, options.year, options.code, on=options.on, org=options.org
    )
    return answered(found, found.rows)


def answered(found: console.Answer, rows: list[Row]) -> Answer:
    return Answer(rows, system=found.system, year=found.year, on=found.on, version=found.version)


def with_figures(row: Row) -> Row:
    """Figures as decimal strings, as they were computed."""
    return {name: figure(value) if name in FIGURES else value for name, value in row.items()}


def figure(value: Any) -> str | None:
    return None if value is None else format(Decimal(value).normalize(), "f")


def in_words(row: Row) -> Row:
    """For people: one decimal place, the state by its word."""
    words = {"state": state_words(row["state"])}
    return {name: rounded(value) for name, value in row.items()} | words


def rounded(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return value.quantize(TENTH, ROUND_HALF_UP) if value % 1 else value.quantize(Decimal(1))
