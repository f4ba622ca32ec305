"""What an import touches: noted while it writes, kept with the batch, given back by undo."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.db import models

from rostok.kernel.bulk import BATCH, insert_rows, parts, update_rows
from rostok.kernel.models import ImportBatch, ImportTrace

TOGETHER = 500
MARK_BYTES = 9
VERSION = "version"

Table = type[models.Model]
Before = dict[str, Any]


class Trace:
    """The rows that a write touches, written and noted at once."""

    def __init__(self) -> None:
        self.noted: dict[Table, dict[int, Before | None]] = defaultdict(dict)
        self.removed: dict[Table, dict[int, Before]] = defaultdict(dict)
        self.ended = 0

    def write_over(self, rows: Sequence[models.Model], fields: Sequence[str]) -> None:
        """Write these fields of rows of one table; rows that are not there yet are made."""
        if not rows:
            return
        known = self.changing(type(rows[0]), {row.pk for row in rows}, fields)
        new = [row for row in rows if row.pk not in known]
        update_rows([row for row in rows if row.pk in known], fields)
        insert_rows(new)
        self.made(new)

    def write_new(self, table: Table, rows: Sequence[models.Model]) -> None:
        """Make rows of a table that gives them their keys."""
        table._meta.base_manager.bulk_create(rows, batch_size=BATCH)
        self.made(rows)

    def changing(self, table: Table, keys: Iterable[int], fields: Iterable[str]) -> set[int]:
        """Note what rows hold in these fields; the keys of rows that are there."""
        noted = self.noted[table]
        held = dict(values_of(table, keys, [attname(table, name) for name in fields]))
        for key, values in held.items():
            if (before := noted.get(key, {})) is not None:
                noted[key] = {**values, **before}
        return set(held)

    def made(self, rows: Iterable[models.Model]) -> None:
        for row in rows:
            self.noted[type(row)].setdefault(row.pk, None)

    def removing(self, rows: models.QuerySet[Any]) -> None:
        columns = columns_of(rows.model)
        for values in rows.values_list(*columns):
            before = dict(zip(columns, values, strict=True))
            self.removed[rows.model][before[key_of(rows.model)]] = before

    def keep(self, batch: ImportBatch) -> None:
        """Store the trace with its batch, in the transaction that wrote the rows."""
        entries = [
            (table, [[key, exact(before), marks[key]] for key, before in noted.items()])
            for table, noted in self.noted.items()
            for marks in [dict(marks_of(table, noted))]
        ]
        entries += [
            (table, [[key, exact(before), ""] for key, before in rows.items()])
            for table, rows in self.removed.items()
        ]
        ImportTrace.objects.bulk_create(
            ImportTrace(batch=batch, model=table._meta.label_lower, rows=part)
            for table, rows in entries
            for part in parts(rows, TOGETHER)
        )


class Touched:
    """The trace of an applied batch, read back."""

    def __init__(self, batch: ImportBatch) -> None:
        self.marks: dict[Table, dict[int, str]] = {}
        self.before: dict[Table, dict[int, Before]] = defaultdict(dict)
        self.made: dict[Table, list[int]] = defaultdict(list)
        self.removed: dict[Table, list[Before]] = defaultdict(list)
        for trace in batch.traces.all():
            table = apps.get_model(trace.model)
            for key, before, mark in trace.rows:
                self.add(table, key, before, mark)

    def add(self, table: Table, key: int, before: Before | None, mark: str) -> None:
        if before is not None:
            before = {name: loaded(table, name, value) for name, value in before.items()}
        if not mark:
            self.removed[table].append(before or {})
            return
        self.marks.setdefault(table, {})[key] = mark
        if before is None:
            self.made[table].append(key)
        else:
            self.before[table][key] = before

    def keys(self, table: Table) -> set[int]:
        """Rows of a table that stand there now and that the batch made or changed."""
        return set(self.marks.get(table, ()))

    def moved(self) -> Iterator[tuple[Table, int]]:
        """Rows that are not as the batch left them any more."""
        for table, marks in self.marks.items():
            now = dict(marks_of(table, marks))
            yield from ((table, key) for key, mark in marks.items() if now.get(key) != mark)

    def leaning(self) -> Iterator[models.Model]:
        """Rows of anybody else that point at rows the batch made."""
        for table in self.made:
            for relation in pointing_at(table):
                if not goes_along(relation):
                    ours = self.pointing_itself(relation)
                    yield from (row for row in self.rows_pointing(relation) if row.pk not in ours)

    def pointing_itself(self, relation: Any) -> set[int]:
        """Rows that the batch made, or that it alone has turned to where they point."""
        table, column = relation.related_model, relation.field.attname
        turned = {pk for pk, before in self.before.get(table, {}).items() if column in before}
        return {*self.made.get(table, ()), *turned}

    def rows_pointing(self, relation: Any) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = relation.related_model._meta.base_manager.all()
        return rows.filter(**{f"{relation.field.name}__among": self.made.get(relation.model, ())})

    def give_back(self) -> None:
        """Take away what the batch made, put back what it replaced, with versions moving on."""
        for table in reversed(list(self.made)):
            for relation in filter(goes_along, pointing_at(table)):
                delete_at_once(self.rows_pointing(relation))
            delete_at_once(table._meta.base_manager.filter(pk__among=self.made[table]))
        for table, changed in self.before.items():
            for fields, group in by_fields(changed).items():
                put_back(table, {key: changed[key] for key in group}, fields)
        for table, removed in self.removed.items():
            table._meta.base_manager.bulk_create([table(**before) for before in removed])


def delete_at_once(rows: models.QuerySet[Any]) -> None:
    rows._raw_delete(rows.db)


def by_fields(changed: dict[int, Before]) -> dict[tuple[str, ...], list[int]]:
    """Rows that get the same fields back; those that get an end first, for their days are free."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for key in sorted(changed, key=lambda key: changed[key].get("end") is None):
        groups[tuple(changed[key])].append(key)
    return groups


