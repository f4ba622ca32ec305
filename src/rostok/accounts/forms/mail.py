"""Forms of the address that letters go to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.accounts.forms.entrance import PLAIN_TYPING
from rostok.accounts.models import User


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("Почта"),
        required=False,
        help_text=_("Сюда приходят письмо дня и ссылка для нового пароля. Пусто – писем не будет."),
        widget=forms.EmailInput(attrs={**PLAIN_TYPING, "autocomplete": "email"}),
    )


class OwnEmailForm(EmailForm):
    """Whoever sits down at an open session must not take the account over by an address."""

    password = forms.CharField(
        label=_("Ваш пароль"),
        help_text=_("Чтобы почту не сменил кто-то за вашим столом."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        given = str(self.cleaned_data["password"])
        if not self.user.check_password(given):
            raise forms.ValidationError(_("Пароль не подходит."))
        return given
