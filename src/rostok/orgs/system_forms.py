"""Forms about a running system: what it works by, since when, and what it settles for itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.orgs.models import TERRITORIES, OrgKind
from rostok.packs.queries import accepted_packs, known_packs


def pack_choices() -> list[tuple[str, str]]:
    """Regulations by title where one has been accepted, else by key."""
    titles = dict(accepted_packs().values_list("key", "short_title"))
    return [(key, f"{titles.get(key, key)} ({key})") for key in known_packs()]


class ActivateForm(forms.Form):
    pack = forms.ChoiceField(label=_("Положение"), choices=pack_choices)
    root: Any = forms.ModelChoiceField(
        label=_("Территория"),
        queryset=None,
        empty_label=_("Выберите территорию"),
        help_text=_("Регион или муниципалитет — того уровня, на который рассчитано положение."),
    )
    key = forms.SlugField(
        label=_("Ключ системы"),
        max_length=40,
        help_text=_("Короткое имя латиницей для адресов и команд. Потом не меняется."),
    )
    from_date = forms.DateField(
        label=_("Первый день"), help_text=_("Показатели считаются с этого дня.")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        root: Any = self.fields["root"]
        root.queryset = units.filter(kind__in=TERRITORIES)


class EndSystemForm(forms.Form):
    last_day = forms.DateField(
        label=_("Последний день"), help_text=_("Накопленное остаётся и открывается как прежде.")
    )


class VersionForm(forms.Form):
    from_date = forms.DateField(
        label=_("Редакция действует с"),
        help_text=_("Годы, закончившиеся раньше этого дня, считаются по прежней редакции."),
    )


class SettingForm(forms.Form):
    """The field of the value follows the kind of the regulation's own."""

    field_order = ("value", "start", "ground")

    start = forms.DateField(label=_("Действует с"))
    ground = forms.CharField(
        label=_("Основание"), max_length=300, help_text=_("Приказ, протокол: номер и дата.")
    )

    def __init__(self, *args: Any, printed: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(printed)
        self.order_fields(self.field_order)


def value_field(printed: Any) -> forms.Field:
    if isinstance(printed, bool):
        return forms.TypedChoiceField(
            label=_("Значение"),
            choices=[("yes", _("да")), ("no", _("нет"))],
            coerce=lambda chosen: chosen == "yes",
        )
    if isinstance(printed, list):
        return forms.MultipleChoiceField(
            label=_("Значение"), choices=OrgKind.choices, widget=forms.CheckboxSelectMultiple
        )
    if isinstance(printed, int):
        return forms.IntegerField(label=_("Значение"), min_value=0)
    return forms.CharField(label=_("Название"), max_length=200)


class ReturnForm(forms.Form):
    start = forms.DateField(label=_("Снова по положению с"))
