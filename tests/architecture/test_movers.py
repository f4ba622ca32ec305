"""Cards can be merged and anonymised: every key to a person says what happens to its rows."""

from django.apps import apps
from django.db import models

from rostok.people.merging import movers
from rostok.people.models import Person
from rostok.privacy.erasing import erasers


def keys_to_person() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("rostok.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model is Person
    }


def test_every_key_to_a_person_has_a_mover() -> None:
    assert keys_to_person() == set(movers)


def test_every_key_to_a_person_says_how_it_is_anonymised() -> None:
    assert keys_to_person() == set(erasers)
