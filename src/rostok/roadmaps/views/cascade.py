"""Actions handed down and what came of them; key activities tied to those of the system above."""

from dataclasses import dataclass
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
    ContentPage,
    Crumbs,
    FormPage,
    ListPage,
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
    activities_above,
    alike,
    below_of,
    candidates_of,
    carried_out,
    copies_of_action,
    doing_under,
    handers_of,
    kinds_of,
    of_kind,
    received_by,
)
from rostok.roadmaps.cascade_forms import HandForm, LinkForm
from rostok.roadmaps.filtering import WordsFilter
from rostok.roadmaps.lists import AcrossTable
from rostok.roadmaps.models import Action, KeyActivity, Occurrence, Roadmap
from rostok.roadmaps.queries import action_for, with_proofs
from rostok.roadmaps.views.base import RoadmapPage, Tab


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
    def above(self) -> OrgUnit:
        """The unit asked for, else the highest one from which the actor may hand on."""
        asked = self.request.GET.get("from", "")
        units = handers_of(self.actor, self.action)
        fitting = [one for one in units if not asked or str(one.pk) == asked]
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
        return {**super().context(), "above": self.above, "tabs": tabs}


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
        exclude = ("direction", "activity", "party", "result", "action")


class HandedFilter(WordsFilter):
    """One action at many units, so words are those of the unit."""

    q = filters.CharFilter(label=_("Название территории, организации"), method="named")
    kind = filters.ChoiceFilter(label=_("Вид"), choices=KIND_CHOICES, method="of_kind")
    year = filters.NumberFilter(label=_("Год"))

    def named(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(unit__in=OrgUnit.objects.named_like(norm(value)))

    def of_kind(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(unit__in=of_kind(OrgUnit.objects.all(), value))


class CopiesPage(ListPage):
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


class ReceivedPage(CopiesPage):
    """«Передано нам»: what a unit was handed from above."""

    heading = _("Передано нам")
    export_name = "Передано нам"
    table_class = AcrossTable

    @cached_property
    def unit(self) -> OrgUnit:
        rows = OrgUnit.objects.all()
        found: OrgUnit = visible_or_404(self.actor, permissions.VIEW, rows, pk=self.kwargs["unit"])
        return found

    @cached_property
    def today(self) -> Any:
        return clock.today()

    def get_lead(self) -> Text:
        return str(self.unit)

    def rows(self) -> Any:
        return received_by(self.actor, self.unit)


class LinksPage(RoadmapPage, ContentPage):
    """Key activities of the territory and those of the system above which they carry out."""

    heading = _("Связь с мероприятиями уровнем выше")
    template_name = "roadmaps/links.html"

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (_("Дорожная карта"), self.roadmap.get_absolute_url())]

    def context(self) -> dict[str, Any]:
        rows = KeyActivity.objects.filter(direction__roadmap=self.roadmap, direction__own=False)
        there = activities_above(self.roadmap)
        return {
            **super().context(),
            "above": there,
            "rows": [
                Linked(one, alike(one, there)[:1])
                for one in rows.select_related("above", "direction")
            ],
        }


@dataclass(frozen=True)
class Linked:
    activity: KeyActivity
    near: list[KeyActivity]


class OfActivity(Page):
    """What pages about one key activity share."""

    @cached_property
    def activity(self) -> KeyActivity:
        roadmaps = Roadmap.objects.visible_to(self.actor, self.permission)
        rows = KeyActivity.objects.filter(direction__roadmap__in=roadmaps)
        rows = rows.select_related("direction__roadmap__system__root", "above")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def roadmap(self) -> Roadmap:
        return self.activity.direction.roadmap

    def get_crumbs(self) -> Crumbs:
        return [(_("Дорожная карта"), self.roadmap.get_absolute_url())]


class LinkPage(OfActivity, FormPage):
    permission = permissions.MANAGE
    heading = _("С чем связано уровнем выше")
    form_class = LinkForm

    def get_lead(self) -> Text:
        return self.activity.title

    def form_options(self) -> dict[str, Any]:
        there = activities_above(self.roadmap)
        near = alike(self.activity, there)
        suggested = self.activity.above_id or (near[0].pk if near else None)
        return {"near": near, "all_above": there, "initial": {"above": suggested}}

    def save(self, form: Any) -> KeyActivity:
        return services.link_activity(
            self.actor, activity=self.activity, above=form.cleaned_data["above"]
        )

    def success_url(self, _done: Any) -> str:
        return reverse("roadmaps:links", args=[self.roadmap.system.key])


class ActivityPage(OfActivity, ContentPage):
    """A key activity: its actions, and what territories below do under it."""

    permission = permissions.VIEW
    template_name = "roadmaps/activity.html"

    def get_heading(self) -> Text:
        return self.activity.title

    def get_lead(self) -> Text:
        return str(self.activity.direction)

    def context(self) -> dict[str, Any]:
        activity, today = self.activity, self.roadmap.system.today
        return {
            **super().context(),
            "activity": activity,
            "actions": activity.actions.all(),
            "carried": carried_out(self.actor, activity, today),
            "may_govern": holds(self.actor, permissions.MANAGE, self.roadmap),
        }
