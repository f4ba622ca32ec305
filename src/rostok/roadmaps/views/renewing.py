"""Bringing the living roadmap to a new version of the regulation: shown first, then confirmed."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from rostok.kernel.pages import Crumbs, FormPage, Text
from rostok.packs.models import PackVersion
from rostok.roadmaps import permissions, services
from rostok.roadmaps.comparing import Renewal, remade_of, renewal_of
from rostok.roadmaps.forms import RenewForm
from rostok.roadmaps.lists import Told, told
from rostok.roadmaps.models import Roadmap
from rostok.roadmaps.views.base import RoadmapPage


class GovernPage(RoadmapPage, FormPage):
    """A form about a whole roadmap, for those who may govern it; to others it does not exist."""

    permission = permissions.MANAGE

    @cached_property
    def roadmap(self) -> Roadmap:
        found = super().roadmap
        if not self.may_govern(found):
            raise Http404
        return found

    def may_govern(self, roadmap: Roadmap) -> bool:
        return (
            Roadmap.objects.filter(pk=roadmap.pk).visible_to(self.actor, self.permission).exists()
        )

    def get_lead(self) -> Text:
        return self.roadmap.title

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (_("Дорожная карта"), self.roadmap.get_absolute_url())]


class RenewPage(GovernPage):
    heading = _("Новая редакция дорожной карты")
    template_name = "roadmaps/renew.html"
    form_class = RenewForm
    submit_title = _("Применить изменения")
    done_message = _("Дорожная карта приведена к новой редакции. Сделанное осталось.")

    @cached_property
    def target(self) -> PackVersion:
        return self.roadmap.system.current_version

    @cached_property
    def renewal(self) -> Renewal:
        return renewal_of(self.roadmap, self.target)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.roadmap.version, "shown": self.target.pk}

    def kept(self) -> list[Told]:
        """Terms of changed actions that stay as they are, since somebody has worked on them."""
        rows = remade_of(self.renewal.retimed).kept
        return [told(row, self.today) for row in rows if row.above_id is None]

    def save(self, form: Any) -> Roadmap:
        services.renew_roadmap(self.actor, roadmap=self.roadmap, **form.cleaned_data)
        return self.roadmap

    def context(self) -> dict[str, Any]:
        is_new = self.target.pk != self.roadmap.pack_version_id
        return {
            **super().context(),
            "target": self.target,
            "renewal": self.renewal if is_new else None,
            "kept": self.kept() if is_new else [],
        }
