"""After much is written at once the database counts its rows, and once every night."""

from typing import Any

import pytest
from django.db import connection

from rostok.kernel.duties import duties
from rostok.kernel.jobs import run_now
from rostok.kernel.models import ImportRow, Job
from rostok.kernel.statistics import LARGE, refresh_after, refresh_statistics
from rostok.kernel.tabular import check_batch, confirm_batch
from rostok.kernel.tasks import COUNT
from tests.factories import BOSS
from tests.kernel.tabular_toys import KEEPER, registered, toy_batch

pytestmark = pytest.mark.django_db


def counted(table: Any) -> int:
    """How many rows the database believes the table to have; less than one: it never counted."""
    name = table._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [name])
            return int(cursor.fetchone()[0])
        if "sqlite_stat1" not in connection.introspection.table_names(cursor, include_views=True):
            return 0
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [name])
        found = cursor.fetchone()
        return int(found[0].split()[0]) if found else 0


@pytest.fixture
def lines() -> None:
    Job.objects.bulk_create([Job(kind="toy", title=f"Строка {number}") for number in range(300)])


def test_the_database_counts_its_rows_when_asked(lines: None) -> None:
    refresh_statistics()
    assert counted(Job) == 300


def test_a_few_rows_are_not_worth_counting(lines: None) -> None:
    before = counted(Job)
    refresh_after(LARGE - 1)
    assert counted(Job) == before
    refresh_after(LARGE)
    assert counted(Job) == 300


def test_after_a_long_list_the_database_knows_its_rows() -> None:
    rows = [(f"Мяч {number}", None, 3, "малый") for number in range(LARGE)]
    with registered():
        batch = check_batch(KEEPER, batch=toy_batch(*rows))
        confirm_batch(KEEPER, batch=batch)
    assert counted(ImportRow) == LARGE
    assert counted(Job) >= LARGE


def test_every_night_the_database_counts_its_rows(lines: None) -> None:
    assert duties.get(COUNT).hour == 4
    run_now(BOSS, COUNT, "Статистика")
    assert counted(Job) >= 300
