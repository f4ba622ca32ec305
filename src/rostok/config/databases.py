"""Database options found by measurement: docs/adr explains each."""

from typing import Any


def tuned(database: Any) -> dict[str, Any]:
    """A parsed `DATABASE_URL` with the options its engine needs under many writers."""
    if database["ENGINE"].endswith("sqlite3"):
        return {**database, "OPTIONS": {**database.get("OPTIONS", {}), **SQLITE_OPTIONS}}
    return {**database, "CONN_MAX_AGE": 0, "OPTIONS": {**database.get("OPTIONS", {}), "pool": True}}


SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
        " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
    ),
}
