"""Forms by which actions go down and key activities are tied to those above."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rostok.orgs.models import OrgUnit
from rostok.roadmaps.models import KeyActivity


class HandForm(forms.Form):
    everybody = forms.BooleanField(label=_("Всем из списка"), required=False)
    units = forms.ModelMultipleChoiceField(
        queryset=OrgUnit.objects.none(),
        label=_("Кому"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["units"]
        chosen.queryset = units
        self.candidates = units

    def chosen(self) -> list[OrgUnit]:
        given = self.cleaned_data
        return list(self.candidates if given["everybody"] else given["units"])


class LinkForm(forms.Form):
    """A key activity of the system above; those alike in wording come first."""

    above = forms.ModelChoiceField(
        queryset=KeyActivity.objects.none(),
        label=_("Мероприятие системы уровнем выше"),
        required=False,
    )

    def __init__(
        self, *args: Any, near: list[KeyActivity], all_above: list[KeyActivity], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["above"]
        chosen.queryset = KeyActivity.objects.filter(pk__in=[one.pk for one in all_above])
        first = {one.pk for one in near}
        rest = [one for one in all_above if one.pk not in first]
        groups = [(_("Похожие по словам"), near), (_("Остальные"), rest)]
        chosen.choices = [
            ("", _("не связано")),
            *((title, [(one.pk, one.title) for one in rows]) for title, rows in groups if rows),
        ]
