"""The table of territories and organisations: new, changed, unchanged, absent, refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.export import Sheet, write_workbook
from rostok.kernel.journal import sentence_of
from rostok.kernel.models import ImportBatch, ImportRow, JournalEntry
from rostok.kernel.tabular import StalePreview, check_batch, confirm_batch, upload
from rostok.orgs import permissions
from rostok.orgs.console import import_organisations
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.orgs.services import correct_unit, set_flag
from tests.factories import BOSS, actor_at, make_municipality, make_region, make_school, make_system
from tests.orgs.test_closure import stored, walked

pytestmark = pytest.mark.django_db
HEADER = ["Код", "Полное название", "Краткое название", "Вид", "Входит в (код)"]
Load = Callable[..., dict[str, Any]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write rows into a workbook and import it."""

    def run(*rows: list[Any], header: list[str] = HEADER, actor: Actor = BOSS) -> dict[str, Any]:
        path = tmp_path / "orgs.xlsx"
        path.write_bytes(write_workbook([Sheet("Список", header, rows)]))
        return import_organisations(actor, path)

    return run


def errors(report: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(error["row"], error["column"], error["code"]) for error in report["errors"]]


def counts(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[name] for name in ("new", "changed", "left", "unchanged"))


DISTRICT = (
    ["s1", "МБОУ «СОШ № 1»", "СОШ № 1", "СОШ", "m"],
    ["k1", "МБДОУ «Ромашка»", "", "детский сад", "m"],
    ["m", "Северный район", "Северный", "муниципалитет", "r"],
    ["r", "Край", "Край", "регион", ""],
)


def test_rows_may_name_parents_that_stand_later(load: Load) -> None:
    assert counts(load(*DISTRICT)) == (4, 0, 0, 0)
    school = OrgUnit.objects.get(code="s1")
    assert (school.kind, school.org_kind) == ("organisation", "school")
    assert school.parent.parent.code == "r"
    assert OrgUnit.objects.get(code="k1").short_title == "МБДОУ «Ромашка»"
    assert stored() == walked()
    assert sentence_of(JournalEntry.objects.first()).startswith(
        "Загружен файл «orgs.xlsx» (Территории и организации): новых 4"
    )


def test_the_same_file_twice_changes_nothing(load: Load) -> None:
    load(*DISTRICT)
    before = list(OrgUnit.objects.order_by("pk").values())
    entries = JournalEntry.objects.count()
    assert counts(load(*DISTRICT)) == (0, 0, 0, 4)
    assert list(OrgUnit.objects.order_by("pk").values()) == before
    assert JournalEntry.objects.count() == entries


def test_changes_are_written_with_their_history(load: Load) -> None:
    load(*DISTRICT)
    header = [*HEADER, "Часовой пояс", "Признаки", "Открыта", "Последний день работы"]
    report = load(
        ["m", "Северный район", "Северный", "муниципалитет", "r", "Томск", "", "", ""],
        ["s1", "Гимназия", "Гимназия", "гимназия", "m", "", "Точка роста; МКШ", "01.09.1999", ""],
        ["k1", "МБДОУ «Ромашка»", "", "ДОУ", "m", "", "", "", "31.08.2024"],
        header=header,
    )
    assert (counts(report), report["errors"]) == ((0, 3, 0, 0), [])
    assert OrgUnit.objects.get(code="m").time_zone == "Asia/Tomsk"
    school = OrgUnit.objects.get(code="s1")
    assert (school.norm, school.opened_on) == ("гимназия", date(1999, 9, 1))
    former = school.names.get()
    assert (former.short_title, former.end) == ("СОШ № 1", clock.today())
    assert set(school.flags.values_list("flag", flat=True)) == {"growth_point", "small_rural"}
    assert OrgUnit.objects.get(code="k1").closed_on == date(2024, 9, 1)


def test_blank_cells_change_nothing(load: Load) -> None:
    town = make_municipality(code="m")
    make_school(town, "Школа", code="s", opened_on=date(2001, 9, 1), time_zone="Asia/Omsk")
    report = load(
        ["s", "Школа", None, "школа", None, None, None],
        header=[*HEADER, "Открыта", "Часовой пояс"],
    )
    assert counts(report) == (0, 0, 0, 1)


def test_a_school_moves_by_the_file(load: Load) -> None:
    load(*DISTRICT)
    load(
        ["m2", "Южный район", "Южный", "район", "r"],
        ["s1", "МБОУ «СОШ № 1»", "СОШ № 1", "СОШ", "m2"],
    )
    assert OrgUnit.objects.get(code="s1").parent.code == "m2"
    assert stored() == walked()


def test_whoever_is_absent_is_only_named(load: Load) -> None:
    load(*DISTRICT)
    report = load(DISTRICT[0])
    assert counts(report) == (0, 0, 1, 1)
    assert OrgUnit.objects.get(code="k1").closed_on is None


