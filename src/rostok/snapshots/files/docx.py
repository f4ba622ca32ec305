"""The indicators of a snapshot as an annex to an order: a table of six columns, ready to sign."""

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

from rostok.indicators.models import ValueState
from rostok.kernel.access import Actor
from rostok.kernel.export import disposition
from rostok.kernel.text import clean as spaced
from rostok.kernel.ui.formats import date_words
from rostok.packs.models import PackVersion
from rostok.snapshots.models import Snapshot, SnapshotPlace
from rostok.snapshots.queries import versions_of
from rostok.snapshots.territories import PlaceRow, figures_at

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADER = ["№ п/п", "№ в положении", "Показатель", "План", "Факт", "Состояние"]
WIDTHS = [Cm(1.3), Cm(2.0), Cm(12.4), Cm(3.2), Cm(3.8), Cm(3.0)]
A4 = (Cm(29.7), Cm(21.0))
MARGINS = {
    "left_margin": Cm(2),
    "right_margin": Cm(2),
    "top_margin": Cm(2.5),
    "bottom_margin": Cm(2),
}
FONT, SIZE, TABLE_SIZE = "Times New Roman", Pt(14), Pt(11)


def clean(text: str) -> str:
    """What a document of Word may hold: no control characters."""
    return "".join(mark for mark in spaced(text) if mark.isprintable())


def order_table(actor: Actor, snapshot: Snapshot, place: SnapshotPlace) -> bytes:
    """The document as bytes; landscape, since a title of an indicator takes lines."""
    document = Document()
    set_page(document)
    set_style(document)
    add_heading(document, snapshot, place)
    rows = figures_at(actor, snapshot, place.unit_id)
    add_table(document, [row for row in rows if not row.figure.context])
    add_context(document, [row for row in rows if row.figure.context])
    add_foot(document, snapshot, versions_of(snapshot))
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def word_response(content: bytes, name: str) -> HttpResponseBase:
    response = FileResponse(BytesIO(content), content_type=WORD)
    response.headers["Content-Disposition"] = disposition(name, "docx")
    return response


def set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = A4
    for name, margin in MARGINS.items():
        setattr(section, name, margin)


def set_style(document: Any) -> None:
    """The typeface of Russian orders, for the East-Asian slot of Word too."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    style.element.get_or_add_rPr().append(language)


def add_heading(document: Any, snapshot: Snapshot, place: SnapshotPlace) -> None:
    """The place of the annex, then what it is."""
    head = document.add_paragraph(
        "Приложение\nк приказу ______________________\nот ____________ № ______"
    )
    head.paragraph_format.left_indent = Cm(17)
    document.core_properties.title = clean(snapshot.title)
    document.core_properties.language = "ru-RU"
    title = document.add_heading(level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(18)
    run = title.add_run(clean(f"Показатели за {snapshot.year} год"))
    dress(run, bold=True)
    under = document.add_paragraph(clean(f"{place.title}, на {date_words(snapshot.on)}"))
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    under.paragraph_format.space_after = Pt(12)


def dress(run: Any, *, bold: bool = False, size: Any = SIZE) -> None:
    run.font.name, run.font.size, run.font.bold = FONT, size, bold
    run.font.color.rgb = RGBColor(0, 0, 0)  # headings of Word are blue


def add_table(document: Any, rows: list[PlaceRow]) -> None:
    table = document.add_table(rows=1, cols=len(HEADER))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    fill(table.rows[0], HEADER, bold=True)
    repeat_on_every_page(table.rows[0])
    for number, row in enumerate(rows, start=1):
        fill(table.add_row(), cells_of(number, row))
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = width


def cells_of(number: int, row: PlaceRow) -> list[str]:
    counts = f" ({row.counts_words})" if row.counts_words else ""
    state = "" if row.stored.state == ValueState.NO_TARGET else row.state_words
    figure = row.figure
    return [
        str(number),
        figure.number,
        figure.title,
        row.target_words,
        row.value_words + counts,
        state,
    ]


def fill(row: Any, texts: list[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        dress(paragraph.add_run(clean(text)), bold=bold, size=TABLE_SIZE)


def repeat_on_every_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no other way


def add_context(document: Any, rows: list[PlaceRow]) -> None:
    """Figures of the staff, in a sentence each."""
    if not rows:
        return
    head = document.add_paragraph("Справочно: кадры")
    head.paragraph_format.space_before = Pt(12)
    head.paragraph_format.keep_with_next = True
    for row in rows:
        line = document.add_paragraph(style="List Bullet")
        dress(line.add_run(clean(f"{row.figure.title}: {row.value_words}")), size=TABLE_SIZE)


def add_foot(document: Any, snapshot: Snapshot, versions: list[PackVersion]) -> None:
    """Where the numbers come from, and the line to sign on."""
    sources = "; ".join(str(version) for version in versions)
    state = str(snapshot.get_state_display())
    said = f"По положению: {sources}. Срез {state}, контрольная сумма {snapshot.digest[:16]}."
    foot = document.add_paragraph()
    foot.paragraph_format.space_before = Pt(12)
    dress(foot.add_run(clean(said)), size=Pt(10))
    line = document.add_paragraph("Руководитель ______________________ / ______________________ /")
    line.paragraph_format.space_before = Pt(30)
