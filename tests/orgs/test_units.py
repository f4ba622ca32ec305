"""Services of the tree: what is done, its entry in the journal, every refusal, a stranger."""

from datetime import date

import pytest

from rostok.kernel import clock
from rostok.kernel.access import STRANGER
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.periods import DAY
from rostok.orgs import permissions
from rostok.orgs.models import LONG_AGO, OrgClosure, OrgUnit, UnitKind
from rostok.orgs.services import (
    close_unit,
    correct_unit,
    create_unit,
    end_flag,
    move_unit,
    rebuild_closure,
    rename_unit,
    reopen_unit,
    set_flag,
)
from tests.factories import (
    BOSS,
    actor_at,
    make_municipality,
    make_region,
    make_school,
    make_system,
    make_unit,
)

pytestmark = pytest.mark.django_db
DAY_X = date(2024, 9, 1)


def told(row) -> str:
    return sentence_of(timeline_of(row)[0])


def test_a_school_is_created_under_its_municipality() -> None:
    municipality = make_municipality(make_region())
    boss = actor_at(municipality, permissions.EDIT)
    school = create_unit(
        boss,
        kind="organisation",
        org_kind="school",
        code=" s-1 ",
        title="МБОУ  «Средняя школа № 1»",
        short_title="Школа № 1",
        parent=municipality,
    )
    assert (school.code, school.title) == ("s-1", "МБОУ «Средняя школа № 1»")
    assert school.norm == "школа № 1"
    above = OrgClosure.objects.filter(descendant=school).order_by("depth")
    assert [row.ancestor_id for row in above] == [
        school.pk,
        municipality.pk,
        municipality.parent_id,
    ]
    assert told(school) == "Добавлена запись: Школа № 1 (организация), код s-1."


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"code": ""}, "code"),
        ({"short_title": ""}, "short_title"),
        ({"org_kind": ""}, "org_kind"),
        ({"org_kind": "school", "kind": "municipality"}, "org_kind"),
        ({"org_kind": "", "kind": "region"}, "parent"),
        ({"kind": "planet"}, "kind"),
        ({"time_zone": "Asia/Atlantis"}, "time_zone"),
        ({"code": "taken"}, "code"),
        ({"parent": None}, "parent"),
    ],
)
def test_a_wrong_unit_is_refused_at_its_field(changed: dict, field: str) -> None:
    municipality = make_municipality(code="taken")
    values = {
        "kind": "organisation",
        "org_kind": "school",
        "code": "s",
        "title": "Школа",
        "short_title": "Школа",
        "parent": municipality,
    }
    with pytest.raises(RuleViolation) as refusal:
        create_unit(BOSS, **{**values, **changed})
    assert field in refusal.value.fields
    assert OrgUnit.objects.count() == 1


def test_nothing_is_created_under_a_closed_parent() -> None:
    municipality = make_municipality()
    close_unit(BOSS, unit=municipality, closed_on=clock.today())
    with pytest.raises(RuleViolation, match="уже закрыта"):
        make_school(municipality)


def test_a_stranger_creates_nothing() -> None:
    mine, foreign = make_municipality(), make_municipality()
    new = {
        "kind": "organisation",
        "org_kind": "school",
        "code": "s",
        "title": "Ш",
        "short_title": "Ш",
    }
    for actor in (STRANGER, actor_at(mine, permissions.EDIT), actor_at(foreign, permissions.VIEW)):
        with pytest.raises(Forbidden):
            create_unit(actor, parent=foreign, **new)
    with pytest.raises(Forbidden):
        create_unit(
            actor_at(mine, permissions.EDIT),
            kind="region",
            code="r",
            title="Р",
            short_title="Р",
            parent=None,
        )


def test_a_renamed_school_keeps_its_former_name() -> None:
    school = make_school(title="Школа № 1", opened_on=date(2001, 9, 1))
    rename_unit(BOSS, unit=school, title="Гимназия", short_title="Гимназия", on=DAY_X)
    school.refresh_from_db()
    former = school.names.get()
    assert (former.short_title, former.start, former.end) == ("Школа № 1", date(2001, 9, 1), DAY_X)
    assert school.norm == "гимназия"
    assert told(school) == "Новое название с 01.09.2024: Гимназия. Прежнее: Школа № 1."


