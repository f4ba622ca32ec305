"""Many rows in a handful of statements, without the price of building each statement by the row."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

T = TypeVar("T")
BATCH = 2000
AS_THEY_ARE = {int, str, type(None)}


def parts(values: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The values, taken as they are asked for, in lists of at most `size`.

    A statement takes only so many parameters, and a stream is never held whole.
    """
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def update_rows(rows: Sequence[Any], fields: Iterable[str]) -> None:
    """Write these fields of rows of one table, one prepared statement for all."""
    if not rows:
        return
    meta = type(rows[0])._meta
    changed = [meta.get_field(name) for name in fields]
    assignments = ", ".join(f"{quoted(field.column)} = %s" for field in changed)
    execute(
        f"UPDATE {quoted(meta.db_table)} SET {assignments}"  # noqa: S608 - names of our own tables
        f" WHERE {quoted(meta.pk.column)} = %s",
        [[*values_for(row, changed), row.pk] for row in rows],
    )


def insert_rows(rows: Sequence[Any]) -> None:
    """Make rows of one table whose keys nobody needs back, or that have them already."""
    if not rows:
        return
    meta = type(rows[0])._meta
    given = [field for field in meta.concrete_fields if not field.primary_key or rows[0].pk]
    insert_values(type(rows[0]), given, [values_for(row, given) for row in rows])


def insert_plain(table: Any, names: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """Make rows out of values in the order of these names, with no object for each."""
    fields = [table._meta.get_field(name) for name in names]
    insert_values(table, fields, [stored(fields, values) for values in rows])


def insert_values(table: Any, fields: Sequence[Any], values: list[list[Any]]) -> None:
    columns = ", ".join(quoted(field.column) for field in fields)
    marks = ", ".join("%s" for _ in fields)
    name = quoted(table._meta.db_table)
    execute(f"INSERT INTO {name} ({columns}) VALUES ({marks})", values)  # noqa: S608 - the same


def values_for(row: Any, fields: Sequence[Any]) -> list[Any]:
    return stored(fields, [getattr(row, field.attname) for field in fields])


def stored(fields: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """As the database keeps them; most are kept as they are, and that saves a third of the time."""
    return [
        value
        if type(value) in AS_THEY_ARE and not isinstance(field, models.JSONField)
        else field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values, strict=True)
    ]


def execute(statement: str, values: list[list[Any]]) -> None:
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
