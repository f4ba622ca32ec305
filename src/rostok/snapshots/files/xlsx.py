"""A snapshot as a workbook: indicators of its territory, and every place with every indicator."""

from collections.abc import Iterator
from typing import Any

from rostok.indicators.models import ValueState
from rostok.kernel.access import Actor
from rostok.kernel.export import Sheet, write_workbook
from rostok.snapshots.models import Snapshot
from rostok.snapshots.territories import (
    PlaceRow,
    figures_at,
    kind_title,
    rows_of,
)
from rostok.snapshots.veils import Veil

FIGURE_HEADER = ["№", "Показатель", "Учтено", "Всего", "Факт", "План", "Состояние", "На дату"]
FIGURE_WIDTHS = [8, 70, 10, 10, 12, 12, 24, 12]
PLACE_HEADER = ["Территория, организация", "Вид", "Работников", "Малокомплектная сельская"]
PLACE_WIDTHS = [40, 24, 12, 16]


def workbook(actor: Actor, snapshot: Snapshot) -> bytes:
    figures = list(snapshot.figures.all())
    header = [*PLACE_HEADER, *(str(figure) for figure in figures)]
    sheets = [
        Sheet("Показатели", FIGURE_HEADER, figure_rows(actor, snapshot), FIGURE_WIDTHS),
        Sheet("Территории", header, place_rows(actor, snapshot, figures), PLACE_WIDTHS),
        Sheet("О срезе", ["Что", "Значение"], stamp_rows(snapshot), [30, 80]),
    ]
    return write_workbook(sheets)


def figure_rows(actor: Actor, snapshot: Snapshot) -> Iterator[list[Any]]:
    for row in figures_at(actor, snapshot, snapshot.unit_id):
        yield [
            row.figure.number,
            row.figure.title,
            row.numerator,
            row.denominator,
            value_in(row),
            row.target,
            row.state_words,
            row.figure.base_date,
        ]


def value_in(row: PlaceRow) -> Any:
    return row.value_words if row.hidden else row.value


def place_rows(actor: Actor, snapshot: Snapshot, figures: list[Any]) -> Iterator[list[Any]]:
    """One row a place, one column an indicator; unrounded values."""
    columns: list[dict[int, Any]] = []
    veil = Veil(actor, snapshot)
    for figure in figures:
        rows = rows_of(veil, figure)
        columns.append({row.place.unit_id: value_in(row) for row in rows})
    for place in snapshot.places.order_by("depth", "norm", "unit_id"):
        values = [column.get(place.unit_id) for column in columns]
        rural = "да" if place.small_rural else ""
        yield [place.title, kind_title(place), place.people, rural, *values]


def stamp_rows(snapshot: Snapshot) -> Iterator[list[Any]]:
    yield ["Срез", snapshot.title]
    yield ["Система", str(snapshot.system)]
    yield ["Год", str(snapshot.year)]
    yield ["На дату", snapshot.on]
    yield ["Состояние", str(snapshot.get_state_display())]
    yield ["Сделал(а)", snapshot.maker_title]
    if snapshot.approver_title:
        yield ["Решение принял(а)", snapshot.approver_title]
    yield ["Положение", str(snapshot.pack_version)]
    yield ["Контрольная сумма", snapshot.digest]
    legend = "; ".join(str(state.label) for state in ValueState)
    yield ["Состояния", legend]
