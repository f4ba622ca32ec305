"""Values of rows as JSON of no database engine, and back."""

import base64
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.duration import duration_string

Store = Callable[[Any], Any]
TEXTS = (models.CharField, models.TextField)
PLAIN = (*TEXTS, models.IntegerField, models.BooleanField, models.FloatField, models.AutoField)


def line_of(row: tuple[Any, ...]) -> bytes:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=neutral)
    return f"{text}\n".encode()


def neutral(value: Any) -> str:
    """A value that JSON does not know: ISO for days and moments, digits for decimals."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"{type(value).__name__} has no neutral form")


def store_for(field: models.Field[Any, Any]) -> Store | None:
    """How a value of the field is given to the database; nothing to do when `None`.

    A column of keys holds what the row it points at is known by.
    """
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.JSONField):
        return as_json if not field.null else as_json_or_null
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else base64.b64decode(value)
    if isinstance(field, PLAIN) or connection.vendor == "postgresql":
        return None  # PostgreSQL reads days, moments, decimals and the rest as they are written
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return None
    return prepared_by(field)


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def as_json_or_null(value: Any) -> str | None:
    return None if value is None else as_json(value)


def prepared_by(field: models.Field[Any, Any]) -> Store:
    """The form in which Django keeps the value in SQLite."""

    def prepared(value: Any) -> Any:
        return None if value is None else field.get_db_prep_save(field.to_python(value), connection)

    return prepared
