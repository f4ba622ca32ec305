"""Where the ids of a table have come to: an id of a deleted row is never given again."""

from django.db import connection, models


def id_column(model: type[models.Model]) -> str | None:
    key = model._meta.pk
    return key.column if isinstance(key, models.AutoField | models.BigAutoField) else None


def last_id(model: type[models.Model]) -> int | None:
    """The last id ever given, `None` where the database gives none."""
    column = id_column(model)
    if column is None:
        return None
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted(table), column])
            (name,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 - its own answer
            value, called = cursor.fetchone()
            return int(value) if called else None
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return int(row[0]) if row else None


def go_on_after(model: type[models.Model], last: int | None) -> None:
    """New ids follow both the last given one and the largest stored one."""
    column = id_column(model)
    if column is None:
        return
    table = model._meta.db_table
    largest = model._default_manager.aggregate(models.Max("pk"))["pk__max"]
    reached = max(last or 0, largest or 0)
    if not reached:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                [quoted(table), column, reached],
            )
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, reached])


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
