import struct
import time
import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular import Limits, read_sheet
from rostok.kernel.tabular.headers import find_header, has_header
from rostok.kernel.tabular.parsing import parse_rows
from tests.kernel.tabular_toys import COLUMNS, HEADER, xlsx

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW = ("Мяч", "05.03.2020", 3, "малый")


def read(content, name="список.xlsx", **options):
    return read_sheet(BytesIO(content), name, **options)


def read_rows(content, name="список.xlsx"):
    sheet = read(content, name, suits=lambda rows: has_header(rows, COLUMNS))
    return parse_rows(sheet, find_header(sheet, COLUMNS), COLUMNS)


def with_part(content, name, part):
    """The workbook with one of its parts replaced or added."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, part)
    return made.getvalue()


def with_rows(rows):
    """A workbook whose only sheet holds this XML of rows."""
    sheet = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'
    return with_part(xlsx(("x",)), "xl/worksheets/sheet1.xml", sheet)


def refusal_of(content, name="список.xlsx", **options):
    with pytest.raises(RuleViolation) as refusal:
        read(content, name, **options)
    return refusal.value.message


def test_rows_keep_their_numbers_and_places():
    sheet = read(xlsx((), (None, "x"), (), (None, None, 5)))
    assert [(row.number, row.cell(1), row.cell(2)) for row in sheet.rows] == [
        (2, "x", ""),
        (4, "", 5),
    ]


def test_a_title_above_the_header_and_columns_in_any_order():
    rows = read_rows(
        xlsx(
            ("Список игрушек детского сада",),
            (),
            ("№ п/п", "ВИД", "Наименование *", "Д.р.", "Примечание"),
            (1, 2, 3, 4, 5),
            (1, "Крупный", "Мяч\u00a0 синий", 43895, "x"),
        )
    )
    assert len(rows) == 1
    assert rows[0].number == 5
    assert rows[0].values["title"] == "Мяч синий"
    assert str(rows[0].values["born"]) == "2020-03-05"
    assert rows[0].values["kind"] == "big"
    assert "total" not in rows[0].values


def test_latin_letters_in_a_header_are_read_as_cyrillic():
    assert read_rows(xlsx(("Haзвaниe",), ("Мяч",)))[0].values == {"title": "Мяч"}


def test_missing_columns_are_named_with_what_was_found():
    sheet = read(xlsx(("Итог", "Вид", "Цвет"), (1, "малый", "синий")))
    with pytest.raises(RuleViolation, match=r"«Название».*«Итог», «Вид», «Цвет»"):
        find_header(sheet, COLUMNS)


def test_a_table_without_a_header_is_refused():
    sheet = read(xlsx(*[(number, number) for number in range(30)]))
    with pytest.raises(RuleViolation, match="нет заголовка"):
        find_header(sheet, COLUMNS)


def test_the_sheet_with_the_header_is_found_among_others():
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("Пусто")
    book.add_worksheet("Титул").write(0, 0, "Сведения")
    hidden = book.add_worksheet("Старый")
    hidden.write_row(0, 0, HEADER)
    hidden.hide()
    page = book.add_worksheet("Список")
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ROW)
    book.close()
    sheet = read(file.getvalue(), suits=lambda rows: has_header(rows, COLUMNS))
    assert sheet.title == "Список"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_in_any_encoding_and_separator(encoding, mark):
    lines = [mark.join(HEADER), mark.join(["«Ёж»", "05.03.2020", "1000", "малый"])]
    rows = read_rows("\r\n".join(lines).encode(encoding), "список.csv")
    assert rows[0].values["title"] == "«Ёж»"
    assert rows[0].values["total"] == 1000


def test_csv_with_quotes_and_commas_inside():
    text = 'Название;Итог\n"Мяч, большой; ""синий""";3\nКран 24";4\n'
    rows = read_rows(text.encode(), "список.csv")
    assert [row.values["title"] for row in rows] == ['Мяч, большой; "синий"', 'Кран 24"']


def test_csv_cut_inside_a_quoted_cell_is_refused():
    assert "не полностью" in refusal_of('Название;Итог\n"Мяч, боль'.encode(), "список.csv")


def test_a_formula_is_read_as_its_stored_value():
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, HEADER)
    page.write(1, 0, "Мяч")
    page.write_formula(1, 2, "=1+2", value=3)
    page.write(2, 0, "Кубик")
    page.write_formula(2, 2, "=NA()", value="#N/A")
    book.close()
    good, broken = read_rows(file.getvalue())
    assert good.values["total"] == 3
    assert [(at.column, at.code) for at in broken.problems] == [("total", "formula")]


def test_a_formula_without_a_stored_value_is_a_problem_of_its_cell():
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(["Мяч", None, "=1+2", None])
    file = BytesIO()
    book.save(file)
    row = read_rows(file.getvalue())[0]
    assert [(at.column, at.code) for at in row.problems] == [("total", "formula")]
    assert "сохраните" in row.problems[0].message


