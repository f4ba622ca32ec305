"""Forms of signing in and of access."""

from collections.abc import Sequence
from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rostok.accounts.models import User
from rostok.accounts.roles import (
    RoleDefinition,
    definitions_by_system,
    holds_all_of,
    units_above,
)
from rostok.accounts.second_step import count_failure, is_shut
from rostok.accounts.sessions import begin
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.orgs import permissions as orgs_permissions
from rostok.orgs.models import OrgUnit, System

PLAIN_TYPING = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


def shared_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Это чужой или общий компьютер"),
        help_text=_("Вход закончится, когда закроют браузер или 20 минут ничего не делают."),
        required=False,
    )


class SignInForm(LoginForm):
    """A login name or an e-mail, a password, and whether the computer is a foreign one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["remember"]
        self.fields["login"].label = _("Имя для входа или почта")
        self.fields["login"].max_length = 254
        self.fields["login"].widget = forms.TextInput(
            attrs={**PLAIN_TYPING, "autocomplete": "username", "maxlength": 254}
        )
        self.fields["password"].label = _("Пароль")
        self.fields["password"].widget = forms.PasswordInput(
            attrs={"autocomplete": "current-password"}
        )
        self.fields["password"].help_text = ""
        self.fields["shared"] = shared_field()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> Any:
        self.cleaned_data["remember"] = True
        response = super().login(request, redirect_url)
        begin(request, shared=self.cleaned_data["shared"])
        return response


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(
            attrs={**PLAIN_TYPING, "autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


class SecondStepCodeForm(forms.Form):
    code = code_field(_("Код из приложения"), _("Шесть цифр; они меняются каждые полминуты."))


class ProveForm(forms.Form):
    code = code_field(_("Код из приложения или запасной"))
    wish = forms.ChoiceField(
        label=_("Что сделать"),
        choices=[
            ("codes", _("Напечатать новые запасные коды")),
            ("off", _("Выключить вход в два шага")),
        ],
        widget=forms.RadioSelect,
        initial="codes",
    )


class CountedCodeMixin:
    """A wrong code counts as a wrong password: seven lock the name at the address."""

    user: User

    def clean_code(self) -> str:
        if is_shut(context.request, self.user):
            raise forms.ValidationError(
                _("Слишком много неверных кодов. Подождите 15 минут и попробуйте снова.")
            )
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError as error:
            count_failure(context.request, self.user)
            raise forms.ValidationError(
                _("Код не подошёл. Подождите нового кода или возьмите запасной с листка.")
            ) from error


def dressed_code(form: forms.BaseForm) -> None:
    form.fields["code"] = code_field(
        _("Код из приложения"), _("Или запасной код с листка, восемь цифр.")
    )


class SecondStepForm(CountedCodeMixin, AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dressed_code(self)


class ProveAgainForm(CountedCodeMixin, ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dressed_code(self)


class EnterCodeForm(forms.Form):
    login = forms.CharField(
        label=_("Имя для входа"),
        max_length=60,
        help_text=_("Оно напечатано над кодом."),
        widget=forms.TextInput(attrs={**PLAIN_TYPING, "autocomplete": "username"}),
    )
    code = forms.CharField(
        label=_("Одноразовый код"),
        max_length=40,
        help_text=_("Восемь букв и цифр; большие или маленькие – всё равно."),
        widget=forms.TextInput(attrs={**PLAIN_TYPING, "autocomplete": "one-time-code"}),
    )


class ChoosePasswordForm(forms.Form):
    """A new password, typed twice. Needs the user whose password it will be."""

    password = forms.CharField(
        label=_("Новый пароль"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Новый пароль ещё раз"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    shared = shared_field()

    def __init__(self, *args: Any, user: User, ask_shared: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = " ".join(password_validators_help_texts())
        if not ask_shared:
            del self.fields["shared"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("password", again) != again:
            raise forms.ValidationError(_("Пароли не совпадают: введите одинаковые."))
        return again


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
        }


def offered_roles(actor: Actor, systems: Any) -> list[RoleDefinition]:
    """Roles that the actor may give somewhere: all their rights are held at one of their units."""
    known = definitions_by_system(systems.values_list("pk", flat=True))
    roles = {code: role for found in known.values() for code, role in found.items()}
    roles |= known[None]
    lines = units_above(grant.unit_id for grant in actor.grants if grant.unit_id).values()
    offered = [
        role
        for role in roles.values()
        if actor.unlimited or any(holds_all_of(actor, role, line) for line in lines)
    ]
    return sorted(offered, key=lambda role: (role.rank, role.title))


class GrantRoleForm(RoleFields):
    last_day = forms.DateField(
        label=_("Последний день"),
        required=False,
        help_text=_("Пусто – пока не завершат."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


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
