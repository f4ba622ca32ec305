"""Components and filters of every template (a builtin library)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rostok.kernel.pages import opens
from rostok.kernel.ui import cells, charts, formats, sparks
from rostok.kernel.ui.states import NOTICES, STATES, UNKNOWN

register = template.Library()

register.filter("ru_date", formats.date_words)
register.filter("ru_decimal", formats.decimal_words)
register.filter("percent", formats.percent_words)
register.filter("plural", formats.count_words)
register.filter("iso_moment", formats.iso_moment)


register.filter("opens", opens)


@register.filter
def nbsp(value: object) -> str:
    return str(value).replace(" ", formats.NBSP)


@register.simple_tag
@cache
def icon(name: str, css: str = "icon") -> SafeString:
    """A decoration: the word beside it carries the meaning."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static("kernel/icons.svg"),
        name,
    )


@register.simple_block_tag
def panel(
    content: str, title: str = "", url: str = "", link: str = "", level: int = 2
) -> SafeString:
    """A titled block; `url` and `link` put one link at the right of the title."""
    context = {"content": content, "title": title, "url": url, "link": link, "level": level}
    return render_to_string("kernel/ui/panel.html", context)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    context = {"content": content, "title": title, "kind": kind, "look": NOTICES[kind]}
    return render_to_string("kernel/ui/notice.html", context)


@register.simple_tag
def state(kind: str, text: str = "") -> SafeString:
    """A status as a word with a colour and an icon; an unknown kind is neutral."""
    look = STATES.get(kind, UNKNOWN)
    return format_html(
        '<span class="state {}">{}{}</span>', look.tone, icon(look.icon), text or look.word or kind
    )


def figure_words(value: object) -> object:
    if isinstance(value, int | float | Decimal):
        return formats.short_decimal_words(value)
    return formats.DASH if value in (None, "") else value


@register.inclusion_tag("kernel/ui/figure_card.html")
def figure_card(
    title: str,
    value: object,
    unit: str = "",
    note: str = "",
    url: str = "",
    kind: str = "",
    text: str = "",
) -> dict[str, Any]:
    """A big number. A Decimal is rounded to one place; `kind` and `text` add a status."""
    return {
        "title": title,
        "value": figure_words(value),
        "unit": unit,
        "note": note,
        "url": url,
        "kind": kind,
        "text": text,
    }


@register.simple_block_tag
def facts(content: str) -> SafeString:
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, title: str) -> SafeString:
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", title, content)


@register.simple_block_tag
def table_frame(content: str, caption: str, cards: bool = True, hidden: bool = False) -> SafeString:
    """A table written by hand (thead, tbody); on phones `data-label` cells make cards of it."""
    context = {"content": content, "caption": caption, "cards": cards, "hidden": hidden}
    return render_to_string("kernel/ui/table_frame.html", context)


@register.simple_tag
def cell_openings(table: Any) -> list[SafeString]:
    """For `row_cells`: the tags before the cells of any row of the table."""
    return cells.openings_of(table)


@register.simple_tag(takes_context=True)
def row_cells(context: Context, row: Any, openings: Sequence[SafeString]) -> SafeString:
    return cells.cells_of(row, openings, context)


@register.inclusion_tag("kernel/ui/tabs.html")
def tabs(items: Sequence[Any], title: str = "") -> dict[str, Any]:
    """Links to sibling pages: objects with `title`, `url`, `current` and perhaps `count`."""
    return {"items": items, "title": title}


@register.inclusion_tag("kernel/ui/progress.html")
def progress(value: int, total: int, text: str = "") -> dict[str, Any]:
    return {"value": min(value, total), "total": total or 1, "text": text}


@register.inclusion_tag("kernel/ui/empty.html")
def empty(title: str, text: str = "", url: str = "", link: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "link": link}


@register.inclusion_tag("kernel/ui/copy.html")
def copy_text(key: object, text: str) -> dict[str, Any]:
    """A text to copy by one click; without scripts it is opened and selected. `key` is unique."""
    return {"key": key, "text": text}


def query_of(context: Context, changes: Mapping[str, Any]) -> str:
    """The query string of this page with some values changed; None and «» drop a value."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict("", mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_link(context: Context, **changes: Any) -> str:
    """`href="{% query_link page=2 tab=None %}"` keeps the other values of the address."""
    return query_of(context, changes)


@register.inclusion_tag("kernel/ui/pager.html", takes_context=True)
def pager(context: Context, page_obj: Page[Any], name: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; nothing when there is one page."""
    pages = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)

    def link(number: int) -> str:
        return query_of(context, {name: number})

    steps = [
        {"number": number, "url": link(number) if isinstance(number, int) else ""}
        for number in pages
    ]
    return {
        "page": page_obj,
        "steps": steps,
        "previous": link(page_obj.previous_page_number()) if page_obj.has_previous() else "",
        "next": link(page_obj.next_page_number()) if page_obj.has_next() else "",
    }


@register.inclusion_tag("kernel/forms/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("kernel/forms/fields.html")
def form_fields(form: BaseForm, optional: bool = True) -> dict[str, Any]:
    """The fields without the summary; `optional=False` leaves «необязательно» out, for filters."""
    return {"form": form, "unmarked": not optional}


@register.inclusion_tag("kernel/ui/trend_chart.html")
def trend_chart(
    points: Sequence[charts.Point],
    target_points: Sequence[charts.Point] = (),
    title: str = "",
    description: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """Values and targets over years: sequences of (year, Decimal or None)."""
    chart = charts.trend(points, target_points)
    return {
        "chart": chart,
        "title": title,
        "unit": unit,
        "description": description or charts.trend_words(points, target_points),
    }


@register.inclusion_tag("kernel/ui/bullet.html")
def bullet(
    value: Decimal | None,
    target: Decimal | None,
    better: str = "up",
    maximum: Decimal | None = None,
) -> dict[str, Any]:
    """Plan against fact in one row; `better` is "up" or "down"."""
    return {"chart": charts.bullet(value, target, better, maximum)}


@register.inclusion_tag("kernel/ui/spark.html")
def spark_line(points: Sequence[charts.Point]) -> dict[str, Any]:
    """Years in a cell of a table: a sequence of (year, Decimal or None)."""
    return {"spark": sparks.spark(points)}


@register.inclusion_tag("kernel/ui/bars.html")
def bars(
    rows: Sequence[charts.BarRow], title: str = "", unit: str = "", maximum: Decimal | None = None
) -> dict[str, Any]:
    """Horizontal bars of (label, value) or (label, value, target)."""
    return {"rows": charts.bars(rows, maximum), "title": title, "unit": unit}
