import csv
import re
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import django_tables2 as tables
import pytest
from django.utils.html import format_html
from docx import Document
from docx.shared import RGBColor
from python_calamine import CalamineWorkbook

from rostok.kernel.export import FORMATS, Sheet, table_response, write_workbook
from rostok.kernel.models import Job
from rostok.kernel.word import WordFile

MOMENT = datetime(2026, 3, 5, 21, 30, tzinfo=ZoneInfo("UTC"))


class LineTable(tables.Table):
    name = tables.Column(verbose_name="Имя", linkify=lambda: "/x/")
    day = tables.DateColumn(verbose_name="День")
    moment = tables.DateTimeColumn(verbose_name="Когда")
    share = tables.Column(verbose_name="Доля")
    sure = tables.BooleanColumn(verbose_name="Точно")
    level = tables.Column(verbose_name="Уровень")
    mark = tables.Column(verbose_name="Метка")
    buttons = tables.Column(verbose_name="Кнопки", exclude_from_export=True, empty_values=())
    secret = tables.Column(visible=False)

    def render_share(self, value):
        return format_html("<b>{} %</b>", value)

    def value_share(self, value):
        return value

    def render_level(self, value):
        return format_html("<span>уровень {}</span>", value)


def line(**fields):
    return {
        "name": "Ёж",
        "day": date(2026, 3, 5),
        "moment": MOMENT,
        "share": Decimal("72.5"),
        "sure": True,
        "level": 3,
        "mark": None,
        "buttons": "x",
        "secret": "x",
        **fields,
    }


def body(response):
    return b"".join(response.streaming_content)


def sheet_of(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def csv_of(*lines):
    text = body(table_response(LineTable(lines), name="список", format="csv")).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_a_workbook_has_typed_values_of_what_is_shown():
    response = table_response(LineTable([line()]), name="Список", format="xlsx")
    header, row = sheet_of(body(response))
    assert header == ["Имя", "День", "Когда", "Доля", "Точно", "Уровень", "Метка"]
    assert row[:6] == [
        "Ёж",
        date(2026, 3, 5),
        datetime.combine(date(2026, 3, 6), time(0, 30)),
        72.5,
        "да",
        "уровень 3",
    ]


def test_a_text_file_opens_in_excel_as_it_is():
    response = table_response(LineTable([line()]), name="Список", format="csv")
    content = body(response)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = csv_of(line())
    assert rows[1] == ["Ёж", "05.03.2026", "06.03.2026 00:30", "72,5", "да", "уровень 3", ""]


@pytest.mark.parametrize("name", ["=1+1", "+7", "-x", "@x", "\tx", "=cmd|' /C calc'!A0"])
def test_no_text_is_run_as_a_formula(name):
    assert csv_of(line(name=name))[1][0] == f"'{name}"
    content = write_workbook([Sheet("А", ["Б"], [[name]])])
    assert sheet_of(content)[1] == [name]


def test_negative_numbers_stay_numbers():
    assert csv_of(line(share=Decimal("-1.5")))[1][3] == "-1,5"


@pytest.mark.parametrize("kind", FORMATS)
def test_the_name_of_the_file_survives_in_any_language(kind):
    response = table_response(LineTable([]), name='Список "А"', format=kind)
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%D0%A1")
    assert disposition.endswith(f".{kind}")
    disposition.encode("ascii")
    body(response)


class JobTable(tables.Table):
    class Meta:
        model = Job
        fields = ("title", "state", "created_at")


@pytest.mark.django_db
def test_a_query_is_streamed_and_choices_are_words(django_assert_num_queries):
    Job.objects.bulk_create(
        Job(kind="x", title=f"Игра {number}", actor_title="") for number in range(5)
    )
    table = JobTable(Job.objects.all(), order_by="title")
    with django_assert_num_queries(1):
        rows = sheet_of(body(table_response(table, name="x", format="xlsx")))
    assert rows[0] == ["Что делается", "Состояние", "Начато"]
    assert [row[0] for row in rows[1:]] == [f"Игра {number}" for number in range(5)]
    assert rows[1][1] == "В очереди"
    assert isinstance(rows[1][2], datetime)


def test_a_workbook_of_several_sheets_with_awkward_titles():
    content = write_workbook(
        [
            Sheet("Отчёт: [2026/03]*", ["А"], [[1]]),
            Sheet("Отчёт: [2026/03]*", ["А"], [[time(9, 30)]]),
            Sheet("x" * 50, [], []),
            Sheet("", ["А"], [["x" * 40_000, True, None, float("nan")]]),
        ]
    )
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names == ["Отчёт 2026 03", "Отчёт 2026 03 2", "x" * 31, "Лист"]
    assert book.get_sheet_by_index(1).to_python()[1] == [time(9, 30)]
    assert len(book.get_sheet_by_index(3).to_python()[1][0]) == 32_767


def page_of(content: bytes) -> str:
    """What the first sheet says of itself."""
    with ZipFile(BytesIO(content)) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def test_a_sheet_is_printed_along_and_as_wide_as_the_paper_with_its_header() -> None:
    content = write_workbook([Sheet("Лист", ["Имя", "День"], [["Ёж", date(2026, 3, 5)]])])
    said = page_of(content)
    assert 'orientation="landscape"' in said
    assert 'fitToHeight="0"' in said
    with ZipFile(BytesIO(content)) as parts:
        assert "$1:$1" in parts.read("xl/workbook.xml").decode()


def test_a_long_text_takes_several_lines_and_its_row_has_room_for_them() -> None:
    long = "Оказание методической помощи в разработке и реализации маршрутов педагогов"
    said = page_of(write_workbook([Sheet("Лист", ["Что"], [["Коротко"], [long]])]))
    assert re.search(r'<row r="2"[^>]*ht=', said) is None
    assert re.search(r'<row r="3"[^>]* ht="45"[^>]* customHeight="1"', said)
    assert re.search(r'<col min="1" max="1" width="30\.\d+"', said)


def test_headings_of_a_document_are_black() -> None:
    file = WordFile("Проба")
    file.title("План работы")
    file.heading("Декабрь")
    read = Document(BytesIO(file.content()))
    colours = {run.font.color.rgb for one in read.paragraphs for run in one.runs}
    assert colours == {RGBColor(0, 0, 0)}
