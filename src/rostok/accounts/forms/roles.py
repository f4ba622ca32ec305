"""Forms of roles: what the actor has to give, and where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.accounts.forms.entrance import PLAIN_TYPING
from rostok.accounts.roles import (
    RoleDefinition,
    definitions_by_system,
    holds_all_of,
    is_of_own_level,
    managed_rank,
    units_above,
)
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.orgs import permissions as orgs_permissions
from rostok.orgs.models import OrgUnit, System


class RoleFields(forms.Form):
    """A role, where, and in which system: only what the actor has to give."""

    role = forms.ChoiceField(label=_("Роль"))
    place = forms.ModelChoiceField(
        OrgUnit.objects.none(), label=_("Где действует"), empty_label=None
    )
    code = forms.CharField(
        label=_("Код другой организации"),
        max_length=40,
        required=False,
        help_text=_("Если организации нет в списке выше, впишите её код."),
    )
    system = forms.ModelChoiceField(
        System.objects.none(),
        label=_("Система"),
        required=False,
        empty_label=_("любая"),
        help_text=_("Роль может действовать по правилам одного положения."),
    )
    last_day = forms.DateField(
        label=_("Последний день"),
        required=False,
        help_text=_("Пусто – пока не завершат."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def offer(self, actor: Actor, permission: str, places: Sequence[int]) -> None:
        """Fill the choices with what the actor may give; the first of the places is proposed."""
        fields: dict[str, Any] = self.fields
        self.units = OrgUnit.objects.visible_to(actor, permission)
        systems = System.objects.visible_to(actor, orgs_permissions.VIEW_SYSTEMS)
        roles = offered_roles(actor, systems)
        fields["role"].choices = [("", "—"), *((role.code, role.title) for role in roles)]
        offered = self.units.filter(pk__in=places)
        fields["place"].queryset, fields["place"].initial = offered, next(iter(places), None)
        if not offered:
            del fields["place"]
            fields["code"].required = True
        fields["system"].queryset = systems.select_related("root")
        if not systems:
            del fields["system"]

    def clean_code(self) -> OrgUnit | None:
        """The unit of the code; one outside the actor's reach does not exist."""
        code = self.cleaned_data["code"].strip()
        unit: OrgUnit | None = self.units.filter(code=code).first() if code else None
        if code and unit is None:
            raise forms.ValidationError(_("Среди ваших организаций нет такой."))
        return unit

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["unit"] = given.get("code") or given.get("place")
        return given

    def role_given(self) -> dict[str, Any]:
        """What the service takes."""
        return {
            "role": self.cleaned_data["role"],
            "unit": self.cleaned_data["unit"],
            "system": self.cleaned_data.get("system"),
            "last_day": self.cleaned_data.get("last_day"),
        }


def offered_roles(actor: Actor, systems: Any) -> list[RoleDefinition]:
    """Roles that the actor may give somewhere: all their rights are held at one of their units.

    None of a level above that from which the actor manages access.
    """
    known = definitions_by_system(systems.values_list("pk", flat=True))
    roles = {code: role for found in known.values() for code, role in found.items()}
    roles |= known[None]
    lines = units_above(grant.unit_id for grant in actor.grants if grant.unit_id).values()
    rank = managed_rank(actor)
    offered = [
        role
        for role in roles.values()
        if is_of_own_level(role, rank)
        and (actor.unlimited or any(holds_all_of(actor, role, line) for line in lines))
    ]
    return sorted(offered, key=lambda role: (role.rank, role.title))


class GrantRoleForm(RoleFields):
    """A role for somebody who has an account."""


class InviteForm(RoleFields):
    title = forms.CharField(label=_("Фамилия, имя, отчество"), max_length=200)
    username = forms.CharField(
        label=_("Имя для входа"),
        max_length=60,
        help_text=_("Латинские буквы и цифры, например ivanova.mp."),
        widget=forms.TextInput(attrs={**PLAIN_TYPING, "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("Почта"), required=False)

    field_order = [
        "title",
        "username",
        "email",
        "role",
        "place",
        "code",
        "system",
        "last_day",
    ]


class EndRoleForm(forms.Form):
    last_day = forms.DateField(
        label=_("Последний день"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ProlongRoleForm(forms.Form):
    last_day = forms.DateField(
        label=_("Новый последний день"),
        required=False,
        help_text=_("Пусто – без срока, пока не завершат."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
