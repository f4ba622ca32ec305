"""Every address of the site with its view, and how to fill it for one side of the world."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rostok.accounts.models import RoleHolding, SignIn, User
from rostok.kernel.models import ImportBatch, Job
from rostok.notifications.models import Notice
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy.models import Consent, DataRequest, OwnExport
from rostok.roadmaps.models import Action, KeyActivity
from rostok.staff.models import Absence, Employment, Vacancy
from tests.architecture.world import BY_NAME, PACK_KEY, SYSTEM_KEY, Side, World

# Addresses of the sign-in library: everybody may open them, they hold no row of ours.
OF_SIGN_IN = ("account_", "mfa_")
# Whose number `pk` is where the page names no model; the first beginning that fits.
MODELS: dict[str, type[models.Model]] = {
    "kernel:job": Job,
    "kernel:import": ImportBatch,
    "notifications:": Notice,
    "accounts:end_role": RoleHolding,
    "accounts:end_sign_in": SignIn,
    "accounts:prolong_role": RoleHolding,
    "accounts:": User,
    "orgs:": OrgUnit,
    "privacy:my_export": OwnExport,
    "privacy:my_request": DataRequest,
    "privacy:my_answer_file": DataRequest,
    "privacy:my_withdraw": Consent,
    "roadmaps:activity": KeyActivity,
    "roadmaps:at": OrgUnit,
    "roadmaps:cancel": Action,
    "roadmaps:restore": Action,
    "roadmaps:take_back": Action,
    "roadmaps:hand": Action,
    "roadmaps:link": KeyActivity,
    "staff:compare": Person,
    "staff:set_apart": Person,
    "staff:close_vacancy": Vacancy,
    "staff:end_absence": Absence,
    "staff:add": OrgUnit,
    "staff:vacancy": OrgUnit,
    "staff:": Employment,
}


@dataclass(frozen=True)
class Address:
    """`names` are the parts to fill in, in order."""

    name: str
    view: Any
    names: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        return not self.name.startswith(OF_SIGN_IN)

    @property
    def permission(self) -> str | None:
        return getattr(self.view, "permission", None)

    def url(self, world: World, side: Side) -> str:
        values = {name: self.sample(name, world, side) for name in self.names}
        return reverse(self.name, kwargs=values)

    def sample(self, name: str, world: World, side: Side) -> Any:
        if f"{self.name}.{name}" in BY_NAME:
            return BY_NAME[f"{self.name}.{name}"](world, side)
        if name in {"key", "system"}:
            return (PACK_KEY if self.name.startswith("packs:") else SYSTEM_KEY)(world, side)
        if name in BY_NAME:
            return BY_NAME[name](world, side)
        return side.rows[self.model].pk

    @property
    def model(self) -> type[models.Model]:
        """The model of the page, else of the table above."""
        named = getattr(self.view, "model", None)
        fitting = (model for key, model in MODELS.items() if self.name.startswith(key))
        return named or next(fitting)


def addresses() -> list[Address]:
    return list(walk(get_resolver(), ""))


def walk(resolver: URLResolver, space: str) -> Iterator[Address]:
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from walk(item, inner)
        else:
            yield address_of(item, space)


def address_of(item: URLPattern, space: str) -> Address:
    view = getattr(item.callback, "view_class", item.callback)
    return Address(f"{space}{item.name}", view, tuple(item.pattern.converters))
