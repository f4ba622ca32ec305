"""Loads the optional files of every package, in the order of the floors, lowest first."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

OPTIONAL_FILES = (
    "permissions",
    "journal",
    "refs",
    "movers",
    "pack",
    "measures",
    "reactions",
    "followers",
    "effects",
    "imports",
    "panels",
    "nav",
    "todo",
    "notices",
    "tasks",
    "about",
    "erase",
    "demo",
)


def discover() -> None:
    """Import what packages offer to registries; a missing file is no error, a broken one is."""
    for package in reversed(settings.ROSTOK_PACKAGES):
        for name in OPTIONAL_FILES:
            module = f"{package}.{name}"
            if find_spec(module) is not None:
                import_module(module)
