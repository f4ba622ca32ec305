"""Roadmaps copied by hand from the documents, a row of the table a line, and how they compare.

Title, party, executor, term, kind of term with its days, result, kind of result; «–» is an empty
cell, «…» the rest of a long text.
"""

from datetime import date

from rostok.kernel.periods import Period
from rostok.packs.loading import load_pack
from rostok.roadmaps.pack import Action, Roadmap
from rostok.roadmaps.terms import Term, spans_of
from tests.packs.conftest import rows_printed

Row = list[str | None]


def rows_of(key: str) -> list[Row]:
    return [row_of(one) for one in actions_of(key)]


def actions_of(key: str) -> list[Action]:
    return load_pack(key).of(Roadmap).actions


def row_of(one: Action) -> Row:
    kind = f"{one.term_kind} {span(one.start, one.end)}".strip()
    return [one.title, one.party, one.executor, one.term, kind, one.result, one.result_kind]


def span(start: date | None, end: date | None) -> str:
    return f"{start or ''}..{end or ''}" if start or end else ""


def differences(key: str) -> list[tuple[Row, Row]]:
    """Pairs of a row of the pack and of the document that do not say the same."""
    pairs = zip(rows_of(key), rows_printed(key), strict=True)
    return [(row, printed) for row, printed in pairs if not all(map(same, row, printed))]


def same(cell: str | None, printed: str | None) -> bool:
    if cell and printed and printed.endswith("…"):
        return cell.startswith(printed[:-1])
    return cell == printed


def dues_of(key: str, code: str, period: Period) -> list[str]:
    """When an action falls due: «2023-08-31», or the year alone while a day is awaited."""
    action = next(one for one in actions_of(key) if one.code == code)
    term = Term(action.term_kind, action.start, action.end, tuple(action.months))
    return [str(one.due or one.year) for one in spans_of(term, period)]
