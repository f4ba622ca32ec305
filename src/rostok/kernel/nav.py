"""The main menu: packages declare items, a person sees those they hold a right for."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import STRANGER, Actor
from rostok.kernel.permissions import VIEW_JOURNAL
from rostok.kernel.registry import Registry


@dataclass(frozen=True)
class NavItem:
    """`url` is the name of a route; `order` places the item, small first."""

    title: str | Promise
    url: str
    permission: str
    order: int = 100


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    current: bool


items: Registry[NavItem] = Registry("nav", "Главное меню")
items.add(
    "journal", NavItem(_("Журнал"), "kernel:journal", VIEW_JOURNAL, order=95), origin="kernel"
)


def menu_for(request: HttpRequest) -> list[MenuItem]:
    actor: Actor = getattr(request, "actor", STRANGER)
    allowed = [item for item in items.values() if actor.may(item.permission)]
    addresses = {item.url: reverse(item.url) for item in allowed}
    fitting = [one for one in addresses.values() if is_current(request.path, one)]
    current = max(fitting, key=len, default="")  # an item may stand under another's address
    return [
        MenuItem(str(item.title), addresses[item.url], addresses[item.url] == current)
        for item in sorted(allowed, key=lambda item: item.order)
    ]


def is_current(path: str, address: str) -> bool:
    """Whether the page stands under the menu item; the home page only when it is open itself."""
    return path == address or (address != "/" and path.startswith(address))
