"""«План работы на 2024 год» as a workbook and as a document with the stamp of approval."""

from collections.abc import Iterator, Sequence
from datetime import date

from rostok.kernel.export import Sheet, write_workbook
from rostok.kernel.ui.formats import date_words
from rostok.kernel.word import WordFile
from rostok.roadmaps.lists import executors_of, state_words
from rostok.roadmaps.models import Occurrence, PlanState, WorkPlan
from rostok.roadmaps.planning import Month

HEADER = ("№ п/п", "Мероприятие", "Срок", "Исполнитель", "Результат", "Состояние")
WIDTHS = (1.2, 9.5, 3.3, 4.8, 4.2, 3.2)
COLUMNS = (6, 60, 14, 30, 40, 20)


def name_of(plan: WorkPlan) -> str:
    return f"План работы на {plan.year} год, {plan.unit}"


def plan_workbook(plan: WorkPlan, months: Sequence[Month], today: date) -> bytes:
    rows = (
        [number, month.title, one.action.title, one.due, *told(one, today)]
        for number, (month, one) in enumerate(lines_of(months), start=1)
    )
    header = ("№ п/п", "Месяц", *HEADER[1:])
    return write_workbook([Sheet(name_of(plan), header, rows, (6, 14, *COLUMNS[1:]))])


def plan_document(plan: WorkPlan, months: Sequence[Month], today: date) -> WordFile:
    file = WordFile(name_of(plan), wide=True)
    file.corner(stamp_of(plan))
    file.title(f"План работы на {plan.year} год", plan.unit.title)
    number = 1
    for month in months:
        if month.lines:
            file.heading(month.title.capitalize())
            file.table(HEADER, rows_of(month, number, today), WIDTHS)
            number += len(month.lines)
    return file


def stamp_of(plan: WorkPlan) -> list[str]:
    if plan.state != PlanState.APPROVED:
        return ["УТВЕРЖДАЮ", "______________________", "____________ 20__ г."]
    return ["УТВЕРЖДЕНО", plan.approver_title, date_words(plan.approved_on)]


def rows_of(month: Month, first: int, today: date) -> list[list[str]]:
    return [
        [
            str(number),
            one.action.title,
            date_words(one.due) if one.due else "—",
            *(text or "—" for text in told(one, today)),
        ]
        for number, one in enumerate(month.lines, start=first)
    ]


def told(one: Occurrence, today: date) -> list[str]:
    return [", ".join(executors_of(one)), one.action.result, state_words(one, today)]


def lines_of(months: Sequence[Month]) -> Iterator[tuple[Month, Occurrence]]:
    yield from ((month, one) for month in months for one in month.lines)