def test_names_follow_each_other_without_a_gap() -> None:
    school = make_school(title="А")
    for name, day in (("Б", date(2020, 1, 1)), ("В", date(2022, 1, 1))):
        school = rename_unit(BOSS, unit=school, title=name, short_title=name, on=day)
    assert list(school.names.values_list("short_title", "start", "end")) == [
        ("Б", date(2020, 1, 1), date(2022, 1, 1)),
        ("А", LONG_AGO, date(2020, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("title", "on"),
    [
        ("Школа", DAY_X),
        ("", DAY_X),
        ("Новая", date(2001, 9, 1)),
        ("Новая", date(2999, 1, 1)),
    ],
)
def test_a_wrong_renaming_is_refused(title: str, on: date) -> None:
    school = make_school(title="Школа", opened_on=date(2001, 9, 1))
    with pytest.raises(RuleViolation):
        rename_unit(BOSS, unit=school, title=title, short_title=title, on=on)
    assert not school.names.exists()


def test_a_mistake_is_corrected_without_history() -> None:
    school = make_school(title="Шкла", time_zone="Asia/Tomsk")
    correct_unit(BOSS, unit=school, short_title="Школа", code="new", time_zone="Asia/Tomsk")
    school.refresh_from_db()
    assert (school.short_title, school.code, school.norm) == ("Школа", "new", "школа")
    assert not school.names.exists()
    assert told(school) == "Исправлены сведения: код, краткое название."


def test_a_wrong_correction_is_refused() -> None:
    school, other = make_school(), make_school()
    with pytest.raises(RuleViolation, match="уже занят"):
        correct_unit(BOSS, unit=school, code=other.code)
    with pytest.raises(RuleViolation, match="вид организации"):
        correct_unit(BOSS, unit=school, org_kind="")
    with pytest.raises(StaleForm):
        correct_unit(BOSS, unit=school, code="x", version=school.version + 1)


def test_a_school_closes_and_opens_again() -> None:
    school = make_school()
    close_unit(BOSS, unit=school, closed_on=DAY_X)
    school.refresh_from_db()
    assert school.is_open_on(DAY_X - DAY)
    assert not school.is_open_on(DAY_X)
    assert told(school) == "Закрыта, последний день работы 31.08.2024."
    with pytest.raises(RuleViolation, match="уже закрыта"):
        close_unit(BOSS, unit=school, closed_on=DAY_X)
    reopen_unit(BOSS, unit=school)
    school.refresh_from_db()
    assert school.closed_on is None
    with pytest.raises(RuleViolation, match="не закрыта"):
        reopen_unit(BOSS, unit=school)


def test_a_municipality_with_open_schools_does_not_close() -> None:
    municipality = make_municipality()
    school = make_school(municipality, "Школа № 7")
    with pytest.raises(RuleViolation, match="Школа № 7"):
        close_unit(BOSS, unit=municipality, closed_on=DAY_X)
    close_unit(BOSS, unit=school, closed_on=DAY_X)
    close_unit(BOSS, unit=municipality, closed_on=DAY_X)
    with pytest.raises(RuleViolation, match="уже закрыта"):
        reopen_unit(BOSS, unit=school)


def test_closing_refuses_a_running_system_and_a_day_before_opening() -> None:
    system = make_system()
    with pytest.raises(RuleViolation, match="система"):
        close_unit(BOSS, unit=system.root, closed_on=DAY_X)
    school = make_school(opened_on=DAY_X)
    with pytest.raises(RuleViolation, match="раньше открытия"):
        close_unit(BOSS, unit=school, closed_on=DAY_X)


def test_the_unit_itself_is_not_enough_to_close_it() -> None:
    municipality = make_municipality(make_region())
    for change in (
        lambda actor: close_unit(actor, unit=municipality, closed_on=DAY_X),
        lambda actor: rename_unit(actor, unit=municipality, title="Н", short_title="Н", on=DAY_X),
        lambda actor: correct_unit(actor, unit=municipality, code="н"),
        lambda actor: reopen_unit(actor, unit=municipality),
    ):
        with pytest.raises(Forbidden):
            change(actor_at(municipality, permissions.EDIT))


def test_a_school_moves_with_what_is_below_it() -> None:
    region = make_region()
    here, there = make_municipality(region), make_municipality(region, "Там")
    school = make_school(here)
    branch = make_unit(UnitKind.UNIT, school)
    move_unit(actor_at(region, permissions.EDIT), unit=school, parent=there)
    assert set(OrgUnit.objects.below(there)) == {there, school, branch}
    assert set(OrgUnit.objects.below(here)) == {here}
    assert (
        told(school)
        == f"Передана с {clock.today():%d.%m.%Y}: прежде входила в «{here}», теперь в «Там»."
    )


def test_a_wrong_move_is_refused() -> None:
    region, other = make_region(), make_region()
    municipality = make_municipality(region)
    school = make_school(municipality)
    with pytest.raises(RuleViolation, match="уже здесь"):
        move_unit(BOSS, unit=school, parent=municipality)
    with pytest.raises(RuleViolation, match="сама входит"):
        move_unit(BOSS, unit=municipality, parent=school)
    with pytest.raises(RuleViolation, match="не может входить"):
        move_unit(BOSS, unit=municipality, parent=make_municipality(other))
    with pytest.raises(Forbidden):
        move_unit(actor_at(region, permissions.EDIT), unit=municipality, parent=other)
    with pytest.raises(Forbidden):
        move_unit(actor_at(other, permissions.EDIT), unit=municipality, parent=other)


def test_the_closure_is_repaired_by_the_installation_only() -> None:
    region = make_region()
    make_school(make_municipality(region))
    before = set(OrgClosure.objects.values_list("ancestor", "descendant", "depth"))
    OrgClosure.objects.filter(depth__gt=0).delete()
    with pytest.raises(Forbidden):
        rebuild_closure(actor_at(region, permissions.EDIT))
    assert rebuild_closure(BOSS) == len(before)
    assert set(OrgClosure.objects.values_list("ancestor", "descendant", "depth")) == before


def test_a_flag_holds_from_its_first_day_up_to_its_end() -> None:
    school = make_school()
    flag = set_flag(BOSS, unit=school, flag="growth_point", start=DAY_X)
    assert told(school) == "Отмечено с 01.09.2024: «Точка роста»."
    end_flag(BOSS, flag=flag, end=date(2025, 1, 1))
    assert told(school) == "Отметка снята, последний день 31.12.2024: «Точка роста»."
    held = [
        day
        for day in (DAY_X - DAY, DAY_X, date(2024, 12, 31), date(2025, 1, 1))
        if school.flags.active_on(day).exists()
    ]
    assert held == [DAY_X, date(2024, 12, 31)]


def test_a_wrong_flag_is_refused() -> None:
    school = make_school()
    flag = set_flag(BOSS, unit=school, flag="low_results", start=DAY_X)
    with pytest.raises(RuleViolation, match="уже отмечен"):
        set_flag(BOSS, unit=school, flag="low_results", start=date(2020, 1, 1))
    with pytest.raises(RuleViolation, match="территория"):
        set_flag(BOSS, unit=school.parent, flag="low_results", start=DAY_X)
    with pytest.raises(RuleViolation, match="признака нет"):
        set_flag(BOSS, unit=school, flag="best", start=DAY_X)
    with pytest.raises(RuleViolation, match="раньше первого"):
        end_flag(BOSS, flag=flag, end=DAY_X)
    with pytest.raises(Forbidden):
        set_flag(actor_at(school, permissions.EDIT), unit=school, flag="it_cube", start=DAY_X)
    set_flag(BOSS, unit=school, flag="low_results", start=date(2020, 1, 1), end=DAY_X)
    end_flag(BOSS, flag=flag, end=date(2025, 1, 1))
    with pytest.raises(RuleViolation, match="уже снят"):
        end_flag(BOSS, flag=flag, end=date(2025, 2, 1))
