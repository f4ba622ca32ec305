"""The structure of a system with the state of each function, and «мои функции»."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.pages import (
    ContentPage,
    Crumbs,
    FormPage,
    Page,
    PageAction,
    Text,
    visible_or_404,
)
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.pack import Party
from rostok.orgs.queries import system_for
from rostok.parties import permissions, services
from rostok.parties.cards import LevelPart
from rostok.parties.forms import NameForm, ReleaseForm
from rostok.parties.models import PartyUnit
from rostok.parties.queries import my_functions, structure_of
from rostok.parties.scheme import scheme_of

SCHEME = "scheme"


@dataclass(frozen=True)
class Tab:
    title: Any
    url: str
    current: bool
    count: Any = ""


class SystemPage(Page):
    @cached_property
    def system(self) -> System:
        return system_for(self.actor, self.kwargs["key"])

    def get_crumbs(self) -> Crumbs:
        return [
            (_("Системы"), reverse("orgs:systems")),
            (str(self.system), self.system.get_absolute_url()),
        ]

    @property
    def place(self) -> str:
        return reverse("parties:structure", args=[self.system.key])


class StructurePage(SystemPage, ContentPage):
    """«Структура»: the model of the service as it works today."""

    permission = permissions.VIEW
    template_name = "parties/structure.html"
    heading = _("Субъекты и их функции")

    def get_lead(self) -> Text:
        return f"{self.system}: кто за что отвечает, где это делается и когда делалось."

    def get_actions(self) -> list[PageAction]:
        return [PageAction(_("Мои функции"), reverse("parties:mine"))]

    @cached_property
    def parts(self) -> list[LevelPart]:
        return structure_of(self.actor, self.system)

    @cached_property
    def asked(self) -> str:
        """The level asked for, else that of the regulation; `SCHEME` is the picture of all."""
        levels = [part.level for part in self.parts]
        asked = self.request.GET.get("level")
        if asked and asked not in (SCHEME, *levels):
            raise Http404
        own: str = self.system.current_version.level
        return asked or (own if own in levels else SCHEME)

    def get_tabs(self) -> list[Tab]:
        tabs = [(SCHEME, _("Схема"), ""), *((p.level, p.title, len(p.cards)) for p in self.parts)]
        return [
            Tab(title, f"?level={level}", level == self.asked, count)
            for level, title, count in tabs
        ]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "system": self.system,
            "scheme": scheme_of(self.parts) if self.asked == SCHEME else [],
            "cards": [
                card for part in self.parts if part.level == self.asked for card in part.cards
            ],
            "tabs": self.get_tabs(),
            "may_name": holds(self.actor, permissions.NAME, self.system),
        }


class MinePage(ContentPage):
    permission = permissions.VIEW
    template_name = "parties/mine.html"
    heading = _("Мои функции")
    lead = _("Что положение возлагает на организации, где вы работаете или за которые отвечаете.")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "cards": my_functions(self.actor)}


class NamePage(SystemPage, FormPage):
    """Say which unit a party is."""

    permission = permissions.NAME
    heading = _("Кто исполняет функции субъекта")
    form_class = NameForm
    done_message = _("Записано.")

    @cached_property
    def party(self) -> Party:
        found = services.find_party(self.system, self.kwargs["party"])
        if found is None or not holds(self.actor, self.permission, self.system):
            raise Http404
        return found

    def get_lead(self) -> Text:
        return self.party.title

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (_("Субъекты и их функции"), self.place)]

    def form_options(self) -> dict[str, Any]:
        """Units of the territory, the departments first."""
        today = self.system.today
        units = OrgUnit.objects.below(self.system.root).open_on(today).order_by("sort_key")
        _party = self.party  # a party that is not there is 404 before anything is shown
        return {"initial": {"start": today}, "units": units}

    def save(self, form: Any) -> Any:
        return services.name_party(
            self.actor, system=self.system, party=self.party.code, **form.cleaned_data
        )


class ReleasePage(FormPage):
    permission = permissions.NAME
    model = PartyUnit
    heading = _("Больше не субъект")
    form_class = ReleaseForm
    submit_title = _("Завершить")
    done_message = _("Записано.")

    @cached_property
    def held(self) -> PartyUnit:
        rows = PartyUnit.objects.select_related("unit", "system__root")
        found: PartyUnit = visible_or_404(self.actor, self.permission, rows, pk=self.kwargs["pk"])
        return found

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"last_day": self.held.system.today}}

    def get_lead(self) -> Text:
        return str(self.held.unit)

    def get_crumbs(self) -> Crumbs:
        return [(_("Субъекты и их функции"), self.held.get_absolute_url())]

    def save(self, form: Any) -> Any:
        return services.release_party(self.actor, held=self.held, **form.cleaned_data)
