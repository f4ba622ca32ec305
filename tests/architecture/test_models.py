"""Tables: keys point down, rows of an organisation know it, nothing generic is left."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from rostok.kernel.access import ScopedModel, paths_of
from tests.architecture.sources import ROOT
from tests.architecture.test_imports import floor_of

MODELS = [model for model in apps.get_models() if model.__module__.startswith("rostok.")]
SCOPED = [model for model in MODELS if issubclass(model, ScopedModel)]


def label(model: type[models.Model]) -> str:
    return model._meta.label


def package(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_foreign_keys_point_down(model: type[models.Model]) -> None:
    wrong = [
        f"{field.name} → {label(target)}"
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and (target := field.related_model) in MODELS
        and package(target) != package(model)
        and floor_of(package(target)) <= floor_of(package(model))
    ]
    assert not wrong


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_no_key_is_generic(model: type[models.Model]) -> None:
    assert not [f for f in model._meta.private_fields if isinstance(f, GenericForeignKey)]


@pytest.mark.parametrize("model", SCOPED, ids=label)
def test_a_scoped_row_knows_its_organisation(model: type[ScopedModel]) -> None:
    assert list(paths_of(model)), "name `scope_org` or add a scope path from an upper package"


@pytest.mark.parametrize("model", SCOPED, ids=label)
def test_a_scoped_model_has_a_test_of_its_scope(model: type[ScopedModel]) -> None:
    """Files `tests/**/test_*scope*.py` name every scoped model."""
    tests = (ROOT / "tests").rglob("test_*scope*.py")
    assert any(model.__name__ in path.read_text(encoding="utf-8") for path in tests)
