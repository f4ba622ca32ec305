"""Forms of pages about reporting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.indicators.models import Level
from rostok.indicators.services.collecting import SOURCES


class SendForm(forms.Form):
    note = forms.CharField(
        label=_("Пояснение"),
        max_length=300,
        required=False,
        help_text=_("Нужно, если какие-то клетки пусты или замечание осталось без исправления."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ApproveForm(forms.Form):
    ground = forms.CharField(
        label=_("Основание"),
        max_length=300,
        required=False,
        help_text=_("Вы сами заполняли эту форму. Почему утверждаете её вы?"),
    )

    def __init__(self, *args: Any, asks_ground: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_ground:
            del self.fields["ground"]


class CollectForm(forms.Form):
    """What to ask, of whom, by when."""

    level = forms.ChoiceField(label=_("Кто сообщает"), choices=Level.choices)
    due = forms.DateField(
        label=_("Срок"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Последний день, когда форму ещё ждут."),
    )
    codes = forms.MultipleChoiceField(
        label=_("Показатели"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Отмеченные показатели появятся в формах за этот год."),
    )

    def __init__(
        self,
        *args: Any,
        indicators: list[tuple[str, str]],
        levels: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {"codes": indicators, "level": levels}
        for name, options in choices.items():
            field: Any = self.fields[name]
            field.choices = options


class SourceForm(forms.Form):
    source = forms.ChoiceField(
        label=_("Официальный источник"), choices=list(SOURCES.items()), widget=forms.RadioSelect
    )
    ground = forms.CharField(
        label=_("Основание"), max_length=300, help_text=_("Приказ, протокол или решение.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
