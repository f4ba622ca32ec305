"""Many rows in a handful of statements."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
BATCH = 2000


def parts(values: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The values in lists of at most `size`: a statement takes only so many parameters."""
    rest = list(values)
    for start in range(0, len(rest), size):
        yield rest[start : start + size]


def upsert(rows: Sequence[Any], fields: Iterable[str], key: str = "id") -> None:
    """Update rows of one table by key in bulk, or make those that are not there yet."""
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=[key],
            update_fields=list(fields),
        )
