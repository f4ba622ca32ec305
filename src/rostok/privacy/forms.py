"""Forms about personal data: consents, requests, disputes, texts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.files import KeptFileField
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy.about import part_choices
from rostok.privacy.models import Outlived, RequestKind
from rostok.privacy.purposes import purpose_choices

CHOOSE = [("", _("— выберите —"))]


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PurposeChoiceForm(forms.Form):
    """A form whose `purpose` is one of those of the packs."""

    purpose = forms.ChoiceField(label=_("Цель согласия"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["purpose"]
        chosen.choices = [*CHOOSE, *purpose_choices()]


class RecordConsentForm(PurposeChoiceForm):
    given_on = forms.DateField(label=_("Когда подписано"))
    scan = KeptFileField(label=_("Скан подписанного согласия"))


class RecordListForm(forms.Form):
    """Who of an organisation signed one list."""

    given_on = forms.DateField(label=_("Когда подписано"))
    scan = KeptFileField(
        label=_("Скан подписанного списка"),
        help_text=_("Один файл на весь список: PDF, JPG, PNG, DOCX или XLSX, до 10 МБ."),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Кто подписал"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Отметьте хотя бы одного человека.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed: Any = self.fields["people"]
        listed.queryset = people


class ChoosePlaceForm(PurposeChoiceForm):
    """For which organisation and purpose a signed list is recorded."""

    unit = forms.ModelChoiceField(
        label=_("Организация"), queryset=OrgUnit.objects.none(), empty_label=None
    )
    field_order = ("unit", "purpose")

    def __init__(self, *args: Any, units: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["unit"]
        places.queryset = units


class WithdrawalForm(forms.Form):
    withdrawn_on = forms.DateField(label=_("Когда получено заявление"))
    scan = KeptFileField(label=_("Скан заявления"))


class RequestForm(forms.Form):
    """What a person asks; the fields below the first belong to some kinds only."""

    kind = forms.ChoiceField(label=_("О чём"))
    part = forms.ChoiceField(
        label=_("Что оспаривается"),
        required=False,
        help_text=_("Для «остановить использование»: эту часть перестанут выгружать и менять."),
    )
    purpose = forms.ChoiceField(
        label=_("Какое согласие отозвать"),
        required=False,
        help_text=_("Для «отозвать согласие»."),
    )
    text = forms.CharField(
        label=_("Что нужно сделать"),
        required=False,
        max_length=3000,
        widget=text_area(4),
        help_text=_("Например, что записано неверно и как правильно."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {
            "kind": [*CHOOSE, *RequestKind.choices],
            "part": [*CHOOSE, *part_choices()],
            "purpose": [*CHOOSE, *purpose_choices()],
        }
        for name, choices in given.items():
            chosen: Any = self.fields[name]
            chosen.choices = choices


class RecordRequestForm(RequestForm):
    received_on = forms.DateField(label=_("Когда получено"))
    scan = KeptFileField(label=_("Скан обращения"), required=False)
    field_order = ("received_on", "kind", "part", "purpose", "text", "scan")


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Ответ"),
        max_length=5000,
        widget=text_area(6),
        help_text=_("Его прочтёт человек: что сделано и когда."),
    )
    file = KeptFileField(label=_("Файл к ответу"), required=False)


class GroundForm(forms.Form):
    ground = forms.CharField(
        label=_("Основание отказа"),
        max_length=5000,
        widget=text_area(5),
        help_text=_("Назовите норму закона и объясните словами. Это прочтёт человек."),
    )


class ExtendForm(forms.Form):
    reason = forms.CharField(
        label=_("Почему нужно больше времени"),
        max_length=500,
        widget=text_area(3),
        help_text=_("Срок продлится на 5 рабочих дней, один раз. Человек это прочтёт."),
    )


class BlockForm(forms.Form):
    part = forms.ChoiceField(label=_("Что оспаривается"))
    reason = forms.CharField(label=_("Почему"), max_length=500, widget=text_area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["part"]
        chosen.choices = [*CHOOSE, *part_choices()]


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("Чем кончилось"),
        max_length=500,
        widget=text_area(3),
        help_text=_("Что проверили и что оказалось верным. Это прочтёт человек."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Основание"),
        max_length=500,
        widget=text_area(3),
        help_text=_("Останется в журнале навсегда: почему карточку обезличили."),
    )


class PlaceForm(forms.Form):
    """A territory whose terms are looked through, and which of them."""

    what = forms.ChoiceField(
        label=_("Что проверить"), choices=Outlived.choices, widget=forms.RadioSelect
    )

    unit = forms.ModelChoiceField(
        label=_("Территория или организация"), queryset=OrgUnit.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, units: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["unit"]
        places.queryset = units


class TextForm(PurposeChoiceForm):
    """A territory's own text of a consent."""

    unit = forms.ModelChoiceField(
        label=_("Для территории или организации"),
        queryset=OrgUnit.objects.none(),
        empty_label=None,
        help_text=_("Действует и для всех ниже."),
    )
    version = forms.CharField(label=_("Редакция"), max_length=20)
    start = forms.DateField(
        label=_("Действует с"),
        help_text=_("С этого дня прежние согласия не считаются: людей спросят снова."),
    )
    text = forms.CharField(label=_("Текст согласия"), max_length=20_000, widget=text_area(14))

    def __init__(self, *args: Any, units: QuerySet[Any], **kwargs: Any) -> None:
        kwargs["initial"] = {"start": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        places: Any = self.fields["unit"]
        places.queryset = units
