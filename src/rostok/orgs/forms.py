"""Forms of territories and organisations. Last days are asked as people say them, inclusive."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.orgs.kinds import choices_under
from rostok.orgs.models import WORKPLACES, FlagKind, OrgKind, OrgUnit
from rostok.orgs.zones import ZONES

INHERITED = ("", _("Как у вышестоящей"))


def zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Часовой пояс"),
        choices=[INHERITED, *((zone, names[0]) for zone, names in ZONES.items())],
        required=False,
    )


def opened_field() -> forms.DateField:
    return forms.DateField(
        label=_("Открыта"),
        required=False,
        help_text=_("Оставьте пустым, если день неизвестен."),
    )


class NamesForm(forms.Form):
    title = forms.CharField(
        label=_("Полное название"), max_length=500, help_text=_("Как в уставе или положении.")
    )
    short_title = forms.CharField(
        label=_("Краткое название"), max_length=200, help_text=_("Так оно видно в списках.")
    )


class DayForm(forms.Form):
    on = forms.DateField(required=False)


class VersionedForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class CreateForm(NamesForm):
    """Only kinds that may stand under the parent are offered."""

    field_order = ("kind", "code", "title", "short_title", "opened_on", "time_zone")

    kind = forms.ChoiceField(label=_("Что добавляем"))
    code = forms.CharField(
        label=_("Код"),
        max_length=40,
        help_text=_("По коду запись узнаётся при загрузке таблиц. Двух одинаковых не бывает."),
    )
    opened_on = opened_field()
    time_zone = zone_field()

    def __init__(self, *args: Any, parent: OrgUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = choices_under(parent)


class RenameForm(NamesForm, VersionedForm):
    on = forms.DateField(
        label=_("Новое название действует с"), help_text=_("Первый день с новым названием.")
    )


class CorrectForm(NamesForm, VersionedForm):
    field_order = ("title", "short_title", "code", "org_kind", "opened_on", "time_zone")

    code = forms.CharField(label=_("Код"), max_length=40)
    org_kind = forms.ChoiceField(label=_("Вид организации"), choices=OrgKind.choices)
    opened_on = opened_field()
    time_zone = zone_field()

    def __init__(self, *args: Any, unit: OrgUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["time_zone"]
        if unit.time_zone and unit.time_zone not in ZONES:
            zones.choices = [*zones.choices, (unit.time_zone, unit.time_zone)]
        if unit.kind not in WORKPLACES:
            del self.fields["org_kind"]


class CloseForm(VersionedForm):
    last_day = forms.DateField(label=_("Последний день работы"))
    dismiss = forms.BooleanField(
        label=_("Уволить всех, кто здесь работает, этим же днём"),
        required=False,
        help_text=_("Если люди переходят в другую организацию, внесите реорганизацию."),
    )


class ReopenForm(VersionedForm):
    """`offers` name what ended with the closing and can come back; without them it is not asked."""

    give_back = forms.BooleanField(
        required=False,
        help_text=_(
            "Если закрытие внесли по ошибке. Вернётся то, что с тех пор не изменили; кто именно,"
            " будет видно до записи."
        ),
    )
    on = forms.DateField(
        label=_("Снова работает с"),
        required=False,
        help_text=_(
            "Оставьте пустым, если закрытие внесли по ошибке. После перерыва людей принимают,"
            " а роли дают заново."
        ),
    )
    ground = forms.CharField(label=_("Основание"), max_length=300, required=False)

    def __init__(self, *args: Any, offers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offers:
            self.fields["give_back"].label = f"Вернуть {'; '.join(offers)}"
        else:
            del self.fields["give_back"]


class FlagForm(forms.Form):
    flag = forms.ChoiceField(label=_("Признак"), choices=FlagKind.choices)
    start = forms.DateField(label=_("Первый день"))
    last_day = forms.DateField(
        label=_("Последний день"), required=False, help_text=_("Пусто, если признак действует.")
    )


class EndFlagForm(forms.Form):
    last_day = forms.DateField(label=_("Последний день"))
