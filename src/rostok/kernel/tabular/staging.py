"""Staged rows: verdicts of a comparison turned into what the preview shows and `apply` reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rostok.kernel.models import ImportBatch, ImportRow, RowAction
from rostok.kernel.tabular.cells import as_text
from rostok.kernel.tabular.specs import SHEET_STEP, ImportSpec, ParsedRow, Problem, Verdict
from rostok.kernel.text import clean

TITLE_LENGTH = 300
WORD_LENGTH = 300
MOST_WORDS = 60


def judged(verdicts: Iterable[Verdict], rows: list[ParsedRow]) -> list[Verdict]:
    """One verdict for each row, in the order of the file, then those who are not in it.

    A row with a problem is an error whatever its verdict says.
    """
    verdicts = list(verdicts)
    by_number = {verdict.number: verdict for verdict in verdicts if verdict.number}
    absent = [verdict for verdict in verdicts if not verdict.number]
    return [settled(by_number.get(row.number), row) for row in rows] + absent


def settled(verdict: Verdict | None, row: ParsedRow) -> Verdict:
    verdict = verdict or Verdict(row.number, RowAction.ERROR)
    problems = [*row.problems, *(known for known in verdict.problems if known not in row.problems)]
    if not problems and verdict.action == RowAction.ERROR:
        problems = [Problem("not_compared", "Строку не удалось сверить с записями.")]
    verdict.problems = problems
    verdict.action = RowAction.ERROR if problems else verdict.action
    return verdict


def staged(
    batch: ImportBatch, spec: ImportSpec, rows: list[ParsedRow], verdicts: list[Verdict]
) -> list[ImportRow]:
    """Rows to be saved as the staging, in the order of the verdicts."""
    by_number = {row.number: row for row in rows}
    return [staged_row(batch, spec, by_number.get(verdict.number), verdict) for verdict in verdicts]


def staged_row(
    batch: ImportBatch, spec: ImportSpec, row: ParsedRow | None, verdict: Verdict
) -> ImportRow:
    sensitive = spec.sensitive
    values = stored_values(spec, row, verdict) if row else dumped(spec, verdict.values)
    changes = [asdict(change) for change in verdict.changes]
    return ImportRow(
        batch=batch,
        number=verdict.number,
        action=verdict.action,
        title=(verdict.title or typed_title(spec, row))[:TITLE_LENGTH],
        target=verdict.target,
        problems=[described(batch, spec, row, at) for at in verdict.problems],
        values={code: value for code, value in values.items() if code not in sensitive},
        changes=[hidden(change) if change["column"] in sensitive else change for change in changes],
        secrets={
            "values": {code: value for code, value in values.items() if code in sensitive},
            "changes": [change for change in changes if change["column"] in sensitive],
        },
    )


def typed_title(spec: ImportSpec, row: ParsedRow | None) -> str:
    """What the row calls itself when nobody could read it: «Иванова А. И.»."""
    whole = (column.code for column in spec.columns if column.is_only_parts)
    texts = (as_text(row.raw.get(code)) for code in whole) if row else iter(())
    return next(filter(None, texts), "")


def stored_values(spec: ImportSpec, row: ParsedRow, verdict: Verdict) -> dict[str, Any]:
    """Typed values; of a row with errors the cells as typed, for the file of failed rows."""
    if verdict.action == RowAction.ERROR:
        return {code: as_text(cell) for code, cell in row.raw.items()}
    return dumped(spec, row.values)


def dumped(spec: ImportSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    return {code: spec.by_code[code].dump(value) for code, value in values.items()}


def hidden(change: dict[str, Any]) -> dict[str, Any]:
    return {**change, "old": "", "new": ""}


def described(
    batch: ImportBatch, spec: ImportSpec, row: ParsedRow | None, problem: Problem
) -> dict[str, str]:
    """A problem with the address of its cell, «C14»."""
    letters = (row.letters if row else {}) or batch.columns
    letter = letters.get(problem.column, "")
    column = spec.by_code.get(problem.column)
    return {
        "column": column.title if column else problem.column,
        "at": problem.column,
        "cell": f"{letter}{row.number % SHEET_STEP}" if letter and row else "",
        "code": problem.code,
        "message": problem.message,
    }


def unknown_words(verdicts: Iterable[Verdict]) -> dict[str, dict[str, int]]:
    """Words that no list knows, by code of column, the commonest first, with their rows."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        for problem in verdict.problems:
            if problem.word:
                found[problem.column][clean(problem.word)[:WORD_LENGTH]] += 1
    return {code: dict(words.most_common(MOST_WORDS)) for code, words in found.items()}
