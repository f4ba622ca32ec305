"""Marks of a regulation's text: the address of a clause, a note about a doubt of the source."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def clause(context: Context, name: str | None) -> SafeString:
    """The number of a clause with its «¶»; the first of a page is the anchor of the clause."""
    if not name:
        return mark_safe("")
    anchors: set[str] = context["anchors"]
    anchor = "" if name in anchors else format_html(' id="{}"', name)
    anchors.add(name)
    return format_html(
        '<span class="small nowrap"{}><a href="{}">{}</a> <a href="#{}">&nbsp;¶&nbsp;'
        '<span class="sr">Адрес пункта {} на этой странице</span></a></span>',
        anchor,
        reverse("packs:clause", args=[context["pack"].key, name]),
        name,
        name,
        name,
    )


@register.simple_tag(takes_context=True)
def clauses(context: Context, names: Iterable[str]) -> SafeString:
    return format_html_join(" ", "{}", ((clause(context, name),) for name in names))


@register.filter
def quoted(title: str) -> str:
    """A title in «ёлочки»: two closing ones that meet are printed once, as documents do."""
    return f"«{title.removesuffix('»')}»"


@register.inclusion_tag("packs/doubt.html")
def doubt(note: str | None) -> dict[str, Any]:
    """A note of those who made the data: a doubt or a contradiction of the source."""
    return {"note": note}


@register.inclusion_tag("packs/statements.html", takes_context=True)
def statements(context: Context, title: str, items: Iterable[Any], level: int = 2) -> Any:
    """A titled list of sentences with their clauses; nothing when there are none."""
    kept = {name: context[name] for name in ("pack", "anchors")}
    return {**kept, "title": title, "items": items, "level": level}