@pytest.mark.slow
def test_a_million_empty_rows_are_passed_over_quickly():
    empty = "".join(
        f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(2, 1_000_000)
    )
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>Название</t></is></c></row>{empty}'
    last = '<row r="1000000"><c r="A1000000" t="inlineStr"><is><t>Мяч</t></is></c></row>'
    started = time.process_time()
    sheet = read(with_rows(rows + last))
    assert [row.number for row in sheet.rows] == [1, 1_000_000]
    assert time.process_time() - started < 20


def test_a_million_blank_lines_of_csv_are_passed_over_quickly():
    started = time.process_time()
    content = "Название;Итог\nМяч;3\n".encode() + b";;;;;;\n" * 1_000_000
    assert len(read(content, "список.csv").rows) == 2
    assert time.process_time() - started < 20


def test_cells_at_far_corners_do_not_eat_the_memory():
    cell = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    far = with_rows(cell.format(1, "A") + cell.format(1_048_576, "CV"))
    assert "разбросаны" in refusal_of(far)


def test_cells_without_addresses_are_measured_too():
    wide = "<c><v>1</v></c>" * 300
    assert "столбцов" in refusal_of(with_rows(f'<row r="1048576">{wide}</row>'))


def test_two_hundred_columns_are_read_and_one_more_refused():
    assert len(read(xlsx(tuple(range(200)))).rows[0].cells) == 200
    assert "200 столбцов" in refusal_of(xlsx(tuple(range(201))))
    assert "200 столбцов" in refusal_of((";".join("x" * 201)).encode(), "список.csv")


def test_too_many_rows_are_refused():
    limits = Limits(rows=5)
    assert "заполненных строк" in refusal_of(xlsx(*[("x",)] * 6), limits=limits)
    assert "заполненных строк" in refusal_of(b"x;y\n" * 6, "список.csv", limits=limits)


def test_a_large_file_is_refused():
    assert "больше 20 МБ" in refusal_of(b"x" * (20 * 1024 * 1024 + 1), "список.csv")


def test_a_bomb_is_refused_by_its_declared_size():
    bomb = with_part(xlsx(("x",)), "xl/sharedStrings.xml", b" " * 300_000_000)
    started = time.process_time()
    assert "велико" in refusal_of(bomb)
    assert time.process_time() - started < 2


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = with_part(xlsx(("x",)), "xl/sharedStrings.xml", b" " * 100_000_000)
    honest, false = struct.pack("<L", 100_000_000), struct.pack("<L", 50_000)
    assert content.count(honest) == 2
    assert "велико" in refusal_of(content.replace(honest, false))


def test_many_entries_are_refused():
    file = BytesIO(xlsx(("x",)))
    with zipfile.ZipFile(file, "a") as package:
        for number in range(2001):
            package.writestr(f"x{number}", b"")
    assert "велико" in refusal_of(file.getvalue())


def test_entities_are_refused():
    sheet = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row><c><v>&b;</v></c></row></sheetData>'
        "</worksheet>"
    )
    assert "повреждён" in refusal_of(with_part(xlsx(("x",)), "xl/worksheets/sheet1.xml", sheet))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_half_sent_workbook_is_refused(share):
    content = xlsx(HEADER, *[ROW] * 500)
    assert "не полностью" in refusal_of(content[: int(len(content) * share)])


def test_damaged_bytes_inside_a_workbook_are_refused():
    content = bytearray(xlsx(HEADER, *[(f"Мяч {number}", *ROW[1:]) for number in range(500)]))
    middle = len(content) // 2
    content[middle : middle + 200] = b"\x00" * 200
    assert "повреждён" in refusal_of(bytes(content))


def test_a_sheet_cut_short_inside_the_package_is_refused():
    cut = f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="1"><c r="A1"><v>1'
    assert "повреждён" in refusal_of(with_part(xlsx(("x",)), "xl/worksheets/sheet1.xml", cut))


def test_macros_are_refused_by_name_and_by_content():
    content = xlsx(("x",))
    with zipfile.ZipFile(BytesIO(content)) as package:
        types = package.read("[Content_Types].xml").decode()
    macro = types.replace(
        "openxmlformats-officedocument.spreadsheetml.sheet.main",
        "ms-excel.sheet.macroEnabled.main",
    )
    assert "макрос" in refusal_of(content, "список.xlsm")
    assert "макрос" in refusal_of(with_part(content, "[Content_Types].xml", macro))
    assert "макрос" in refusal_of(with_part(content, "xl/vbaProject.bin", b"x"))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "список.xlsx", "пустой"),
        (b"\n\n;;;\n", "список.csv", "ни одной заполненной строки"),
        (b"%PDF-1.4 ...", "список.xlsx", "не таблица"),
        (b"<html><table></table></html>", "список.xls", "веб-страница"),
        (b"\x00\x01\x02" * 50, "список.xlsx", "повреждён"),
        (b"\x00\x01\x02" * 50, "список.csv", "не таблица"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "список.xls", "повреждён"),
        (b"PK\x03\x04", "список.xlsx", "повреждён"),
        (b"x", "список.ods", "ods"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, name, words):
    assert words in refusal_of(content, name)


def test_an_archive_of_something_else_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("readme.txt", "x")
    assert "архив" in refusal_of(file.getvalue())


def test_an_empty_workbook_is_refused():
    assert "ни одной заполненной строки" in refusal_of(xlsx())
