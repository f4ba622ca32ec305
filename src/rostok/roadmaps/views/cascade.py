"""Key activities tied to those of the system above, and what territories below do under them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.pages import ContentPage, Crumbs, FormPage, Page, Text
from rostok.roadmaps import permissions, services
from rostok.roadmaps.cascade import activities_above, alike, carried_out
from rostok.roadmaps.cascade_forms import LinkForm
from rostok.roadmaps.models import KeyActivity, Roadmap
from rostok.roadmaps.views.base import RoadmapPage


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
