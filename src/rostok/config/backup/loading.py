"""The rows of an archive into empty tables."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, models

from rostok.config.backup.archive import DAMAGED, Archive
from rostok.config.backup.manifest import TablePart
from rostok.config.backup.schema import columns_of, migrate_to, settle, tables_at
from rostok.config.backup.sequences import go_on_after, quoted
from rostok.config.backup.values import Store, store_for
from rostok.kernel.errors import RuleViolation

CHUNK = 2000
UNFIT = "Строки таблицы {table} не подходят базе данных: {why}"
Progress = Callable[[str], None]
Rows = Iterator[list[Any]]


def load(archive: Archive, progress: Progress) -> None:
    """Tables as they were when the copy was made, their rows, then what has changed since.

    The database has no tables of ours. Refused: tables or rows that the migrations do not explain.
    """
    manifest = archive.manifest
    migrate_to(manifest.migrations)
    tables = {model._meta.db_table: model for model in tables_at(manifest.migrations)}
    if set(tables) != {part.table for part in manifest.tables}:
        raise RuleViolation(DAMAGED.format(what="таблицы не те, что в её описании"))
    empty(list(tables))
    with connection.constraint_checks_disabled():
        for part in manifest.tables:
            load_table(archive, part, tables[part.table], progress)
    refuse_broken_links()
    for part in manifest.tables:
        go_on_after(tables[part.table], part.last_id)
    migrate_to()


def empty(tables: Sequence[str]) -> None:
    """What migrations put in is in the archive too, as it was later."""
    statements = connection.ops.sql_flush(no_style(), list(tables))
    connection.ops.execute_sql_flush(statements)


def load_table(
    archive: Archive, part: TablePart, model: type[models.Model], progress: Progress
) -> None:
    fields = dict(zip(columns_of(model), model._meta.local_concrete_fields, strict=True))
    if sorted(fields) != sorted(part.columns):
        raise RuleViolation(DAMAGED.format(what=f"не те столбцы у {part.table}"))
    stores = [store_for(fields[column]) for column in part.columns]
    try:
        with archive.lines(part) as lines:
            insert(part, values(lines, stores))
        stored = model._default_manager.count()
    except (DatabaseError, ValidationError, ValueError, TypeError, KeyError) as error:
        first, _, _ = str(error).partition("\n")
        raise RuleViolation(
            f"Строки таблицы {part.table} не подходят базе данных: {first}"
        ) from error
    if stored != part.rows:
        raise RuleViolation(DAMAGED.format(what=f"не все строки {part.table}"))
    if part.rows >= CHUNK:
        progress(f"{part.table}: {part.rows}")


def values(lines: Iterator[bytes], stores: Sequence[Store | None]) -> Rows:
    """Rows as the database takes them."""
    work = [(place, store) for place, store in enumerate(stores) if store is not None]
    for line in lines:
        row: list[Any] = json.loads(line)
        if not isinstance(row, list) or len(row) != len(stores):
            raise ValueError("не то число значений")
        for place, store in work:
            row[place] = store(row[place])
        yield row


def insert(part: TablePart, rows: Rows) -> None:
    columns = ", ".join(quoted(name) for name in part.columns)
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {quoted(part.table)} ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(part.columns))
    statement = f"INSERT INTO {quoted(part.table)} ({columns}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        while chunk := list(islice(rows, CHUNK)):
            cursor.executemany(statement, chunk)
        cursor.execute("COMMIT")


def refuse_broken_links() -> None:
    """Every row that is pointed at is there."""
    try:
        connection.check_constraints()
        settle()
    except IntegrityError as error:
        first, _, _ = str(error).partition("\n")
        raise RuleViolation(
            DAMAGED.format(what=f"строка ссылается на недостающую ({first})")
        ) from error
