"""Putting a regulation in force, changing its version, settling limits and names of one's own."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import holds
from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import ContentPage, Crumbs, FormPage, Text
from rostok.kernel.periods import DAY
from rostok.orgs import permissions, queries, services
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.queries import Setting, version_effects
from rostok.orgs.system_forms import (
    ActivateForm,
    EndSystemForm,
    ReturnForm,
    SettingForm,
    VersionForm,
)
from rostok.orgs.wording import setting_words
from rostok.packs.models import PackVersion
from rostok.packs.queries import changes_between
from rostok.packs.services import store_version, version_in_folder

SHOWN = 200


class ActivatePage(FormPage):
    permission = permissions.ACTIVATE
    form_class = ActivateForm
    heading = _("Ввести положение в действие")
    lead = _("Положение начнёт работать на территории: субъекты, показатели, планы, роли.")
    submit_title = _("Ввести в действие")
    done_message = _("Положение действует. Показатели считаются, это займёт около минуты.")

    def get_crumbs(self) -> Crumbs:
        return [(_("Системы"), reverse("orgs:systems"))]

    def form_options(self) -> dict[str, Any]:
        units = OrgUnit.objects.visible_to(self.actor, self.permission)
        return {**super().form_options(), "units": units}

    def save(self, form: Any) -> System:
        values = form.cleaned_data
        return services.activate_pack(self.actor, **values)


class SystemFormPage(FormPage):
    """A form about a system that the actor may govern; another system does not exist for them."""

    @cached_property
    def system(self) -> System:
        system = queries.system_for(self.actor, self.kwargs["key"])
        if not holds(self.actor, self.permission, system.root):
            raise Http404
        return system

    def get_lead(self) -> Text:
        return _("%(system)s, редакция %(version)s") % {
            "system": self.system,
            "version": self.system.current_version.version,
        }

    def get_crumbs(self) -> Crumbs:
        return [
            (_("Системы"), reverse("orgs:systems")),
            (str(self.system), self.system.get_absolute_url()),
        ]

    def success_url(self, _done: Any) -> str:
        return self.system.get_absolute_url()


class EndSystemPage(SystemFormPage):
    permission = permissions.ACTIVATE
    form_class = EndSystemForm
    heading = _("Завершить действие системы")
    submit_title = _("Завершить")
    done_message = _("Действие системы завершено.")

    def save(self, form: Any) -> System:
        end = form.cleaned_data["last_day"] + DAY
        return services.end_system(self.actor, system=self.system, end=end)


class VersionPage(SystemFormPage):
    """What the folder's content would change, place by place and in numbers, before it counts."""

    permission = permissions.ACTIVATE
    template_name = "orgs/version.html"
    form_class = VersionForm
    heading = _("Новая редакция положения")
    submit_title = _("Ввести редакцию")
    done_message = _("Система работает по новой редакции. Показатели пересчитываются.")

    @cached_property
    def draft(self) -> PackVersion | None:
        """The folder as it stands, unless the system works by it already."""
        version = version_in_folder(self.system.current_version.key)
        return None if version.digest == self.last.digest else version

    @cached_property
    def last(self) -> PackVersion:
        """The version with the latest beginning, which may lie ahead."""
        links = sorted(self.system.versions.all(), key=lambda link: link.start)
        found: PackVersion = links[-1].pack_version
        return found

    @cached_property
    def changes(self) -> list[Any]:
        return changes_between(self.last, self.draft) if self.draft else []

    def get_initial(self) -> dict[str, Any]:
        return {"from_date": self.system.today}

    def save(self, form: Any) -> Any:
        if self.draft is None:
            raise RuleViolation("Система уже работает по этой редакции.")
        return services.change_version(
            self.actor,
            system=self.system,
            pack_version=store_version(self.actor, key=self.draft.key),
            **form.cleaned_data,
        )

    def context(self) -> dict[str, Any]:
        try:
            draft, broken = self.draft, ""
        except RuleViolation as refusal:
            draft, broken = None, refusal.message
        return {
            **super().context(),
            "broken": broken,
            "draft": draft,
            "last": self.last,
            "changes": self.changes[:SHOWN] if draft else [],
            "hidden": max(len(self.changes) - SHOWN, 0) if draft else 0,
            "effects": self.effects(draft) if draft else [],
        }

    def effects(self, draft: PackVersion) -> list[Any]:
        day = self.system.today
        return [effect(self.system, draft, day) for effect in version_effects.values()]


class SettingsPage(ContentPage):
    """Limits and names: as the regulation has them, and as the territory settled them."""

    permission = permissions.VIEW_SYSTEMS
    template_name = "orgs/settings.html"
    heading = _("Пределы и названия")

    @cached_property
    def system(self) -> System:
        return queries.system_for(self.actor, self.kwargs["key"])

    def get_lead(self) -> Text:
        return str(self.system)

    def get_crumbs(self) -> Crumbs:
        return [
            (_("Системы"), reverse("orgs:systems")),
            (str(self.system), self.system.get_absolute_url()),
        ]

    def context(self) -> dict[str, Any]:
        rows = [(one, setting_words(one.value)) for one in queries.settings_of(self.system)]
        return {
            **super().context(),
            "system": self.system,
            "limits": [row for row in rows if row[0].kind == "limit"],
            "labels": [row for row in rows if row[0].kind == "label"],
            "may_tune": holds(self.actor, permissions.TUNE, self.system.root),
        }


class SettingFormPage(SystemFormPage):
    permission = permissions.TUNE

    @cached_property
    def setting(self) -> Setting:
        return queries.setting_of(self.system, self.kwargs["kind"], self.kwargs["name"])

    def get_lead(self) -> Text:
        printed = setting_words(self.setting.printed)
        return f"{self.setting.title}. В положении: {printed}"

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (_("Пределы и названия"), self.success_url(None))]

    def success_url(self, _done: Any) -> str:
        return reverse("orgs:settings", args=[self.system.key])


class SettingPage(SettingFormPage):
    form_class = SettingForm
    heading = _("Своё значение")
    done_message = _("Значение установлено. Показатели пересчитываются.")

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "printed": self.setting.printed}

    def get_initial(self) -> dict[str, Any]:
        value = self.setting.value
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return {"value": value, "start": self.system.today}

    def save(self, form: Any) -> Any:
        one = self.setting
        return services.settle(
            self.actor, system=self.system, kind=one.kind, name=one.name, **form.cleaned_data
        )


class ReturnPage(SettingFormPage):
    form_class = ReturnForm
    heading = _("Вернуть значение положения")
    submit_title = _("Вернуть")
    done_message = _("Снова действует значение положения.")

    def get_initial(self) -> dict[str, Any]:
        return {"start": clock.today(self.system.zone)}

    def save(self, form: Any) -> Any:
        one = self.setting
        return services.return_to_pack(
            self.actor, system=self.system, kind=one.kind, name=one.name, **form.cleaned_data
        )
