"""Actions handed down: to whom, from where, and what came of them."""

from functools import cached_property
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import holds
from rostok.kernel.pages import (
    ActionPage,
    Crumbs,
    FormPage,
    Page,
    PageAction,
    Text,
    visible_or_404,
)
from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit
from rostok.roadmaps import permissions, services
from rostok.roadmaps.cascade import (
    KIND_CHOICES,
    below_of,
    candidates_of,
    copies_of_action,
    doing_under,
    going_down,
    handers_of,
    kinds_of,
    of_kind,
    received_by,
    received_within,
)
from rostok.roadmaps.cascade_forms import HandForm
from rostok.roadmaps.filtering import WordsFilter
from rostok.roadmaps.fitting import nothing_ahead_words
from rostok.roadmaps.lists import AcrossTable, due_words
from rostok.roadmaps.models import Action, Handing, Occurrence
from rostok.roadmaps.queries import action_for, with_proofs
from rostok.roadmaps.views.base import Printable, Tab


class OfAction(Page):
    """What pages about one action share."""

    @cached_property
    def action(self) -> Action:
        return action_for(self.actor, self.kwargs["pk"])

    @cached_property
    def today(self) -> Any:
        return self.action.roadmap.system.today

    def get_lead(self) -> Text:
        return self.action.title

    def get_crumbs(self) -> Crumbs:
        return [
            (_("Дорожная карта"), self.action.roadmap.get_absolute_url()),
            (_("Мероприятие"), self.action.get_absolute_url()),
        ]


class HandPage(OfAction, FormPage):
    """From a unit that does the action to others below it; `?from=` names the unit."""

    permission = permissions.MANAGE
    heading = _("Передать вниз")
    template_name = "roadmaps/hand.html"
    form_class = HandForm
    submit_title = _("Передать")
    done_message = _("Передано: у каждого появились свои сроки.")

    @cached_property
    def handers(self) -> list[OrgUnit]:
        return handers_of(self.actor, self.action)

    @cached_property
    def above(self) -> OrgUnit:
        """The unit asked for, else the highest one from which the actor may hand on."""
        asked = self.request.GET.get("from", "")
        fitting = [one for one in self.handers if not asked or str(one.pk) == asked]
        if not fitting:
            raise Http404
        return fitting[0]

    @cached_property
    def all_candidates(self) -> list[OrgUnit]:
        return list(candidates_of(self.action, self.above))

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        return kinds_of(self.all_candidates)

    @property
    def kind(self) -> str:
        """The kind asked for, else the first: the level right below."""
        known = [kind for kind, _title in self.kinds]
        asked = self.request.GET.get("kind", "")
        return asked if asked in known else (known[0] if known else "")

    @cached_property
    def terms(self) -> list[Occurrence]:
        """What goes down, the nearest first."""
        return list(going_down(self.action, self.above))

    def form_options(self) -> dict[str, Any]:
        return {"units": of_kind(candidates_of(self.action, self.above), self.kind)}

    def save(self, form: Any) -> Action:
        services.hand_down(self.actor, action=self.action, above=self.above, units=form.chosen())
        return self.action

    def success_url(self, done: Any) -> str:
        return reverse("roadmaps:handed", args=[done.pk])

    def context(self) -> dict[str, Any]:
        tabs = [
            Tab(title, f"?from={self.above.pk}&kind={kind}", kind == self.kind)
            for kind, title in self.kinds
        ]
        return {
            **super().context(),
            "above": self.above,
            "handers": self.handers,
            "terms": self.terms,
            "nothing_ahead": nothing_ahead_words(self.above),
            "nearest": due_words(self.terms[0]) if self.terms else "",
            "tabs": tabs,
        }


class TakeBackPage(OfAction, ActionPage):
    """What was handed to the wrong one, while nothing was done there."""

    permission = permissions.MANAGE
    heading = _("Отменить передачу")
    submit_title = _("Отменить передачу")
    done_message = _("Передача отменена.")

    @cached_property
    def handing(self) -> Handing:
        rows = self.action.handings.select_related("unit", "above")
        found = rows.filter(unit__in=OrgUnit.objects.filter(pk=self.kwargs["unit"])).first()
        if found is None or not holds(self.actor, permissions.MANAGE, found.above):
            raise Http404
        return found

    @property
    def object(self) -> Any:
        return self.handing

    def get_consequences(self) -> list[Text]:
        return [f"У «{self.handing.unit}» этого мероприятия больше не будет."]

    def act(self) -> Any:
        services.take_back(self.actor, handing=self.handing)
        return self.handing


