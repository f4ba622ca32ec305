"""Staff lists made to hang or to fool: refused at once and in words, or read as they should be."""

import struct
import zipfile
from io import BytesIO

import pytest

from rostok.kernel.models import ImportState
from rostok.kernel.tabular import check_batch, upload
from rostok.staff.imports import CODE
from rostok.staff.services import load_reference
from tests.factories import BOSS, make_municipality, make_school
from tests.kernel.test_tabular_reading import with_part
from tests.staff import ugly
from tests.staff.ugly import ANNA, PEOPLE, TITLES, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    load_reference(BOSS)
    return make_school(make_municipality(), code="oo-1")


def check(content, context, name="список.xlsx"):
    batch = upload(BOSS, spec=CODE, file=BytesIO(content), file_name=name, context=context)
    return check_batch(BOSS, batch=batch)


def merged_everywhere():
    """Thousands of merged cells, each as tall as a sheet may be."""
    content = xlsx(TITLES, *[ANNA] * 3000)
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(content)) as package:
        sheet = package.read(part).decode()
    ranges = "".join(f'<mergeCell ref="{at}2:{at}1048576"/>' for at in ("T", "U", "V") * 5000)
    merges = f'<mergeCells count="15000">{ranges}</mergeCells>'
    return with_part(content, part, sheet.replace("</sheetData>", f"</sheetData>{merges}"))


def running_in_a_circle():
    """The last sector of the workbook leads to its first."""
    content = bytearray(ugly.xls([TITLES, *PEOPLE]))
    last = content.index(struct.pack("<I", 0xFFFFFFFE), 512 + 8)
    content[last : last + 4] = struct.pack("<I", 2)
    return bytes(content)


def packed(*names):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name in names:
            package.writestr(name, "<a/>")
    return file.getvalue()


def old_word():
    """The directory of an old workbook with the stream of a Word document in it."""
    content = ugly.xls([TITLES, *PEOPLE])
    name = "Workbook".encode("utf-16-le") + b"\0" * 16
    return content.replace(name, "WordDocument".encode("utf-16-le"))


HOSTILE = {
    "a document of Word": (
        "a.docx",
        packed("[Content_Types].xml", "word/document.xml"),
        "документ Word",
    ),
    "an old document of Word": ("a.doc", old_word(), "документ Word"),
    "an ods under another name": ("a.xlsx", packed("mimetype", "content.xml"), "ods"),
    "half of an old workbook": ("a.xls", ugly.xls([TITLES, *PEOPLE] * 10)[:3000], "повреждён"),
    "half of a new workbook": ("a.xlsx", xlsx(TITLES, *PEOPLE)[:2000], "не полностью"),
    "a list in csv cut inside quotes": ("a.csv", 'Фамилия;Имя\n"Севе'.encode(), "обрывается"),
    "an old workbook of nothing but zeros": (
        "a.xls",
        ugly.xls([])[:512] + b"\0" * 4096,
        "повреждён",
    ),
    "an old workbook that runs in a circle": ("a.xls", running_in_a_circle(), "повреждён"),
    "a workbook with macros": ("a.xlsm", xlsx(TITLES, *PEOPLE), "макрос"),
    "two hundred and one columns": ("a.xlsx", xlsx(tuple(range(201))), "200 столбцов"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_words(kind, school):
    name, content, words = HOSTILE[kind]
    batch = check(content, {"organisation": school.pk}, name)
    assert batch.state == ImportState.FAILED
    assert words in batch.message


def test_cells_merged_to_the_end_of_the_sheet_do_not_hang(school):
    batch = check(merged_everywhere(), {"organisation": school.pk})
    assert batch.state in {ImportState.CHECKED, ImportState.FAILED}
    assert not batch.counts or batch.counts["new"] == 1
