"""The roadmap of a year as a document: the six columns of the regulations, state and proof."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from rostok.kernel.export import disposition
from rostok.kernel.text import clean as spaced
from rostok.kernel.ui.formats import date_words
from rostok.roadmaps.lists import due_words, executors_of, proof_words, shown_proofs, state_words
from rostok.roadmaps.models import Occurrence, Roadmap

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADER = (
    "Системообразующее мероприятие",
    "Мероприятие",
    "Ответственный субъект",
    "Ответственный исполнитель",
    "Срок",
    "Результат",
    "Состояние",
    "Подтверждение",
)
WIDTHS = tuple(Cm(width) for width in (3.4, 5.0, 2.8, 3.2, 2.8, 3.6, 2.2, 3.7))
A4 = (Cm(29.7), Cm(21.0))
MARGIN = Cm(1.5)
FONT, SIZE, TABLE_SIZE = "Times New Roman", Pt(12), Pt(9)
SHADE = "EFECE4"


def roadmap_document(roadmap: Roadmap, year: int, rows: Iterable[Occurrence], today: date) -> bytes:
    """Rows come in the order of the text. Landscape, the header row on every page."""
    document = Document()
    set_page(document)
    set_style(document)
    add_heading(document, roadmap, year, today)
    add_table(document, rows, today)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def word_response(content: bytes, name: str) -> HttpResponseBase:
    response = FileResponse(BytesIO(content), content_type=WORD)
    response.headers["Content-Disposition"] = disposition(name, "docx")
    return response


def clean(text: str) -> str:
    """What a document of Word may hold: no control characters."""
    return "".join(mark for mark in spaced(text) if mark.isprintable())


def set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = A4
    for name in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, name, MARGIN)


def set_style(document: Any) -> None:
    """The typeface of Russian orders, and the language for whoever listens."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    style.element.get_or_add_rPr().append(language)


def add_heading(document: Any, roadmap: Roadmap, year: int, today: date) -> None:
    document.core_properties.title = clean(f"{roadmap}, {year}")
    document.core_properties.language = "ru-RU"
    title = document.add_heading(level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    dress(title.add_run(clean(roadmap.title)), bold=True)
    under = document.add_paragraph(f"{year} год, выполнение на {date_words(today)}")
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    under.paragraph_format.space_after = Pt(12)


def dress(run: Any, *, bold: bool = False, size: Any = SIZE) -> None:
    run.font.name, run.font.size, run.font.bold = FONT, size, bold
    run.font.color.rgb = RGBColor(0, 0, 0)  # headings of Word are blue


def add_table(document: Any, rows: Iterable[Occurrence], today: date) -> None:
    table = document.add_table(rows=1, cols=len(HEADER))
    table.style = "Table Grid"
    table.autofit = False
    fill(table.rows[0], HEADER, bold=True)
    mark(table.rows[0], "w:tblHeader")
    for direction, inside in groupby(rows, lambda row: row.action.key_activity.direction):
        add_direction(table, str(direction))
        for activity, occurrences in groupby(inside, lambda row: row.action.key_activity):
            add_activity(table, str(activity), list(occurrences), today)
    for row in table.rows:
        mark(row, "w:cantSplit")


def add_direction(table: Any, title: str) -> None:
    """A row across the table, shaded."""
    row = table.add_row()
    cell = row.cells[0].merge(row.cells[-1])
    dress(cell.paragraphs[0].add_run(clean(title)), bold=True, size=TABLE_SIZE)
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), SHADE)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no other way


def add_activity(table: Any, title: str, rows: list[Occurrence], today: date) -> None:
    """The key activity stands once, down its rows, as the regulations print it."""
    made = [table.add_row() for _ in rows]
    for row, occurrence in zip(made, rows, strict=True):
        fill(row, ["", *cells_of(occurrence, today)])
    first = made[0].cells[0].merge(made[-1].cells[0])
    first.text = ""
    for spare in first.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)  # noqa: SLF001 - as above
    dress(first.paragraphs[0].add_run(clean(title)), size=TABLE_SIZE)


def cells_of(occurrence: Occurrence, today: date) -> list[str]:
    action = occurrence.action
    return [
        action.title,
        action.party or "—",
        ", ".join(executors_of(occurrence)) or "—",
        due_words(occurrence),
        action.result or "—",
        state_words(occurrence, today),
        "; ".join(proof_words(proof) for proof in shown_proofs(occurrence)) or "—",
    ]


def fill(row: Any, texts: Iterable[str], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, WIDTHS, strict=True):
        cell.width = width
        dress(cell.paragraphs[0].add_run(clean(text)), bold=bold, size=TABLE_SIZE)


def mark(row: Any, name: str) -> None:
    """A property of a row: repeated on every page, kept whole."""
    flag = OxmlElement(name)
    flag.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(flag)  # noqa: SLF001 - python-docx has no other way
