"""Documents of Word as Russian offices keep them: typeface, margins, tables with a head."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from rostok.kernel.export import disposition
from rostok.kernel.text import clean

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, SIZE, TABLE_SIZE = "Times New Roman", 14, 11
BLACK = RGBColor(0, 0, 0)  # headings of Word are blue
LONG, SHORT = Cm(29.7), Cm(21.0)
MARGINS = {"left_margin": 2.5, "right_margin": 1.5, "top_margin": 2, "bottom_margin": 2}


class WordFile:
    """A document written from top to bottom."""

    def __init__(self, title: str, *, wide: bool = False) -> None:
        self.document: Any = Document()
        self.set_page(wide=wide)
        self.set_style()
        self.document.core_properties.title = printable(title)
        self.document.core_properties.language = "ru-RU"

    def set_page(self, *, wide: bool) -> None:
        section = self.document.sections[0]
        if wide:
            section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
        for name, margin in MARGINS.items():
            setattr(section, name, Cm(margin))

    def set_style(self) -> None:
        """The typeface of orders, for the East-Asian slot of Word too."""
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(SIZE)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(6)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "ru-RU")
        style.element.get_or_add_rPr().append(language)

    def corner(self, lines: Iterable[str]) -> None:
        """What stands in the upper right corner: an annex to what, approved by whom."""
        paragraph = self.document.add_paragraph("\n".join(map(printable, lines)))
        section = self.document.sections[0]
        width = section.page_width - section.left_margin - section.right_margin
        paragraph.paragraph_format.left_indent = width - Cm(8)

    def title(self, text: str, under: str = "") -> None:
        heading = self.document.add_heading(level=1)
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        dress(heading.add_run(printable(text)), bold=True)
        if under:
            line = self.document.add_paragraph(printable(under))
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str) -> None:
        heading = self.document.add_heading(level=2)
        dress(heading.add_run(printable(text)), bold=True)

    def paragraph(self, text: str) -> None:
        self.document.add_paragraph(printable(text))

    def table(
        self, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float] = ()
    ) -> None:
        """Cells of text; `widths` in centimetres."""
        table = self.document.add_table(rows=1, cols=len(header))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = not widths
        fill(table.rows[0], header, bold=True)
        repeat_on_every_page(table.rows[0])
        for texts in rows:
            fill(table.add_row(), texts)
        for column, width in zip(table.columns, widths, strict=False):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        self.document.add_paragraph()

    def content(self) -> bytes:
        kept = BytesIO()
        self.document.save(kept)
        return kept.getvalue()


def word_response(file: WordFile, name: str) -> HttpResponseBase:
    response = FileResponse(BytesIO(file.content()), content_type=WORD)
    response.headers["Content-Disposition"] = disposition(name, "docx")
    return response


def printable(text: str) -> str:
    """What a document of Word may hold: no control characters."""
    return "".join(mark for mark in clean(text) if mark.isprintable())


def dress(run: Any, *, bold: bool = False, size: int = SIZE) -> None:
    run.font.name, run.font.size, run.font.bold = FONT, Pt(size), bold
    run.font.color.rgb = BLACK


def fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        dress(cell.paragraphs[0].add_run(printable(text)), bold=bold, size=TABLE_SIZE)


def repeat_on_every_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no other way
