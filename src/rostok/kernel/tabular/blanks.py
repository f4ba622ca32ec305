"""Workbooks for people: the empty form of a table with its rules, and the rows that failed."""

from rostok.kernel.export import Sheet, csv_lines, write_workbook
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.tabular.columns import Column, Day, Number, Text, Whole
from rostok.kernel.tabular.specs import ImportSpec, spec_of, staged_rows

NARROW, MIDDLE, WIDE = 16, 28, 60
FAILED_SHEET, FAILED_TITLE = "Строки с ошибками", "Ошибка"
RULES_HEADER = ("Столбец", "Обязателен", "Что писать", "Возможные значения", "Пример")


def template_workbook(spec: ImportSpec) -> bytes:
    """An empty sheet with the header, examples apart so that nobody uploads them, and the rules."""
    return write_workbook([blank_sheet(spec), *example_sheets(spec), rules_sheet(spec)])


def template_lines(spec: ImportSpec) -> bytes:
    """The header as csv, which has no room for examples and rules."""
    return b"".join(csv_lines([column.title for column in spec.in_template], []))


def blank_sheet(spec: ImportSpec) -> Sheet:
    return Sheet(
        "Список",
        [column.title for column in spec.in_template],
        [],
        widths=[width_of(column) for column in spec.in_template],
        choices={
            place: column.options for place, column in enumerate(spec.in_template) if column.options
        },
        looks={place: look_of(column) for place, column in enumerate(spec.in_template)},
    )


def example_sheets(spec: ImportSpec) -> list[Sheet]:
    if not spec.template_examples:
        return []
    header = [column.title for column in spec.in_template]
    rows = [[row.get(column.code) for column in spec.in_template] for row in spec.template_examples]
    return [Sheet("Пример", header, rows, widths=[width_of(column) for column in spec.in_template])]


def rules_sheet(spec: ImportSpec) -> Sheet:
    return Sheet(
        "Как заполнять",
        RULES_HEADER,
        [
            (
                column.title,
                "да" if column.required else "нет",
                column.hint,
                ", ".join(column.options),
                column.example,
            )
            for column in spec.in_template
        ],
        widths=(MIDDLE, NARROW, WIDE, WIDE, MIDDLE),
    )


def width_of(column: Column) -> int:
    return NARROW if isinstance(column.parse, Day | Number | Whole) else MIDDLE


def look_of(column: Column) -> str:
    """The number format of a column: text stays text, so that zeros in front survive."""
    if isinstance(column.parse, Day):
        return "dd.mm.yyyy"
    return "@" if isinstance(column.parse, Text) else "General"


def failed_workbook(batch: ImportBatch) -> bytes:
    """The rows with errors as they were typed, and what is wrong: to mend and upload again."""
    spec = spec_of(batch)
    columns = [column for column in spec.columns if column.code in batch.columns]
    wrong = batch.rows.filter(action=RowAction.ERROR).values_list("number", "problems")
    phrases = {number: phrase_of(problems) for number, problems in wrong}
    rows = [
        [*(row.values.get(column.code, "") for column in columns), phrases[row.number]]
        for row in staged_rows(batch, RowAction.ERROR)
    ]
    header = [*(column.title for column in columns), FAILED_TITLE]
    widths = [*(width_of(column) for column in columns), WIDE]
    return write_workbook([Sheet(FAILED_SHEET, header, rows, widths=widths)])


def phrase_of(problems: list[dict[str, str]]) -> str:
    return " ".join(
        f"{problem['column']}: {problem['message']}" if problem["column"] else problem["message"]
        for problem in problems
    )
