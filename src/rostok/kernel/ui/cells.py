"""Cells of tables: those that are more than a word, and the tags around all of them."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import django_tables2 as tables
from django.template import Context, engines
from django.template.base import render_value_in_context
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import utils


class CellColumn(tables.TemplateColumn):
    """A cell with markup of its own: it sees `record` and `value`, nothing of the page around it.

    The library's own column asks for the menu, the roles and the rest of the page's context again
    in each cell, and parses its markup each time.
    """

    def render(self, record: Any, value: Any, **_kwargs: Any) -> str:
        template = compiled(self.template_code, self.template_name)
        return str(template.render(Context({"record": record, "value": value})))


@cache
def compiled(code: str | None, name: str | None) -> Any:
    """The parsed markup, by its text or by the name of its file."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return engine.from_string(code) if code else engine.get_template(name)


Signature = tuple[tuple[str, ...], str | None]
inspected = utils.signature


@lru_cache(maxsize=1024)
def signature_of(function: Any) -> Signature:
    found: Signature = inspected(function)
    return found


def signature(function: Any) -> Signature:
    """What a function of a column asks for; that of a method is the same in every table."""
    method = getattr(function, "__func__", None)
    if method is None:
        return signature_of(function)
    names, rest = signature_of(method)
    return names[1:], rest


def inspect_once() -> None:
    """Let the library look at the function of a column once: it does so for each cell."""
    utils.signature = signature


def openings_of(table: tables.Table) -> list[SafeString]:
    """The tag before a cell of each column, made once for all rows; no cell has its own classes.

    The library works the attributes of a column out again for each cell.
    """
    return [
        format_html("<td {}>", utils.AttributeDict(attributes_of(column)).as_html())
        for column in table.columns
    ]


def attributes_of(column: Any) -> dict[str, Any]:
    return {**column.attrs["td"], "data-label": strip_tags(column.header)}


def cells_of(row: Any, openings: Sequence[SafeString], context: Context) -> SafeString:
    """The cells of a row as a template would write them."""
    cells = (
        f"{tag}{render_value_in_context(cell, context)}</td>"
        for tag, cell in zip(openings, row, strict=True)
    )
    return mark_safe("".join(cells))
