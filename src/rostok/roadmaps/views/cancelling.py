"""What an act ends, and what is carried out again: an action whole, or one of its terms."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.pages import Crumbs, FormPage, PageAction, Text, visible_or_404
from rostok.roadmaps import permissions, services
from rostok.roadmaps.cascade import open_of
from rostok.roadmaps.forms import CancelForm, RestoreForm
from rostok.roadmaps.models import Action, Occurrence, OccurrenceState
from rostok.roadmaps.queries import action_for
from rostok.roadmaps.views.base import OccurrenceInside


class GovernedActionPage(FormPage):
    """Whether an action is carried out at all, with a ground."""

    permission = permissions.MANAGE

    @cached_property
    def action(self) -> Action:
        found = action_for(self.actor, self.kwargs["pk"])
        visible_or_404(self.actor, self.permission, Action.objects.all(), pk=found.pk)
        return found

    def get_crumbs(self) -> Crumbs:
        roadmap = self.action.roadmap
        return [
            (_("Дорожная карта"), roadmap.get_absolute_url()),
            (_("Мероприятие"), self.action.get_absolute_url()),
        ]


class CancelPage(GovernedActionPage):
    heading = _("Отменить мероприятие")
    form_class = CancelForm
    submit_title = _("Отменить мероприятие")
    done_message = _("Мероприятие отменено. Принятое осталось в истории.")

    def get_lead(self) -> Text:
        count = open_of(self.action).count()
        return _("%(title)s. Отменятся сроки, свои и переданные вниз: %(count)s.") % {
            "title": self.action.title,
            "count": count,
        }

    def save(self, form: Any) -> Any:
        return services.cancel_action(self.actor, action=self.action, **form.cleaned_data)


class RestorePage(GovernedActionPage):
    heading = _("Снова выполнять мероприятие")
    form_class = RestoreForm
    submit_title = _("Снова выполнять")
    done_message = _("Мероприятие снова выполняется.")

    def get_lead(self) -> Text:
        return _("%(title)s. Отменённые сроки снова станут незавершёнными.") % {
            "title": self.action.title
        }

    def save(self, form: Any) -> Any:
        return services.restore_action(self.actor, action=self.action, **form.cleaned_data)


class GovernedTermPage(OccurrenceInside, FormPage):
    """For whoever decides whether the term stands."""

    permission = permissions.MANAGE

    @cached_property
    def occurrence(self) -> Occurrence:
        found: Occurrence = super().occurrence
        if not holds(self.actor, permissions.MANAGE, services.governing_unit(found)):
            raise Http404
        return found


class CancelTermPage(GovernedTermPage):
    heading = _("Отменить срок актом")
    form_class = CancelForm
    submit_title = _("Отменить срок")
    done_message = _("Срок отменён.")

    def get_lead(self) -> str:
        return f"{self.occurrence}. Отменится и у тех, кому передано вниз; мероприятие остаётся."

    def save(self, form: Any) -> Any:
        return services.cancel_term(self.actor, occurrence=self.occurrence, **form.cleaned_data)


class RestoreTermPage(GovernedTermPage):
    heading = _("Снова выполнять в этот срок")
    form_class = RestoreForm
    submit_title = _("Снова выполнять")
    done_message = _("Срок снова выполняется.")

    def save(self, form: Any) -> Any:
        return services.restore_term(self.actor, occurrence=self.occurrence, **form.cleaned_data)


def cancelling_actions(actor: Any, occurrence: Occurrence) -> list[PageAction]:
    """«Отменить срок актом» or the way back, for whoever decides whether the term stands."""
    cancelled = occurrence.state == OccurrenceState.CANCELLED
    if not (occurrence.is_open or cancelled) or not occurrence.action.is_in_force:
        return []
    if not holds(actor, permissions.MANAGE, services.governing_unit(occurrence)):
        return []
    if cancelled:
        url = reverse("roadmaps:restore_term", args=[occurrence.pk])
        return [PageAction(_("Снова выполнять"), url)]
    url = reverse("roadmaps:cancel_term", args=[occurrence.pk])
    return [PageAction(_("Отменить срок актом"), url)]
