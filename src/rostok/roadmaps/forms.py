from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.kernel.files import KeptFileField
from rostok.kernel.text import LONGEST_ANSWER
from rostok.packs.models import PackVersion
from rostok.people.models import Person
from rostok.roadmaps.services.doing import LONGEST_REASON

PROOF_WAYS = {
    "document": _("Документ: вид, номер и дата"),
    "file": _("Файл: скан приказа, справка, протокол"),
    "address": _("Открытый адрес: страница на сайте"),
}


class VersionedForm(forms.Form):
    """Carries the version the page was opened on, so that a stale decision is refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RenewForm(VersionedForm):
    """Names the version of the regulation whose changes were shown."""

    shown = forms.ModelChoiceField(
        queryset=PackVersion.objects.defer("content"), widget=forms.HiddenInput
    )


class ProgressForm(forms.Form):
    progress = forms.CharField(
        label=_("Что сделано"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Коротко: это увидят те, кто принимает."),
    )


class AssignForm(forms.Form):
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Исполнитель"),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, people: Any, offered: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        """Anybody of `people` may be named; those `offered` are shown."""
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["person"]
        chosen.queryset = people
        chosen.choices = [*offered, ("", _("никто"))]


class DoerForm(forms.Form):
    """Who is named for several terms: a person, a unit below, or nobody."""

    doer = forms.ChoiceField(
        label=_("Кому"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите, кто исполняет.")},
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doer"].choices = choices  # type: ignore[attr-defined]


class FindDoerForm(forms.Form):
    name = forms.CharField(
        label=_("Найти исполнителя"),
        max_length=100,
        required=False,
        help_text=_("Фамилия человека или название организации этой территории."),
    )


class FindPersonForm(forms.Form):
    name = forms.CharField(
        label=_("Найти по имени"),
        max_length=100,
        required=False,
        help_text=_("Фамилия или её начало; ищем среди тех, кто работает на этой территории."),
    )


class DocumentForm(forms.Form):
    """A document by what is printed on it."""

    title = forms.CharField(
        label=_("Документ"), max_length=300, help_text=_("Например: приказ о создании ММС.")
    )
    number = forms.CharField(
        label=_("Номер"), max_length=60, help_text=_("«б/н», если без номера.")
    )
    signed_on = forms.DateField(label=_("Дата документа"))


class FileForm(forms.Form):
    file = KeptFileField(label=_("Файл"))
    title = forms.CharField(
        label=_("Название"), max_length=300, required=False, help_text=_("Пусто — имя файла.")
    )


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Адрес страницы"),
        max_length=500,
        help_text=_("Начинается с https://. Страница должна открываться без входа."),
    )
    title = forms.CharField(label=_("Название"), max_length=300, required=False)


class DayForm(forms.Form):
    due = forms.DateField(label=_("Срок"), help_text=_("Последний день, когда это ещё вовремя."))


class MoveForm(VersionedForm):
    due = forms.DateField(label=_("Новый срок"))
    reason = forms.CharField(
        label=_("Почему"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Срок из положения останется виден рядом."),
    )


class CommentForm(VersionedForm):
    comment = forms.CharField(
        label=_("Чего не хватает"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AcceptForm(VersionedForm):
    """Nothing is asked: the page says what is accepted."""


class AcceptAloneForm(VersionedForm):
    """For whoever accepts their own because nobody else can."""

    ground = forms.CharField(
        label=_("Основание принять самим"),
        max_length=LONGEST_REASON,
        help_text=_("Принять больше некому. Основание останется в журнале."),
    )


class CancelForm(forms.Form):
    ground = forms.CharField(
        label=_("Акт об отмене"),
        max_length=300,
        help_text=_("Вид, дата и номер: «Приказ от 01.02.2024 № 15»."),
    )


class RestoreForm(forms.Form):
    ground = forms.CharField(
        label=_("Почему снова выполняется"),
        max_length=300,
        help_text=_("Акт или причина: «Отменено по ошибке»."),
    )
