"""Undo of a table of organisations: the tree as it was, or a refusal that says why not."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rostok.indicators.models import IndicatorValue
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import timeline_of
from rostok.kernel.models import ImportBatch, Job, JournalEntry
from rostok.kernel.permissions import VIEW_JOURNAL
from rostok.kernel.tabular import (
    check_batch,
    confirm_batch,
    undo_batch,
    undoable_until,
    upload,
)
from rostok.orgs import permissions
from rostok.orgs.models import OrgClosing, OrgFlag, OrgName, OrgPlace, OrgUnit
from rostok.orgs.services import close_unit, correct_unit, end_flag, move_unit
from rostok.staff.models import Vacancy
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    hold,
    make_municipality,
    make_pack_version,
    make_person,
    make_post,
    make_region,
    make_school,
    make_system,
    make_user,
)
from tests.orgs.test_closure import stored, walked

pytestmark = pytest.mark.django_db
TABLES = (OrgUnit, OrgName, OrgPlace, OrgFlag)
HEADER = ("Код", "Название", "Краткое название", "Вид", "Входит в")
MORE = ("Последний день работы", "Признаки", "Открыта", "Часовой пояс")
TODAY = date(2025, 3, 5)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def town() -> OrgUnit:
    """Two schools; a second town beside has none."""
    region = make_region("Край", code="r")
    make_municipality(region, "Южный", code="m2")
    town = make_municipality(region, "Северный", code="m")
    make_school(town, "СОШ № 1", code="s1")
    make_school(town, "СОШ № 2", code="s2")
    return town


def unit(code: str) -> OrgUnit:
    found: OrgUnit = OrgUnit.objects.get(code=code)
    return found


def load(*rows: str, actor: Actor = BOSS) -> ImportBatch:
    """Rows of cells parted by semicolons, from a file without mistakes."""
    lines = [";".join([*HEADER, *MORE]), *rows]
    file = BytesIO("\n".join(lines).encode())
    batch = upload(actor, spec="orgs.units", file=file, file_name="orgs.csv")
    check_batch(actor, batch=batch)
    assert not batch.counts["error"], list(batch.rows.values_list("problems", flat=True))
    return confirm_batch(actor, batch=batch)


NEW = "s3;СОШ № 3;СОШ № 3;школа;m"
RENAMED = "s1;Гимназия;Гимназия;гимназия;m;;Точка роста;01.09.1999;Томск"


def stands() -> dict[str, list[dict[str, Any]]]:
    """All rows of the tree, but for versions, which only move on."""
    return {
        table.__name__: [
            {key: value for key, value in row.items() if key != "version"}
            for row in table._meta.base_manager.order_by("pk").values()
        ]
        for table in TABLES
    }


def refused(batch: ImportBatch) -> str:
    before = stands()
    with pytest.raises(RuleViolation) as refusal:
        undo_batch(BOSS, batch=batch)
    assert (stands(), stored()) == (before, walked())
    return refusal.value.message


def test_what_the_file_made_is_gone_and_what_it_changed_is_back(town: OrgUnit) -> None:
    before = stands()
    batch = load(
        "m3;Новый район;Новый;район;r",
        "s3;СОШ № 3;СОШ № 3;школа;m3;;ШНОР",
        "m2;Южный;Южный;район;r;;;01.01.2001",
        RENAMED,
        "s2;СОШ № 2;СОШ № 2;школа;m3;28.02.2025",
    )
    assert stands() != before
    undo_batch(BOSS, batch=batch)
    assert (stands(), stored()) == (before, walked())
    batch.refresh_from_db()
    assert batch.state == "undone"


def test_versions_move_on_so_that_an_open_form_is_stale(town: OrgUnit) -> None:
    undo_batch(BOSS, batch=load(RENAMED))
    assert unit("s1").version == 3


def test_the_undo_stands_in_the_journal_of_the_territory(town: OrgUnit) -> None:
    undo_batch(BOSS, batch=load(NEW))
    kinds = [entry.kind for entry in timeline_of(town)]
    assert kinds[:2] == ["imports.undone", "imports.applied"]
    reader = actor_at(town.parent, VIEW_JOURNAL)
    seen = JournalEntry.objects.visible_to(reader, VIEW_JOURNAL)
    assert seen.filter(kind="imports.undone").exists()


def test_a_town_that_lost_a_school_to_another_has_the_entry_too(town: OrgUnit) -> None:
    load("s1;СОШ № 1;СОШ № 1;школа;m2")
    assert timeline_of(town).first().kind == "imports.applied"
    assert timeline_of(unit("m2")).first().kind == "imports.applied"


def test_derived_values_go_with_the_unit_and_are_counted_again(town: OrgUnit) -> None:
    batch = load(NEW)
    version = make_pack_version()
    IndicatorValue.objects.create(
        system=make_system(town, pack=version),
        code="c",
        year=2024,
        unit=unit("s3"),
        state="met",
        base_date=TODAY,
        pack_version=version,
        computed_at=clock.now(),
    )
    Job.objects.all().delete()
    undo_batch(BOSS, batch=batch)
    assert not IndicatorValue.objects.exists()
    assert Job.objects.get().kind == "indicators.refresh"


def test_the_whole_file_may_be_loaded_again(town: OrgUnit) -> None:
    undo_batch(BOSS, batch=load(NEW, RENAMED))
    assert load(NEW, RENAMED).counts["new"] == 1


def test_a_unit_corrected_since_stops_it_and_is_named(town: OrgUnit) -> None:
    batch = load(NEW, RENAMED)
    correct_unit(BOSS, unit=unit("s1"), short_title="Лицей")
    said = refused(batch)
    assert "Лицей" in said
    assert "СОШ № 3" not in said


def test_a_mark_ended_since_stops_it(town: OrgUnit) -> None:
    batch = load(RENAMED)
    with clock.moved_to(TODAY + timedelta(days=2)):
        end_flag(BOSS, flag=OrgFlag.objects.get(), end=TODAY + timedelta(days=1))
        assert "Гимназия" in refused(batch)


def test_whatever_hangs_on_a_new_unit_stops_it(town: OrgUnit) -> None:
    batch = load(NEW)
    hold(make_user(), "school-head", unit("s3"))
    assert "СОШ № 3" in refused(batch)


def test_a_school_moved_into_a_new_town_by_hand_stops_it(town: OrgUnit) -> None:
    batch = load("m3;Новый;Новый;район;r")
    move_unit(BOSS, unit=unit("s1"), parent=unit("m3"))
    assert "Новый" in refused(batch)


def test_nothing_goes_back_into_what_has_closed_since(town: OrgUnit) -> None:
    batch = load("s1;СОШ № 1;СОШ № 1;школа;m2", "s2;СОШ № 2;СОШ № 2;школа;m2")
    close_unit(BOSS, unit=unit("m"), closed_on=TODAY)
    assert "работала бы дольше, чем «Северный»" in refused(batch)


def test_nobody_is_left_working_in_a_school_that_closes_again(town: OrgUnit) -> None:
    close_unit(BOSS, unit=unit("s1"), closed_on=date(2024, 9, 1))
    batch = load("s1;СОШ № 1;СОШ № 1;школа;m;31.08.2025")
    hire(make_person(), unit("s1"), date(2024, 10, 1), end=date(2025, 8, 1))
    assert "закрыта с 01.09.2024" in refused(batch)


def test_a_territory_handed_over_is_not_the_importers_any_more(town: OrgUnit) -> None:
    keeper = actor_at(town, permissions.IMPORT, user_id=7)
    batch = load(NEW, RENAMED, actor=keeper)
    with pytest.raises(Forbidden):
        undo_batch(actor_at(unit("m2"), permissions.IMPORT, user_id=7), batch=batch)
    with pytest.raises(Forbidden):
        undo_batch(actor_at(town, permissions.IMPORT, user_id=8), batch=batch)
    undo_batch(keeper, batch=batch)
    assert not OrgUnit.objects.filter(code="s3").exists()


def test_it_may_be_undone_for_thirty_days(town: OrgUnit) -> None:
    batch = load(NEW)
    until = undoable_until(batch)
    assert until is not None
    assert until.date() == TODAY + timedelta(days=30)
    with clock.moved_to(TODAY + timedelta(days=31)):
        assert "30 дней" in refused(batch)


def test_the_number_of_queries_does_not_grow_with_the_file(
    town: OrgUnit, django_assert_max_num_queries: Any
) -> None:
    rows = [f"n{number};Новая;Новая;школа;m;;МКШ" for number in range(300)]
    load(*rows)
    batch = load(*[row.replace("Новая;", "Иная;") for row in rows], NEW)
    with django_assert_max_num_queries(120):
        undo_batch(BOSS, batch=batch)
    assert OrgUnit.objects.filter(title="Новая").count() == 300


class AnyFileTest(TestCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_any_file_is_taken_back_whole(self, data: st.DataObject) -> None:
        region = make_region("Край", code="r")
        for code in ("m1", "m2"):
            make_municipality(region, code, code=code)
        for number in range(4):
            make_school(unit(f"m{number % 2 + 1}"), f"Ш {number}", code=f"s{number}")
        with clock.moved_to(TODAY):
            before = stands()
            rows = [
                data.draw(st.sampled_from(["", f"s{number};{name};{name};школа;{place};{more}"]))
                for number in range(7)
                for name in [data.draw(st.sampled_from([f"Ш {number}", "Иная"]))]
                for place in [data.draw(st.sampled_from(["m1", "m2", "m3"]))]
                for more in [data.draw(st.sampled_from(["", "01.02.2025", ";МКШ", ";ШНОР;;Омск"]))]
            ]
            batch = load("m3;Третий;Третий;район;r", *filter(None, rows))
            assert stored() == walked()
            undo_batch(BOSS, batch=batch)
        assert (stands(), stored()) == (before, walked())


def test_roles_and_vacancies_end_with_a_school_closed_by_a_file_and_come_back(
    town: OrgUnit,
) -> None:
    role = hold(make_user(), "coordinator", unit("s2"), end=date(2026, 1, 1))
    vacancy = Vacancy.objects.create(
        organisation=unit("s2"), post=make_post(), start=date(2025, 1, 1)
    )
    batch = load("s2;СОШ № 2;СОШ № 2;школа;m;28.02.2025")
    for row in (role, vacancy):
        row.refresh_from_db()
        assert row.end == date(2025, 3, 1)
    undo_batch(BOSS, batch=batch)
    for row in (role, vacancy):
        row.refresh_from_db()
    assert (role.end, vacancy.end) == (date(2026, 1, 1), None)
    assert not OrgClosing.objects.exists()


def test_a_school_where_somebody_was_engaged_since_the_preview_is_not_closed(town: OrgUnit) -> None:
    rows = [";".join([*HEADER, *MORE]), "s2;СОШ № 2;СОШ № 2;школа;m;28.02.2025"]
    file = BytesIO("\n".join(rows).encode())
    batch = upload(BOSS, spec="orgs.units", file=file, file_name="orgs.csv")
    check_batch(BOSS, batch=batch)
    work = hire(make_person(), unit("s2"))
    with pytest.raises(RuleViolation):
        confirm_batch(BOSS, batch=batch)
    work.refresh_from_db()
    assert work.end is None
    assert unit("s2").closed_on is None
