"""Many rows in a handful of statements, without the price of building each statement by the row."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
BATCH = 2000


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
    columns = ", ".join(quoted(field.column) for field in given)
    marks = ", ".join("%s" for _ in given)
    execute(
        f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608 - the same
        [values_for(row, given) for row in rows],
    )


def values_for(row: Any, fields: Iterable[Any]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def execute(statement: str, values: list[list[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
