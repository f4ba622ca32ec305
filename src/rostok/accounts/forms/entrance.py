"""Forms of signing in: a password, codes, a new password."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rostok.accounts.kept import kept_form
from rostok.accounts.models import User
from rostok.accounts.passwords import password_hint
from rostok.accounts.second_step import count_failure, is_shut
from rostok.accounts.sessions import KEPT, begin

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
        """A form that came too late waits in the session until its user is in."""
        self.cleaned_data["remember"] = True
        response = super().login(request, redirect_url)
        begin(request, shared=self.cleaned_data["shared"])
        kept = request.POST.get("kept", "")
        if kept and kept_form(kept):
            request.session[KEPT] = kept
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
        self.fields["password"].help_text = password_hint()
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
