"""People, vacancies and roles go with an organisation into its successor, or end with it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rostok.accounts.models import RoleHolding
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.orgs.models import OrgClosure, OrgKind, OrgUnit, UnitKind
from rostok.orgs.permissions import EDIT as EDIT_UNITS
from rostok.orgs.permissions import REORGANISE
from rostok.orgs.services import (
    NewUnit,
    Part,
    Reorganisation,
    close_unit,
    join_unit,
    merge_units,
    separate_unit,
    split_unit,
    undo_reorganisation,
)
from rostok.staff.models import Absence, AbsenceKind, Employment, TeachingSubject, Vacancy
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    hold,
    make_municipality,
    make_person,
    make_post,
    make_region,
    make_school,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 1)
GROUND = "Постановление администрации от 15.06.2024 № 112"


def new(code: str, title: str = "Новая школа") -> NewUnit:
    return NewUnit(UnitKind.ORGANISATION, code, title, title, org_kind=OrgKind.SCHOOL)


def join(source: OrgUnit, target: OrgUnit, **fields: Any) -> Reorganisation:
    return join_unit(BOSS, unit=source, into=target, day=DAY, ground=GROUND, **fields)


@pytest.fixture
def two() -> tuple[OrgUnit, OrgUnit]:
    district = make_municipality()
    return make_school(district, "Школа № 2"), make_school(district, "Школа № 10")


def here(unit: OrgUnit, day: date) -> set[str]:
    rows = Employment.objects.active_on(day).filter(organisation=unit)
    return {row.person.last_name for row in rows.select_related("person")}


def test_people_go_on_at_the_successor_with_all_they_had(two: tuple[OrgUnit, OrgUnit]) -> None:
    ending, going_on = two
    subject = TeachingSubject.objects.create(code="maths", title="Математика", norm="математика")
    one = hire(make_person("Иванова"), ending, rate=Decimal("0.75"))
    one.subjects.add(subject)
    Absence.objects.create(employment=one, kind=AbsenceKind.CHILD_CARE, start=date(2024, 2, 1))
    hire(make_person("Ушедшая"), ending, end=date(2024, 6, 1))
    Vacancy.objects.create(organisation=ending, post=make_post(), start=date(2024, 5, 1))
    act = join(ending, going_on)
    assert here(ending, date(2024, 8, 31)) == {"Иванова"}
    assert here(going_on, date(2024, 8, 31)) == set()
    assert here(ending, DAY) == set()
    assert here(going_on, DAY) == {"Иванова"}
    moved = Employment.objects.get(organisation=going_on)
    assert (moved.post, moved.rate, moved.kind) == (one.post, one.rate, one.kind)
    assert list(moved.subjects.all()) == [subject]
    assert [(row.start, row.end) for row in Absence.objects.order_by("start")] == [
        (date(2024, 2, 1), DAY),
        (DAY, None),
    ]
    assert Vacancy.objects.active_on(DAY).get().organisation == going_on
    assert act.counts["Места работы"] == 1
    ending.refresh_from_db()
    assert ending.last_day == date(2024, 8, 31)
    entries = [sentence_of(entry) for entry in timeline_of(one.person)]
    told = (
        "Реорганизация с 01.09.2024: из «Школа № 2» в «Школа № 10» переходят места работы, 1."
        " Стаж не прерывается."
    )
    assert entries == [told]


def test_work_entered_for_later_days_moves_as_it_is(two: tuple[OrgUnit, OrgUnit]) -> None:
    later = hire(make_person(), two[0], start=date(2024, 10, 1))
    act = join(*two)
    later.refresh_from_db()
    assert later.organisation == two[1]
    undo_reorganisation(BOSS, act=act.act)
    later.refresh_from_db()
    assert later.organisation == two[0]


def test_roles_follow_and_are_not_doubled(two: tuple[OrgUnit, OrgUnit]) -> None:
    user, known = make_user(two[0]), make_user()
    hold(user, "coordinator", two[0])
    hold(user, "teacher", two[0], start=date(2024, 10, 1))
    hold(known, "teacher", two[0])
    hold(known, "teacher", two[1])
    act = join(*two)
    at_new = RoleHolding.objects.filter(unit=two[1]).order_by("pk")
    assert {(row.user, row.role, row.start) for row in at_new} == {
        (known, "teacher", date(2024, 1, 1)),
        (user, "coordinator", DAY),
        (user, "teacher", date(2024, 10, 1)),
    }
    user.refresh_from_db()
    assert user.home == two[1]
    undo_reorganisation(BOSS, act=act.act)
    assert set(RoleHolding.objects.values_list("role", "unit", "start", "end")) == {
        ("coordinator", two[0].pk, date(2024, 1, 1), None),
        ("teacher", two[0].pk, date(2024, 10, 1), None),
        ("teacher", two[0].pk, date(2024, 1, 1), None),
        ("teacher", two[1].pk, date(2024, 1, 1), None),
    }


def test_a_merger_begins_a_new_organisation(two: tuple[OrgUnit, OrgUnit]) -> None:
    for number, school in enumerate(two):
        hire(make_person(f"Учитель{number}"), school)
        make_unit(UnitKind.UNIT, school, org_kind=OrgKind.KINDERGARTEN)
    act = merge_units(BOSS, units=two, new=new("c"), day=DAY, ground=GROUND)
    [made] = act.successors
    assert here(made, DAY) == {"Учитель0", "Учитель1"}
    assert made.opened_on == DAY
    assert made.children.count() == 2
    undo_reorganisation(BOSS, act=act.act)
    assert not OrgUnit.objects.filter(code="c").exists()
    assert here(two[0], DAY) == {"Учитель0"}
    assert two[0].children.count() == 1
    before = set(OrgClosure.objects.values_list("ancestor", "descendant", "depth"))
    OrgClosure.objects.rebuild()
    assert set(OrgClosure.objects.values_list("ancestor", "descendant", "depth")) == before


def test_a_division_sends_the_chosen_and_the_rest(two: tuple[OrgUnit, OrgUnit]) -> None:
    chosen, other = make_person("Избранная"), make_person("Прочая")
    hire(chosen, two[0])
    hire(other, two[0])
    hold(make_user(person=chosen), "teacher", two[0])
    parts = [Part(new("a", "Первая")), Part(new("b", "Вторая"), frozenset({chosen.pk}))]
    split_unit(BOSS, unit=two[0], parts=parts, day=DAY, ground=GROUND)
    first, second = OrgUnit.objects.get(code="a"), OrgUnit.objects.get(code="b")
    assert (here(first, DAY), here(second, DAY)) == ({"Прочая"}, {"Избранная"})
    assert RoleHolding.objects.active_on(DAY).get().unit == second
    assert here(two[0], DAY) == set()


def test_a_separation_leaves_the_rest_where_they_are(two: tuple[OrgUnit, OrgUnit]) -> None:
    chosen = make_person("Избранная")
    hire(chosen, two[0])
    hire(make_person("Прочая"), two[0])
    part = Part(new("b"), frozenset({chosen.pk}))
    act = separate_unit(BOSS, unit=two[0], part=part, day=DAY, ground=GROUND)
    two[0].refresh_from_db()
    assert two[0].closed_on is None
    assert here(two[0], DAY) == {"Прочая"}
    undo_reorganisation(BOSS, act=act.act)
    assert here(two[0], DAY) == {"Избранная", "Прочая"}


def test_an_act_is_taken_back_whole(two: tuple[OrgUnit, OrgUnit]) -> None:
    one = hire(make_person("Иванова"), two[0])
    Absence.objects.create(employment=one, kind=AbsenceKind.CHILD_CARE, start=date(2024, 2, 1))
    vacancy = Vacancy.objects.create(organisation=two[0], post=make_post(), start=date(2024, 5, 1))
    act = join(*two)
    undo_reorganisation(BOSS, act=act.act)
    two[0].refresh_from_db()
    one.refresh_from_db()
    assert two[0].closed_on is None
    assert Employment.objects.get() == one
    assert one.end is None
    assert Absence.objects.get().end is None
    assert Vacancy.objects.get() == vacancy
    assert Vacancy.objects.get().end is None
    with pytest.raises(RuleViolation, match="уже отменена"):
        undo_reorganisation(BOSS, act=act.act)


def test_an_act_is_not_taken_back_once_its_people_changed(two: tuple[OrgUnit, OrgUnit]) -> None:
    hire(make_person("Иванова"), two[0])
    act = join(*two)
    Employment.objects.filter(organisation=two[1]).update(version=2)
    with pytest.raises(RuleViolation, match="с тех пор изменили"):
        undo_reorganisation(BOSS, act=act.act)
    assert here(two[1], DAY) == {"Иванова"}


def test_a_school_with_people_closes_only_with_their_dismissal() -> None:
    school = make_school()
    one = hire(make_person(), school)
    Absence.objects.create(employment=one, kind=AbsenceKind.CHILD_CARE, start=date(2024, 2, 1))
    role = hold(make_user(), "coordinator", school)
    vacancy = Vacancy.objects.create(organisation=school, post=make_post(), start=date(2024, 5, 1))
    with pytest.raises(RuleViolation, match="не окончено 1 место работы"):
        close_unit(BOSS, unit=school, closed_on=DAY)
    close_unit(BOSS, unit=school, closed_on=DAY, dismiss=True)
    for row in (one, role, vacancy, one.absences.get()):
        row.refresh_from_db()
        assert row.end == DAY


def test_dismissal_needs_the_right_to_keep_the_staff() -> None:
    district = make_municipality()
    school = make_school(district)
    hire(make_person(), school)
    with pytest.raises(Forbidden):
        close_unit(actor_at(district, EDIT_UNITS), unit=school, closed_on=DAY, dismiss=True)
    assert Employment.objects.get().end is None


def test_both_organisations_must_be_the_actors() -> None:
    region = make_region()
    mine, other = make_municipality(region), make_municipality(region)
    source, target = make_school(mine), make_school(other)
    with pytest.raises(Forbidden):
        join_unit(
            actor_at(mine, REORGANISE, EDIT_UNITS),
            unit=source,
            into=target,
            day=DAY,
            ground=GROUND,
        )
    join_unit(actor_at(region, REORGANISE), unit=source, into=target, day=DAY, ground=GROUND)


def test_a_wrong_reorganisation_is_refused(two: tuple[OrgUnit, OrgUnit]) -> None:
    with pytest.raises(RuleViolation, match="к себе самой"):
        join(two[0], two[0])
    with pytest.raises(RuleViolation, match="Укажите документ"):
        join_unit(BOSS, unit=two[0], into=two[1], day=DAY, ground=" ")
    with pytest.raises(RuleViolation, match="день наступил"):
        join_unit(BOSS, unit=two[0], into=two[1], day=date(2099, 1, 1), ground=GROUND)
    with pytest.raises(RuleViolation, match="территория"):
        join(two[0], make_municipality())
    with pytest.raises(RuleViolation, match="две организации"):
        merge_units(BOSS, units=two[:1], new=new("c"), day=DAY, ground=GROUND)
    join(*two)
    with pytest.raises(RuleViolation, match="уже закрыта"):
        join(*two)
