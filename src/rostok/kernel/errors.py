"""Refusals that a person reads. The text says what is wrong and, where it can, what to do."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied


class RuleViolation(Exception):
    """A rule of the domain forbids it. `fields` put phrases at the places of a form."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class StaleForm(RuleViolation):
    """Somebody else saved the row since the form was opened."""


class Forbidden(PermissionDenied):
    """The actor lacks the permission for this object."""
