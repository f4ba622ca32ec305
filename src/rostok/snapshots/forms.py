from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.kernel.text import LONGEST_ANSWER
from rostok.orgs.models import OrgUnit
from rostok.snapshots.models import Snapshot


class MakeForm(forms.Form):
    """What to freeze. Without a day each indicator is counted on its own base date."""

    unit = forms.ModelChoiceField(
        queryset=OrgUnit.objects.none(), label=_("Территория"), empty_label=None
    )
    year = forms.TypedChoiceField(label=_("Год"), coerce=int)
    on = forms.DateField(
        label=_("На дату"),
        required=False,
        help_text=_("Пусто — последний день года, а в текущем году сегодня."),
    )
    title = forms.CharField(
        label=_("Название"),
        max_length=200,
        required=False,
        help_text=_("Пусто — территория, год и дата."),
    )

    def __init__(self, *args: Any, units: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["unit"]
        places.queryset = units
        chosen: Any = self.fields["year"]
        chosen.choices = [(year, str(year)) for year in reversed(years)]


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Почему"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Это прочтут все, кто видит срез."),
    )


class GroundForm(forms.Form):
    ground = forms.CharField(
        label=_("Основание"),
        max_length=300,
        help_text=_(
            "Почему вы утверждаете свой срез: приказ, распоряжение, штат из одного человека."
            " Это останется в журнале."
        ),
    )


class SnapshotField(forms.ModelChoiceField[Snapshot]):
    """Two of one day and place are told apart by their state and the day they were made."""

    def label_from_instance(self, obj: Snapshot) -> str:
        return f"{obj} ({obj.get_state_display()}, сделан {obj.made_at:%d.%m.%Y})"


class CompareForm(forms.Form):
    """With which snapshot and at which place to compare."""

    other = SnapshotField(
        queryset=Snapshot.objects.none(), label=_("С каким срезом"), empty_label=None
    )
    unit = forms.ChoiceField(label=_("Территория, организация"))

    def __init__(self, *args: Any, others: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["other"]
        chosen.queryset = others
        listed: Any = self.fields["unit"]
        listed.choices = [(place.unit_id, place.title) for place in places]
