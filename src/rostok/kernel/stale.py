"""A form that was opened on an earlier state of its row, shown again over what stands there now."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.choices import flatten_choices

from rostok.kernel.ui.formats import date_words


def reopened(typed: Any, make: Callable[..., Any]) -> Any:
    """The typed form on the state of now: hidden marks renewed, at each field what differs from it.

    `make` builds the page's form, unbound or over data. Saved once more, what was typed is kept.
    """
    now = make()
    data = typed.data.copy()
    for mark in now.hidden_fields():
        data[mark.html_name] = mark.value()
    again = make(data, typed.files)
    again.full_clean()
    for shown in now.visible_fields():
        kept = again[shown.name].data
        if shown.name in now.initial and shown.field.has_changed(shown.initial, kept):
            again.add_error(shown.name, f"Сейчас в записи: {words_of(shown)}")
    return again


def words_of(bound: Any) -> str:
    """The value of an unbound form's field as people read it."""
    value = bound.initial
    if value in (None, ""):
        return "пусто"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return date_words(value)
    choices: Any = flatten_choices(getattr(bound.field, "choices", ()))
    named = {str(key): title for key, title in choices}
    return str(named.get(str(value), value))