def test_each_wrong_row_is_named_with_its_cell(load: Load) -> None:
    load(*DISTRICT)
    make_system(OrgUnit.objects.get(code="m"))
    header = [*HEADER, "Открыта", "Последний день работы"]
    report = load(
        ["a", "", "", "школа", "m"],
        ["b", "Б", "Б", "звездолёт", "m"],
        ["c", "В", "В", "школа", "нет"],
        ["d", "Г", "Г", "школа", "k1"],
        ["e", "Д", "Д", "школа", "m"],
        ["e", "Д", "Д", "школа", "m"],
        ["s1", "Ж", "Ж", "район", "r"],
        ["f", "З", "З", "район", "s-wrong"],
        ["g", "И", "И", "школа", "f"],
        ["h", "К", "К", "школа", "m", "01.09.2024", "01.08.2024"],
        ["m", "Северный район", "Северный", "район", "r", "", "01.08.2024"],
        ["i", "Л", "Л", "школа", "m", "вчера"],
        header=header,
    )
    assert errors(report) == [
        (2, "Полное название", "required"),
        (3, "Вид", "unknown_choice"),
        (4, "Входит в (код)", "unknown_parent"),
        (5, "Входит в (код)", "wrong_parent"),
        (7, "Код", "repeated"),
        (8, "Вид", "kind_changed"),
        (9, "Входит в (код)", "unknown_parent"),
        (10, "Входит в (код)", "wrong_parent"),
        (11, "Последний день работы", "wrong_days"),
        (12, "Последний день работы", "still_used"),
        (13, "Открыта", "not_a_date"),
    ]
    assert set(OrgUnit.objects.values_list("code", flat=True)) == {"s1", "k1", "m", "r", "e"}


def test_good_rows_are_taken_beside_wrong_ones(load: Load) -> None:
    load(*DISTRICT)
    report = load(["x", "Х", "Х", "школа", "m"], ["y", "У", "У", "школа", "nowhere"])
    assert (counts(report), errors(report)) == (
        (1, 0, 2, 0),
        [(3, "Входит в (код)", "unknown_parent")],
    )
    assert OrgUnit.objects.filter(code="x").exists()


def test_a_specialist_loads_only_under_their_own_territory(load: Load) -> None:
    mine, foreign = make_municipality(code="mine"), make_municipality(code="foreign")
    make_school(foreign, "Чужая", code="theirs")
    boss = actor_at(mine, permissions.IMPORT, user_id=7)
    report = load(
        ["a", "А", "А", "школа", "mine"],
        ["b", "Б", "Б", "школа", "foreign"],
        ["theirs", "Б", "Б", "школа", "mine"],
        ["c", "В", "В", "регион", ""],
        actor=boss,
    )
    assert counts(report)[0] == 1
    assert {code for _row, _column, code in errors(report)} == {"forbidden"}
    assert OrgUnit.objects.get(code="theirs").parent == foreign
    with pytest.raises(Forbidden):
        load(["d", "Г", "Г", "школа", "mine"], actor=actor_at(mine, permissions.EDIT, user_id=8))


def test_a_preview_that_no_longer_holds_is_refused(tmp_path: Path) -> None:
    school = make_school(make_municipality(code="m"), "Школа", code="s")
    path = tmp_path / "orgs.csv"
    path.write_text("Код;Название;Вид\ns;Новое имя;школа\n", encoding="utf-8")
    with path.open("rb") as file:
        batch = upload(BOSS, spec="orgs.units", file=file, file_name="orgs.csv")
    check_batch(BOSS, batch=batch)
    correct_unit(BOSS, unit=school, short_title="Другое")
    with pytest.raises(StalePreview):
        confirm_batch(BOSS, batch=batch)


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation, match="нет"):
        import_organisations(BOSS, tmp_path / "nothing.xlsx")
    path = tmp_path / "orgs.csv"
    path.write_text("Имя;Отчество\nА;Б\n", encoding="utf-8")
    with pytest.raises(RuleViolation, match="Код"):
        import_organisations(BOSS, path)


def test_checking_only_writes_nothing(tmp_path: Path) -> None:
    make_municipality(code="m")
    path = tmp_path / "orgs.csv"
    path.write_text("Код;Название;Вид;Входит в\ns;Имя;школа;m\n", encoding="utf-8")
    assert import_organisations(BOSS, path, check_only=True)["new"] == 1
    assert not OrgUnit.objects.filter(code="s").exists()
    assert not ImportRow.objects.exists()
    assert ImportBatch.objects.get().state == "dropped"


def test_flags_are_only_added(load: Load) -> None:
    school = make_school(make_municipality(code="m"), "Школа", code="s")
    set_flag(BOSS, unit=school, flag="it_cube", start=date(2022, 1, 1))
    row = ["s", "Школа", "Школа", "школа", "m", "ШНОР"]
    assert counts(load(row, header=[*HEADER, "Признаки"]))[1] == 1
    assert counts(load(row, header=[*HEADER, "Признаки"])) == (0, 0, 0, 1)
    assert school.flags.count() == 2


def test_the_number_of_queries_does_not_grow_with_the_file(
    load: Load, django_assert_max_num_queries: Any
) -> None:
    region = make_region(code="r")
    rows = [["m", "М", "М", "район", region.code]]
    rows += [[f"s{number}", "Школа", "Школа", "школа", "m"] for number in range(300)]
    with django_assert_max_num_queries(60):
        load(*rows)
    with django_assert_max_num_queries(60):
        load(*[[code, f"{title}!", *rest] for code, title, *rest in rows])
    assert OrgClosure.objects.count() == 1 + 2 + 300 * 3
