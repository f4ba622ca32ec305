"""Blocks that upper packages put on the page of a territory or an organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from rostok.kernel.access import Actor
from rostok.kernel.registry import Registry
from rostok.orgs.models import OrgUnit

PanelContext = Callable[[Actor, OrgUnit, date], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A titled block of a unit's page. `context` gives `None` when there is nothing for the actor.

    The template sees the context and `unit`, `day`; `url` and `link` in the context put a link
    beside the title. Small `order` first.
    """

    title: str
    template: str
    context: PanelContext
    order: int = 100


@dataclass(frozen=True)
class FilledPanel:
    title: str
    html: str
    url: str
    link: str


unit_panels: Registry[Panel] = Registry("unit_panels", "Блоки страницы организации")


def filled_panels(
    request: HttpRequest, actor: Actor, unit: OrgUnit, day: date
) -> list[FilledPanel]:
    """The blocks that have something for this actor, in order."""
    panels = sorted(unit_panels.values(), key=lambda panel: panel.order)
    found = [(panel, panel.context(actor, unit, day)) for panel in panels]
    return [
        filled(request, panel, {**context, "unit": unit, "day": day})
        for panel, context in found
        if context is not None
    ]


def filled(request: HttpRequest, panel: Panel, context: dict[str, Any]) -> FilledPanel:
    html = render_to_string(panel.template, context, request)
    return FilledPanel(panel.title, html, context.get("url", ""), context.get("link", ""))
