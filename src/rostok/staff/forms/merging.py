"""One question for each thing that two cards of a person disagree about."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rostok.people.merging import Question


class MergeForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.name] = forms.ChoiceField(
                label=question.title,
                choices=[(option.value, option.label) for option in question.options],
                help_text=question.hint,
                widget=forms.RadioSelect,
                error_messages={"required": "Выберите, что верно."},
            )
