"""What a cell of a sheet may hold, how it is shown, and what is wrong with it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from rostok.kernel.text import DASHES, clean

Cell = str | int | float | bool | date | datetime | time | timedelta | Decimal | None

INVISIBLE = dict.fromkeys(number for number in range(32) if not chr(number).isspace())
BROKEN = "#ОШИБКА!"
UNCOUNTED = "#ФОРМУЛА!"
FAULTS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", BROKEN}
FAULTS |= {"#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!"}


class CellError(Exception):
    """The cell cannot be read. `code` is for programs, `message` for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def as_text(cell: Cell) -> str:
    """The cell as a person would type it: whole numbers without «.0», dates as dd.mm.yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return clean(str(cell).translate(INVISIBLE))


def is_blank(cell: Cell) -> bool:
    """Nothing, spaces of any kind, or the lone dash that people put into an empty cell."""
    if not isinstance(cell, str):
        return cell is None
    if cell[:1].isalnum():
        return False
    return DASHES.sub("-", clean(cell)) in {"", "-"}


def refuse_fault(cell: Cell) -> None:
    if not isinstance(cell, str) or "#" not in cell:
        return
    if cell == UNCOUNTED:
        raise CellError(
            "formula",
            "В ячейке формула, а её значение не сохранено. Откройте файл в Excel или LibreOffice,"
            " сохраните его и загрузите снова либо впишите значение.",
        )
    if cell.strip().upper() in FAULTS:
        raise CellError("formula", "Формула в ячейке не вычисляется. Впишите значение.")
