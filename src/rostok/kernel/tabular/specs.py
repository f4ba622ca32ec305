"""What a package declares to have its table imported: columns, a comparison, a way to apply."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest

from rostok.kernel import journal
from rostok.kernel.access import Actor, authorise_all
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.registry import Registry
from rostok.kernel.tabular.cells import Cell
from rostok.kernel.tabular.columns import Column
from rostok.kernel.tabular.reading import Sheet
from rostok.kernel.tabular.traces import Touched, Trace
from rostok.kernel.text import clean

Context = Mapping[str, Any]
CHUNK = 2000
SHEET_STEP = 2_000_000

IMPORT_APPLIED = journal.kind(
    "imports.applied",
    "Загружен файл «{file}» ({what}): новых {new}, изменено {changed}, выбыло {left}.",
)
IMPORT_UNDONE = journal.kind("imports.undone", "Отменена загрузка файла «{file}».")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, at a column (`""`: with the row as a whole).

    `word`: the words that no list knows; whoever reads the preview may say what they mean.
    """

    code: str
    message: str
    column: str = ""
    word: str = ""


@dataclass(frozen=True)
class Change:
    """A value that confirming would replace, both as a person reads them."""

    column: str
    title: str
    old: str
    new: str


@dataclass
class ParsedRow:
    """A row of the file by code of column: no key if the file lacks it, `None` for a blank cell.

    `number` is that of the row on its sheet; rows of further sheets go on from `SHEET_STEP`.
    `letters` name the columns as this sheet has them.
    """

    number: int
    values: dict[str, Any]
    raw: dict[str, Cell] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    letters: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Verdict:
    """What confirming would do with a row of the file, or, with number 0, with a row it lacks.

    `target` is JSON that `apply` needs: the id of the row and the version it had at the preview.
    `values`: what the preview says about a row that the file lacks, by code of column.
    """

    number: int
    action: RowAction
    title: str = ""
    target: dict[str, Any] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    problems: Sequence[Problem] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StagedRow:
    """A checked row as `apply` reads it, values typed again."""

    number: int
    action: str
    values: dict[str, Any]
    target: dict[str, Any]


Write = Callable[[Trace], Iterable[models.Model]]


def nothing(_actor: Actor, _batch: ImportBatch, _touched: Touched) -> None:
    return None


@dataclass(frozen=True)
class Undo:
    """How an import is undone.

    `guard` runs first in the transaction: it locks and refuses by rules of its package. `settle`
    runs when everything stands as it was: it makes anew what is derived, and refuses what no longer
    fits. `subject` says whom a touched row is about, a row with a kind of reference, to be named in
    a refusal.
    """

    subject: Callable[[models.Model], models.Model]
    guard: Callable[[Actor, ImportBatch, Touched], None] = nothing
    settle: Callable[[Actor, ImportBatch, Touched], None] = nothing
    journal_kind: str = IMPORT_UNDONE


def no_context(_request: HttpRequest) -> dict[str, Any]:
    return {}


def any_columns(_codes: AbstractSet[str]) -> None:
    return None


def no_decisions(_batch: ImportBatch, _data: Any = None) -> forms.Form | None:
    return None


def no_label(_context: Context) -> str:
    return ""


def no_section(_context: Context) -> str:
    return ""


def never(_text: str) -> bool:
    return False


def no_remarks(_codes: AbstractSet[str], _constants: Mapping[str, str]) -> list[str]:
    return []


def options_of(_actor: Actor, _context: Context, column: Column) -> Sequence[tuple[str, str]]:
    return [(option, option) for option in column.options]


