"""The steps of prolonging a roadmap; each gives a part of the answers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.roadmaps.forms import VersionedForm
from rostok.roadmaps.lists import due_words
from rostok.roadmaps.prolonging import CANCEL, LEAVE, MOVE, RECURRING, SINGLE, WHOLE, Plan
from rostok.roadmaps.services.prolonging import LONGEST_KIND

WAYS = {
    RECURRING: _("Повторяются: ежегодно, ежеквартально, по плану"),
    WHOLE: _("Были рассчитаны на весь период: продлятся до нового конца"),
    SINGLE: _("Разовые: повторятся в те же дни нового года, если отметить"),
}
CHOICES = [
    (MOVE, _("перенести на новый год: срок по тексту останется виден рядом")),
    (LEAVE, _("оставить в прежнем году: просроченное останется просроченным")),
    (CANCEL, _("отменить этим актом")),
]


class ActForm(forms.Form):
    kind = forms.CharField(label=_("Вид акта"), max_length=LONGEST_KIND, initial="Приказ")
    number = forms.CharField(
        label=_("Номер"),
        max_length=LONGEST_KIND,
        required=False,
        help_text=_("Можно заполнить позже, когда акт подпишут."),
    )
    signed_on = forms.DateField(label=_("Дата акта"), required=False)


class ActionsForm(forms.Form):
    actions = forms.TypedMultipleChoiceField(
        label=_("Какие мероприятия продолжаются"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["actions"]
        chosen.choices = [
            (title, [(one.pk, said(one)) for one in plan.actions if plan.way_of(one) == way])
            for way, title in WAYS.items()
            if any(plan.way_of(one) == way for one in plan.actions)
        ]


def said(action: Any) -> str:
    return f"{action.title} ({action.term})" if action.term else str(action.title)


class UnfinishedForm(forms.Form):
    """A choice for all, and one of its own for each that needs another."""

    for_all = forms.ChoiceField(
        label=_("Со всем незавершённым"), choices=CHOICES, widget=forms.RadioSelect, initial=MOVE
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in plan.unfinished:
            self.fields[f"of-{one.pk}"] = forms.ChoiceField(
                label=f"{one.action.title}, {due_words(one)}",
                choices=[("", _("как для всех")), *CHOICES],
                required=False,
            )

    def by_number(self) -> dict[int, str]:
        given = self.cleaned_data.items()
        return {int(name[3:]): choice for name, choice in given if name[:3] == "of-" and choice}


class TargetsForm(forms.Form):
    """Plans of the new year at the territory itself; an empty one sets nothing."""

    def __init__(self, *args: Any, indicators: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, indicator in indicators.items():
            self.fields[code] = forms.DecimalField(
                label=indicator.title,
                required=False,
                min_value=0,
                max_value=100 if indicator.unit == "percent" else None,
                max_digits=14,
                decimal_places=4,
            )

    def values(self) -> dict[str, Decimal]:
        return {code: value for code, value in self.cleaned_data.items() if value is not None}


class CheckForm(VersionedForm):
    """Names the answers that were shown, so that others given meanwhile are not confirmed."""

    draft = forms.IntegerField(widget=forms.HiddenInput)
