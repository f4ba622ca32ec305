"""What the database knows of its rows: it plans its queries by that."""

from django.db import connection

from rostok.kernel.bulk import quoted

LARGE = 1000  # rows written at once
SAMPLED = 10_000


def refresh_statistics() -> None:
    """Let the database count its rows: before, it plans as if tables were empty, or as they were.

    Table by table, and of an index of SQLite no more than a sample, so that no writer waits long.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLED}")
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"ANALYZE {quoted(table)}")


def refresh_after(written: int) -> None:
    """After so many rows at once, if they are enough to change the plans."""
    if written >= LARGE:
        refresh_statistics()
