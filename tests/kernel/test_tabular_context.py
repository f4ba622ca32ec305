"""A declaration whose columns follow from the context, with a header that is shaped first."""

from dataclasses import replace
from io import BytesIO

import pytest

from rostok.kernel.models import ImportState
from rostok.kernel.tabular import Column, Sheet, SheetRow, check_batch, import_specs, upload
from rostok.kernel.tabular.specs import spec_of
from tests.kernel.tabular_toys import KEEPER, SPEC, compare, registered, xlsx

pytestmark = pytest.mark.django_db


def shape(sheet, columns):
    """The second row repeats «имя» under groups: named by the first column's title."""
    head = SheetRow(sheet.rows[1].number, (columns[0].title,))
    return Sheet(sheet.title, [head, *sheet.rows[2:]], sheet.titles)


@pytest.fixture
def shaped():
    with registered():
        spec = replace(
            SPEC,
            columns_of=lambda context: (Column("title", context["word"], required=True),),
            shape=shape,
            compare=compare,
        )
        import_specs.entries.pop("toy")
        import_specs.add("toy", spec, origin="toy")
        yield spec


def test_columns_follow_from_the_context_and_the_header_is_shaped(shaped):
    content = xlsx(("Группа",), ("имя",), ("Мяч",))
    batch = upload(
        KEEPER, spec="toy", file=BytesIO(content), file_name="a.xlsx", context={"word": "Слово"}
    )
    checked = check_batch(KEEPER, batch=batch)
    assert checked.state == ImportState.CHECKED, checked.message
    assert [column.title for column in spec_of(checked).columns] == ["Слово"]
    row = checked.rows.get()
    assert (row.number, row.title) == (3, "Мяч")
