"""The main menu and the marks at the head: packages declare items, a person sees those allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import STRANGER, Actor
from rostok.kernel.permissions import VIEW_JOURNAL
from rostok.kernel.registry import Registry

SIGNED_IN = "signed-in"
MOST = 99  # a mark at an item shows no larger number


@dataclass(frozen=True)
class NavItem:
    """`url` is the name of a route; `order` places the item, small first.

    `badge` counts what waits there, at most one more than `MOST`; it is asked on every page, so it
    is cheap. An item `over_others` is of no use to whom the right shows only their own row.
    """

    title: str | Promise
    url: str
    permission: str
    order: int = 100
    badge: Callable[[Actor], int] | None = None
    icon: str = ""
    over_others: bool = False


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    current: bool
    number: int = 0
    icon: str = ""

    @property
    def badge(self) -> str:
        """«3», «99+»; nothing of none."""
        if self.number > MOST:
            return f"{MOST}+"
        return str(self.number) if self.number else ""


items: Registry[NavItem] = Registry("nav", "Главное меню")
tools: Registry[NavItem] = Registry("tools", "Значки в шапке страницы")
own_pages: Registry[NavItem] = Registry("own_pages", "Страницы о себе, при имени в шапке")
items.add(
    "journal", NavItem(_("Журнал"), "kernel:journal", VIEW_JOURNAL, order=95), origin="kernel"
)


def menu_for(request: HttpRequest) -> list[MenuItem]:
    return shown(request, items)


def tools_for(request: HttpRequest) -> list[MenuItem]:
    return shown(request, tools)


def own_pages_for(request: HttpRequest) -> list[MenuItem]:
    return shown(request, own_pages)


def shown(request: HttpRequest, declared: Registry[NavItem]) -> list[MenuItem]:
    actor: Actor = getattr(request, "actor", STRANGER)
    allowed = [item for item in declared.values() if is_allowed(actor, item)]
    addresses = {item.url: address_of(item.url) for item in allowed}
    fitting = [one for one in addresses.values() if is_current(request.path, one)]
    current = max(fitting, key=len, default="")  # an item may stand under another's address
    return [
        MenuItem(
            str(item.title),
            addresses[item.url],
            addresses[item.url] == current,
            item.badge(actor) if item.badge else 0,
            item.icon,
        )
        for item in sorted(allowed, key=lambda item: item.order)
    ]


@cache
def address_of(route: str) -> str:
    """The same on every page."""
    return reverse(route)


def is_allowed(actor: Actor, item: NavItem) -> bool:
    if item.permission == SIGNED_IN:
        return actor is not STRANGER
    if item.over_others:
        return actor.reaches_others(item.permission)
    return actor.may(item.permission)


def is_current(path: str, address: str) -> bool:
    """Whether the page stands under the menu item; the home page only when it is open itself."""
    return path == address or (address != "/" and path.startswith(address))