@dataclass(frozen=True)
class ImportSpec:
    """An import by its `code`.

    `compare` sees all rows of the file at once, those with problems too (a row nobody can read must
    not make its person «left»), and gives one verdict for each, plus verdicts of action LEFT with
    number 0. A row with problems is an error whatever its verdict. `apply` runs in one transaction
    after the batch is locked, reads `staged_rows(batch, …)`, raises `StalePreview` when a row it
    touches has moved since, and returns the rows it touched: they are tied to the journal entry.
    A long list gives `prepare` instead: the slow reading is done before the transaction, so that
    other writers go on, and what it returns is called inside as `apply` would be, with a `Trace`.
    With `undo` an applied batch can be undone: all that it writes must be noted in the trace.
    `section_column(context)`: the column that a caption between the rows fills, or the title of a
    sheet when all sheets are read; `looks_like_section` knows such captions. `vocabulary` lists
    what an unknown word of a column may mean: the words put in its place, and their title.
    `remarks(codes, constants)`: what the preview says about the columns as they were read.
    `decisions_form(batch, data=None)` makes the form asked at «confirm» (a day of leaving), if any;
    what it cleaned is in `batch.decisions` as JSON. `back_url` is where the report leads.

    Where the columns follow from the context (a system has its own indicators), `columns_of` makes
    them; `shape` may turn a header of several rows into one before it is looked for; `template`
    writes a form of its own; `keeps_totals` hands lines «Итого» to `compare`.
    """

    code: str
    title: str
    permission: str
    columns: tuple[Column, ...]
    compare: Callable[[Actor, ImportBatch, list[ParsedRow]], list[Verdict]]
    apply: Callable[[Actor, ImportBatch], Iterable[models.Model]] | None = None
    prepare: Callable[[Actor, ImportBatch], Write] | None = None
    undo: Undo | None = None
    authorise: Callable[[Actor, Context], None] | None = None
    context_from_request: Callable[[HttpRequest], dict[str, Any]] = no_context
    context_label: Callable[[Context], str] = no_label
    check_columns: Callable[[AbstractSet[str]], None] = any_columns
    decisions_form: Callable[..., forms.Form | None] = no_decisions
    section_column: Callable[[Context], str] = no_section
    looks_like_section: Callable[[str], bool] = never
    vocabulary: Callable[[Actor, Context, Column], Sequence[tuple[str, str]]] = options_of
    remarks: Callable[[AbstractSet[str], Mapping[str, str]], list[str]] = no_remarks
    template_examples: tuple[Mapping[str, Cell], ...] = ()
    journal_kind: str = IMPORT_APPLIED
    lead: str = ""
    back_url: Callable[[Context], str] | None = None
    columns_of: Callable[[Context], tuple[Column, ...]] | None = None
    shape: Callable[[Sheet, Sequence[Column]], Sheet] | None = None
    keeps_totals: bool = False
    template: Callable[[Context], bytes] | None = None

    def bound_to(self, context: Context) -> "ImportSpec":
        """The declaration with the columns of a context."""
        return replace(self, columns=self.columns_of(context)) if self.columns_of else self

    @cached_property
    def by_code(self) -> dict[str, Column]:
        return {column.code: column for column in self.columns}

    @cached_property
    def in_template(self) -> tuple[Column, ...]:
        """Without the columns that are only understood when they come."""
        return tuple(column for column in self.columns if not (column.extra or column.hidden))

    @cached_property
    def sensitive(self) -> frozenset[str]:
        return frozenset(column.code for column in self.columns if column.sensitive)

    def column(self, code: str) -> Column:
        return self.by_code[code]

    def refuse_stranger(self, actor: Actor, context: Context) -> None:
        """`Forbidden` unless the actor may import into this context (an organisation, a system)."""
        if self.authorise is None:
            authorise_all(actor, self.permission)
        else:
            self.authorise(actor, context)


import_specs: Registry[ImportSpec] = Registry("imports", "Загрузки таблиц")


def add_import(spec: ImportSpec) -> ImportSpec:
    return import_specs.add(spec.code, spec, origin=spec.code.split(".")[0])


def spec_of(batch: ImportBatch) -> ImportSpec:
    return import_specs.get(batch.spec).bound_to(batch.context)


def staged_rows(
    batch: ImportBatch, *actions: str, numbers: Iterable[int] | None = None
) -> Iterator[StagedRow]:
    """Checked rows of a batch by action (and by number), in the order of the file."""
    rows = batch.rows.filter(action__in=actions or RowAction.values)
    return typed(batch, rows if numbers is None else rows.filter(number__among=numbers))


def typed(batch: ImportBatch, rows: models.QuerySet[Any]) -> Iterator[StagedRow]:
    columns = spec_of(batch).by_code
    rows = rows.order_by("number", "id")
    fields = rows.values_list("number", "action", "values", "secrets", "target")
    for number, action, values, secrets, target in fields.iterator(CHUNK):
        stored = {**values, **secrets.get("values", {})}
        yield StagedRow(number, action, loaded(stored, action, columns), target)


def loaded(stored: dict[str, Any], action: str, columns: Mapping[str, Column]) -> dict[str, Any]:
    """Typed again, except rows with errors: they keep what was typed in."""
    if action == RowAction.ERROR:
        return stored
    return {code: columns[code].load(value) for code, value in stored.items()}


def compare_values(
    spec: ImportSpec, row: ParsedRow, existing: Mapping[str, Any], codes: Iterable[str]
) -> list[Change]:
    """The columns among `codes` that the file has and whose value differs from the existing one."""
    changes = []
    for code in codes:
        if code not in row.values or same(row.values[code], existing.get(code)):
            continue
        column = spec.column(code)
        shown = (column.show(existing.get(code)), column.show(row.values[code]))
        changes.append(Change(code, column.title, *shown))
    return changes


def same(left: Any, right: Any) -> bool:
    """Equal values; an empty text and nothing are one, spaces around do not matter."""
    if isinstance(left, str) or isinstance(right, str):
        return clean(str(left or "")) == clean(str(right or ""))
    return bool(left == right)