class HandedTable(AcrossTable):
    """Who has the action, when it is due there and how it stands."""

    place = tables.Column(_("Кому передано"), accessor="unit", order_by=("unit__norm", "pk"))
    above = tables.Column(_("Где это"), accessor="unit__parent", orderable=False)

    def render_place(self, record: Occurrence) -> str:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.unit)

    def value_place(self, record: Occurrence) -> str:
        return str(record.unit)

    class Meta:
        template_name = "kernel/table.html"
        empty_text = _("Под условия отбора ничего не подходит")
        sequence = ("place", "above", "due", "executor", "state", "proof")
        exclude = ("direction", "activity", "party", "term", "result", "action")


class HandedFilter(WordsFilter):
    """One action at many units, so words are those of the unit."""

    q = filters.CharFilter(label=_("Название территории, организации"), method="named")
    kind = filters.ChoiceFilter(label=_("Вид"), choices=KIND_CHOICES, method="of_kind")
    year = filters.NumberFilter(label=_("Год"))

    def named(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(unit__in=OrgUnit.objects.named_like(norm(value)))

    def of_kind(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(unit__in=of_kind(OrgUnit.objects.all(), value))


class CopiesPage(Printable):
    """A list of copies; both its kinds share the table, the filter and the line above."""

    permission = permissions.VIEW
    template_name = "roadmaps/handed.html"
    filterset_class = WordsFilter
    today: Any

    def rows(self) -> Any:
        raise NotImplementedError

    def get_queryset(self) -> Any:
        rows = self.rows().with_places().select_related("unit__parent")
        return with_proofs(self.actor, rows)

    def filterset(self) -> Any:
        return self.filterset_class(
            self.request.GET or None,
            queryset=self.get_queryset(),
            request=self.request,
            today=self.today,
        )

    def get_table_options(self) -> dict[str, Any]:
        return {"today": self.today}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "below": below_of(self.rows(), self.today)}


class HandedPage(OfAction, CopiesPage):
    heading = _("Передано вниз")
    export_name = "Передано вниз"
    table_class = HandedTable
    filterset_class = HandedFilter

    def rows(self) -> Any:
        return copies_of_action(self.actor, self.action)

    def get_actions(self) -> list[PageAction]:
        return hand_actions(self.actor, self.action)


def hand_actions(actor: Any, action: Action) -> list[PageAction]:
    """«Передать вниз» for whoever may hand the action on from anywhere."""
    if not (action.is_in_force and actor.may(permissions.MANAGE)):
        return []
    if not doing_under(actor, action).exists():
        return []
    return [PageAction(_("Передать вниз"), reverse("roadmaps:hand", args=[action.pk]))]


def hand_on_actions(actor: Any, occurrence: Occurrence) -> list[PageAction]:
    """The same from the very unit of an occurrence, where there is somebody to hand it to."""
    action, unit = occurrence.action, occurrence.unit
    if not (action.is_in_force and holds(actor, permissions.MANAGE, unit)):
        return []
    if not candidates_of(action, unit).exists():
        return []
    url = reverse("roadmaps:hand", args=[action.pk])
    return [PageAction(_("Передать вниз"), f"{url}?from={unit.pk}")]


def take_back_actions(actor: Any, occurrence: Occurrence) -> list[PageAction]:
    """On the page of a copy, for whoever handed it, while nothing was done with it."""
    above = occurrence.above
    if above is None or occurrence.state not in services.UNTOUCHED:
        return []
    if not holds(actor, permissions.MANAGE, above.unit):
        return []
    url = reverse("roadmaps:take_back", args=[occurrence.action_id, occurrence.unit_id])
    return [PageAction(_("Отменить передачу"), url)]


class AllReceivedPage(CopiesPage):
    """«Передано нам»: what was handed from above to all that the actor keeps."""

    permission = permissions.WORK
    heading = _("Передано нам")
    lead = _("Мероприятия с уровня выше: ваши и тех, кого вы ведёте.")
    export_name = "Передано нам"
    table_class = AcrossTable

    @cached_property
    def today(self) -> Any:
        return clock.today()

    def rows(self) -> Any:
        return received_within(self.actor)


class ReceivedPage(AllReceivedPage):
    """The same of one unit."""

    permission = permissions.VIEW

    @cached_property
    def unit(self) -> OrgUnit:
        rows = OrgUnit.objects.all()
        found: OrgUnit = visible_or_404(self.actor, permissions.VIEW, rows, pk=self.kwargs["unit"])
        return found

    def get_lead(self) -> Text:
        return str(self.unit)

    def rows(self) -> Any:
        return received_by(self.actor, self.unit)
