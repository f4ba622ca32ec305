"""Pieces of the tables of reported values."""

from collections.abc import Mapping
from typing import Any

from django import template

from rostok.indicators.reported.rows import FormRow
from rostok.indicators.reported.shapes import figures_words

register = template.Library()


@register.inclusion_tag("indicators/reported/_row.html")
def form_row(row: FormRow, can_type: bool, head: str = "indicator") -> dict[str, Any]:
    """A row with its cell; headed by its indicator or by its unit."""
    number = f"{row.number}. " if row.number else ""
    by_unit = head == "unit"
    return {
        "row": row,
        "can_type": can_type,
        "key": f"{row.form.pk}:{row.code}",
        "head": str(row.form.unit) if by_unit else f"{number}{row.indicator.title}",
        "note": "",
    }


@register.simple_tag
def cell_words(row: FormRow) -> str:
    return figures_words(row.indicator, row.figures)


@register.simple_tag
def title_from(titles: Mapping[str, str], code: str) -> str:
    return titles.get(code, code)
