"""Published tables as municipalities send them, read as reported values."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from rostok.indicators import console, permissions
from rostok.indicators.imports import SPEC_CODE
from rostok.indicators.models import CellChange, DataForm, IndicatorValue, ReportedValue
from rostok.indicators.services import assign_collection, send_form
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.tabular import StalePreview, check_batch, confirm_batch, summary_of, upload
from tests.factories import BOSS, actor_at, make_municipality
from tests.kernel.tabular_toys import xlsx

pytestmark = pytest.mark.usefixtures("today")
YOUNG, PLAN = "young-support", "monitoring-procedures"
HEAD = (
    ("Отчёт о показателях за 2024 год",),
    ("№", "Наименование организации", "3.2. Молодые педагоги", None, None, "1.2", None),
    (None, None, "Числитель", "Знаменатель", "%", "проведено (числитель)", "всего"),
)
FIRST = (1, "Первая школа", 3, 4, 75, 1, 2)
SECOND = (2, "Вторая  школа", "1", "6", None, "2", "2")


def checked(world, *rows, actor=BOSS, head=HEAD, **context):
    content = xlsx(*head, *rows)
    where = {"system": world.system.key, **context}
    batch = upload(
        actor, spec=SPEC_CODE, file=BytesIO(content), file_name="таблица.xlsx", context=where
    )
    return check_batch(actor, batch=batch)


def problems(batch):
    found = []
    for row in batch.rows.filter(action="error"):
        found += [(problem["cell"], problem["message"]) for problem in row.problems]
    return found


def value_of(world, code=YOUNG, unit=None):
    return IndicatorValue.objects.get(
        system=world.system, code=code, year=2024, unit=unit or world.municipality
    )


def test_a_published_table_is_read_and_added_up(world):
    batch = checked(world, FIRST, SECOND, ("", "Итого", 4, 10, 40, 3, 4))
    assert batch.state == "checked", batch.message
    assert (batch.counts["new"], batch.counts["error"]) == (2, 0)
    confirm_batch(BOSS, batch=batch)
    assert value_of(world).value == Decimal(40)
    assert value_of(world, PLAN).value == Decimal(75)
    cell = ReportedValue.objects.get(form__unit=world.first, code=YOUNG)
    assert (cell.numerator, cell.denominator, cell.source) == (3, 4, "файл «таблица.xlsx»")
    assert CellChange.objects.count() == 4


def test_the_same_file_again_changes_nothing(world):
    rows = (FIRST, SECOND, ("", "Итого", 5, 10, 50, 3, 4))
    confirm_batch(BOSS, batch=checked(world, *rows))
    again = checked(world, *rows)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 3)
    with pytest.raises(RuleViolation, match="записывать нечего"):
        confirm_batch(BOSS, batch=again)


def test_a_total_that_disagrees_is_accepted_and_shown(world):
    batch = checked(world, FIRST, SECOND, ("", "ИТОГО по району", 5, 10, 50, 3, 4))
    row = batch.rows.get(title__startswith="Итого")
    assert row.title == "Итого, Район: расходится: 1"
    assert ("сумма 4 из 10", "итог 5 из 10") in [(c["old"], c["new"]) for c in row.changes]
    confirm_batch(BOSS, batch=batch)
    assert value_of(world).value == Decimal(50)
    assert not ReportedValue.objects.filter(form__unit=world.municipality, code=PLAN).exists()


@pytest.mark.parametrize(
    ("row", "cell", "phrase"),
    [
        ((1, "Третья школа", 1, 2), "B4", "Такой организации"),
        ((1, "Первая школа", "три", 4), "C4", "Нужно число"),
        ((1, "Первая школа", 5, 4), "C4", "Числитель больше знаменателя"),
        ((1, "Первая школа", -5, 4), "C4", "отрицательным"),
        ((1, "Первая школа", 1.5, 4), "C4", "целое"),
        ((1, "Первая школа", 1, 4, 250), "E4", "больше 100"),
        ((1, "Первая школа", 1, 99999999999), "D4", "слишком велико"),
    ],
)
def test_a_wrong_cell_is_named_by_its_address(world, row, cell, phrase):
    batch = checked(world, row)
    [(address, message)] = problems(batch)
    assert (address, phrase in message) == (cell, True), message
    assert not ReportedValue.objects.exists()


def test_a_unit_that_stands_twice_is_refused_in_both_rows(world):
    batch = checked(world, FIRST, FIRST, SECOND)
    assert [message for _cell, message in problems(batch)] == [
        "Организация стоит в файле дважды: строки 4, 5."
    ] * 2
    assert batch.counts["new"] == 1


def test_a_percent_that_contradicts_its_counts_is_shown(world):
    batch = checked(world, (1, "Первая школа", 3, 4, 80))
    titles = [change["title"] for change in batch.rows.get().changes]
    assert "№ 3.2: процент не сходится с числами, примем числа" in titles


def test_a_percent_without_counts_stands_for_its_unit_alone(world):
    confirm_batch(BOSS, batch=checked(world, (1, "Первая школа", None, None, "72,5")))
    assert value_of(world, unit=world.first).value == Decimal("72.5")
    assert value_of(world).value is None


def test_a_note_under_the_table_is_no_error(world):
    batch = checked(world, FIRST, ("", "* по данным на конец года"))
    assert (batch.counts["new"], batch.counts["error"], batch.counts["unchanged"]) == (1, 0, 1)


def test_without_a_year_anywhere_the_row_says_so(world):
    batch = checked(world, FIRST, head=(("Отчёт",), *HEAD[1:]))
    assert "За какой год" in problems(batch)[0][1]
    assert checked(world, FIRST, head=(("Отчёт",), *HEAD[1:]), year=2024).counts["new"] == 1


def test_a_table_without_indicators_is_refused(world):
    batch = checked(world, ("Первая школа", 3), head=(("Организация", "Телефон"),))
    assert batch.state == "failed"
    assert "показател" in batch.message


def test_a_sent_form_is_not_overwritten(world):
    confirm_batch(BOSS, batch=checked(world, FIRST))
    send_form(BOSS, form=DataForm.objects.get(unit=world.first))
    batch = checked(world, (1, "Первая школа", 2, 4))
    assert "Форма уже сдана" in problems(batch)[0][1]
    assert checked(world, FIRST).counts["unchanged"] == 1


def test_a_cell_changed_since_the_preview_stops_the_file(world):
    first, second = checked(world, FIRST), checked(world, (1, "Первая школа", 2, 4))
    confirm_batch(BOSS, batch=first)
    with pytest.raises(StalePreview):
        confirm_batch(BOSS, batch=second)
    assert ReportedValue.objects.get(code=YOUNG).numerator == 3


def test_a_coordinator_reports_only_for_their_own(world):
    actor = actor_at(world.first, permissions.REPORT, user_id=7)
    batch = checked(world, FIRST, SECOND, actor=actor)
    assert (batch.counts["new"], batch.counts["error"]) == (1, 1)
    with pytest.raises(Forbidden):
        checked(world, FIRST, actor=actor_at(make_municipality(), permissions.REPORT))


def test_the_template_filled_in_comes_back(world, tmp_path):
    where = {"system": world.system, "year": 2024}
    assign_collection(BOSS, level="organisation", codes=[YOUNG, PLAN], **where)
    path = tmp_path / "форма.xlsx"
    console.write_reported_template(path, world.system, 2024)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["B3"].value == "Вторая школа"
    titles = [cell.value for cell in sheet[1]]
    place = next(at for at, title in enumerate(titles, 1) if title and title.startswith("3.2"))
    sheet.cell(4, place).value, sheet.cell(4, place + 1).value = 3, 4
    book.save(path)
    found = console.import_reported(BOSS, path, world.system)
    assert (found["new"], found["unchanged"], found["errors"]) == (1, 1, [])
    assert value_of(world, unit=world.first).value == Decimal(75)
    assert summary_of(checked(world, FIRST))["changed"] == 1
