"""A toy import for tests: lines of a list kept as jobs, which every installation has."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from rostok.kernel import refs
from rostok.kernel.access import SUBTREE, Actor, Grant, Permission, permissions
from rostok.kernel.errors import Forbidden
from rostok.kernel.models import ImportBatch, Job, RowAction
from rostok.kernel.tabular import (
    Choice,
    Column,
    Day,
    ImportSpec,
    ParsedRow,
    StalePreview,
    Verdict,
    Whole,
    compare_values,
    import_specs,
    staged_rows,
    upload,
)

IMPORT = "toy.import"
KEEPER = Actor(title="Хранитель", user_id=7, grants=(Grant(IMPORT, SUBTREE, 1),))
OTHER = Actor(title="Другой", user_id=8, grants=(Grant(IMPORT, SUBTREE, 1),))
STRANGER_ACTOR = Actor(title="Прохожий", user_id=9)
HEADER = ("Название", "Дата рождения", "Итог", "Вид")

COLUMNS = (
    Column("title", "Название", aliases=("Наименование", "ФИО"), required=True),
    Column("born", "Дата рождения", aliases=("Д.р.",), parse=Day(), sensitive=True),
    Column("total", "Итог", parse=Whole()),
    Column("kind", "Вид", parse=Choice({"big": ("большой", "крупный"), "small": ("малый",)})),
)


def known_lines() -> dict[str, Job]:
    return {job.title: job for job in Job.objects.filter(kind="toy")}


def values_of(line: Job) -> dict[str, Any]:
    born = line.params.get("born")
    return {
        "born": date.fromisoformat(born) if born else None,
        "total": line.total,
        "kind": line.params.get("kind"),
    }


def compare(_actor: Actor, _batch: ImportBatch, rows: list[ParsedRow]) -> list[Verdict]:
    spec, known = import_specs.get("toy"), known_lines()
    verdicts = [verdict_of(spec, row, known.pop(row.values["title"], None)) for row in rows]
    left = [
        Verdict(0, RowAction.LEFT, title, target={"id": line.pk}) for title, line in known.items()
    ]
    return verdicts + left


def verdict_of(spec: ImportSpec, row: ParsedRow, line: Job | None) -> Verdict:
    title = str(row.values["title"])
    if line is None:
        return Verdict(row.number, RowAction.NEW, title)
    changes = compare_values(spec, row, values_of(line), ("born", "total", "kind"))
    action = RowAction.CHANGED if changes else RowAction.UNCHANGED
    return Verdict(row.number, action, title, {"id": line.pk, "was": line.total}, changes)


def apply(_actor: Actor, batch: ImportBatch) -> list[Job]:
    made = [line_of(row.values) for row in staged_rows(batch, RowAction.NEW)]
    Job.objects.bulk_create(made)
    changed = list(staged_rows(batch, RowAction.CHANGED))
    lines = Job.objects.in_bulk([row.target["id"] for row in changed])
    for row in changed:
        line = lines[row.target["id"]]
        if line.total != row.target["was"]:
            raise StalePreview
        line.total = row.values.get("total") or 0
    Job.objects.bulk_update(lines.values(), ["total"])
    if batch.decisions.get("explode"):
        raise ZeroDivisionError
    return [*made, *lines.values()]


def line_of(values: dict[str, Any]) -> Job:
    born = values.get("born")
    params = {"born": born.isoformat() if born else None, "kind": values.get("kind")}
    return Job(
        kind="toy",
        title=values["title"],
        total=values.get("total") or 0,
        actor_title="",
        params=params,
        state="done",
    )


def authorise(actor: Actor, context: Any) -> None:
    if not actor.may(IMPORT) or context.get("unit") == "foreign":
        raise Forbidden("Нет права.")


SPEC = ImportSpec(
    code="toy",
    title="Игрушечный список",
    permission=IMPORT,
    columns=COLUMNS,
    compare=compare,
    apply=apply,
    authorise=authorise,
    context_from_request=lambda request: request.GET.dict(),
    template_examples=({"title": "Мяч", "born": date(2020, 3, 5), "total": 3, "kind": "малый"},),
)


@contextmanager
def registered() -> Iterator[ImportSpec]:
    permissions.add(IMPORT, Permission(IMPORT, "Загружать игрушки"), origin="toy")
    kind = refs.RefKind("toy", Job, "Игрушка", IMPORT, lambda _job: "/")
    known = any(each.model is Job for each in refs.kinds.values())
    if not known:
        refs.kinds.add("toy", kind, origin="toy")
    import_specs.add("toy", SPEC, origin="toy")
    try:
        yield SPEC
    finally:
        permissions.entries.pop(IMPORT)
        refs.kinds.entries.pop("toy", None)
        import_specs.entries.pop("toy")


def xlsx(*rows: tuple[Any, ...], sheet: str = "Лист1") -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    look = book.add_format({"num_format": "dd.mm.yyyy"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, date | datetime):
                page.write_datetime(number, place, value, look)
            elif value is not None:
                page.write(number, place, value)
    book.close()
    return file.getvalue()


def toy_batch(
    *rows: tuple[Any, ...], actor: Actor = KEEPER, name: str = "список.xlsx", **context: Any
) -> ImportBatch:
    content = xlsx(HEADER, *rows)
    return upload(actor, spec="toy", file=BytesIO(content), file_name=name, context=context)