def put_back(table: Table, before: dict[int, Before], fields: tuple[str, ...]) -> None:
    rows = {row.pk: row for row in table._meta.base_manager.filter(pk__among=before)}
    for key, row in rows.items():
        version = getattr(row, VERSION, 0)
        for name in fields:
            setattr(row, name, version + 1 if name == VERSION else before[key][name])
    update_rows([rows[key] for key in before], fields)


def pointing_at(table: Table) -> list[Any]:
    """Foreign keys of any table to this one, those without a name back too."""
    related = table._meta.get_fields(include_hidden=True)
    return [
        field
        for field in related
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    ]


def goes_along(relation: Any) -> bool:
    """Whether rows that point so are derived: they hold no word of anybody's and go with theirs."""
    return bool(relation.on_delete is models.CASCADE)


def columns_of(table: Table) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields]


def key_of(table: Table) -> str:
    return str(table._meta.pk.attname)


def attname(table: Table, name: str) -> str:
    return str(column_of(table, name).attname)


def exact(before: Before | None) -> Before | None:
    """Moments in full: JSON as Django writes it cuts them to milliseconds."""
    if before is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in before.items()
    }


def loaded(table: Table, name: str, value: Any) -> Any:
    """A value of a column as Python knows it, from JSON."""
    return column_of(table, name).to_python(value)


def column_of(table: Table, name: str) -> Any:
    return table._meta.get_field(name)


def values_of(
    table: Table, keys: Iterable[int], columns: list[str]
) -> Iterator[tuple[int, Before]]:
    rows = table._meta.base_manager.filter(pk__among=keys).values_list("pk", *columns)
    yield from ((key, dict(zip(columns, values, strict=True))) for key, *values in rows)


def marks_of(table: Table, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
    """A digest of each row that stands there, over all its columns."""
    columns = columns_of(table)
    rows = table._meta.base_manager.filter(pk__among=keys).values_list("pk", *columns)
    for key, *values in rows.iterator(BATCH):
        yield key, blake2b(repr(values).encode(), digest_size=MARK_BYTES).hexdigest()
