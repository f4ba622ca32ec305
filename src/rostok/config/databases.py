"""Options that a database engine needs for this product, whatever its address says."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ENGINES = ("sqlite3", "postgresql")
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
        " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
    ),
}
# Sets met by EXISTS look dear to the planner, so it compiles statements that run for milliseconds:
# half the time of an indicator was the compiler's (docs/adr/0010).
POSTGRES_OPTIONS = {"pool": True, "options": "-c jit=off"}


def read_database_url(url: str) -> dict[str, Any]:
    """Refused without repeating the address, which holds a password."""
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        database = {}
    if not str(database.get("ENGINE")).endswith(ENGINES):
        raise ImproperlyConfigured(
            "DATABASE_URL: такой адрес не подходит. Нужен"
            " postgres://имя:пароль@сервер:5432/база или sqlite:////путь/к/файлу."
        )
    return database


def tuned(database: Any) -> dict[str, Any]:
    """A parsed `DATABASE_URL` with the options of its engine; those given in the address win."""
    given = database.get("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        return {**database, "OPTIONS": {**given, **SQLITE_OPTIONS}}
    return {**database, "CONN_MAX_AGE": 0, "OPTIONS": {**POSTGRES_OPTIONS, **given}}
