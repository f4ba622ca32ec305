"""Cells of tables that are more than a word."""

from functools import cache
from typing import Any

import django_tables2 as tables
from django.template import Context, engines


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
