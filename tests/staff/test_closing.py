"""An organisation closed by mistake opens with the people whom the closing dismissed."""

from datetime import date

import pytest

from rostok.accounts.models import RoleHolding
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.orgs.models import OrgClosing, OrgKind, OrgUnit, UnitKind
from rostok.orgs.permissions import EDIT as EDIT_UNITS
from rostok.orgs.reopening import offers_to_give_back
from rostok.orgs.services import close_unit, reopen_unit, resume_unit
from rostok.privacy.models import Block
from rostok.staff.about import WORK
from rostok.staff.models import Absence, AbsenceKind, Employment, EmploymentKind, Vacancy
from rostok.staff.permissions import EDIT as EDIT_STAFF
from rostok.staff.services import edit_employment
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    hold,
    make_municipality,
    make_person,
    make_post,
    make_school,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 1)


def close(school: OrgUnit) -> OrgUnit:
    return close_unit(BOSS, unit=school, closed_on=DAY, dismiss=True)


def there(school: OrgUnit) -> set[str]:
    rows = Employment.objects.active_on(DAY).filter(organisation=school)
    return {row.person.last_name for row in rows.select_related("person")}


def test_all_that_ended_with_a_closing_goes_on_as_it_was() -> None:
    school = make_school()
    one = hire(make_person("Иванова"), school)
    hire(make_person("Временная"), school, end=date(2025, 1, 1))
    hire(make_person("Ушедшая"), school, end=date(2024, 6, 1))
    leave = Absence(employment=one, kind=AbsenceKind.CHILD_CARE, start=date(2024, 2, 1))
    later = Absence(employment=one, kind=AbsenceKind.LONG_LEAVE, start=date(2024, 10, 1))
    Absence.objects.bulk_create([leave, later])
    hold(make_user(person=one.person), "teacher", school)
    hold(make_user(), "coordinator", school, end=date(2025, 3, 1))
    Vacancy.objects.create(organisation=school, post=make_post(), start=date(2024, 5, 1))
    Vacancy.objects.create(organisation=school, post=make_post(), start=date(2024, 11, 1))
    close(school)
    assert there(school) == set()
    school.refresh_from_db()
    assert offers_to_give_back(BOSS, school) == [
        "2 вакансии",
        "на работу 2 человек, уволенных при закрытии",
        "1 роль",
    ]
    done = reopen_unit(BOSS, unit=school, give_back=True)
    assert not done.returned.left
    assert there(school) == {"Иванова", "Временная"}
    ends = Employment.objects.order_by("person__last_name").values_list("end", flat=True)
    assert list(ends) == [date(2025, 1, 1), None, date(2024, 6, 1)]
    assert set(Absence.objects.values_list("kind", "start", "end")) == {
        (AbsenceKind.CHILD_CARE, date(2024, 2, 1), None),
        (AbsenceKind.LONG_LEAVE, date(2024, 10, 1), None),
    }
    assert set(RoleHolding.objects.values_list("role", "end")) == {
        ("teacher", None),
        ("coordinator", date(2025, 3, 1)),
    }
    assert set(Vacancy.objects.values_list("start", "end")) == {
        (date(2024, 5, 1), None),
        (date(2024, 11, 1), None),
    }
    assert not OrgClosing.objects.exists()
    told = [sentence_of(entry) for entry in timeline_of(one.person)]
    assert told[0] == f"Закрытие «{school}» отменено: места работы продолжаются, 2."


def test_whoever_found_other_work_or_was_corrected_stays_dismissed() -> None:
    school, other = make_school(), make_school(title="Школа № 3")
    moved, corrected, beside = map(make_person, ("Перешедшая", "Исправленная", "Совместитель"))
    hire(moved, school)
    work = hire(corrected, school)
    hire(beside, school, kind=EmploymentKind.EXTERNAL)
    hire(beside, other)
    role = hold(make_user(person=moved), "teacher", school)
    close(school)
    hire(moved, other, start=DAY)
    work.refresh_from_db()
    edit_employment(
        BOSS, employment=work, post=work.post, kind=work.kind, start=date(2019, 9, 1), rate=None
    )
    done = reopen_unit(BOSS, unit=school, give_back=True)
    assert there(school) == {"Совместитель"}
    assert [line.split(":")[1] for line in done.returned.left] == [
        " сведения о работе с тех пор изменили",
        " основное место работы теперь Школа № 3",
    ]
    role.refresh_from_db()
    assert role.end == DAY


def test_work_in_dispute_does_not_come_back() -> None:
    school = make_school()
    person = make_person()
    hire(person, school)
    close(school)
    Block.objects.create(person=person, part=WORK, reason="спор")
    done = reopen_unit(BOSS, unit=school, give_back=True)
    assert "оспариваются" in done.returned.left[0]
    assert there(school) == set()


def test_a_branch_ends_the_roles_of_those_who_worked_only_there() -> None:
    school = make_school()
    branch = make_unit(UnitKind.UNIT, school, org_kind=OrgKind.KINDERGARTEN)
    person = make_person()
    hire(person, branch)
    role = hold(make_user(person=person), "teacher", school)
    close(branch)
    role.refresh_from_db()
    assert role.end == DAY
    reopen_unit(BOSS, unit=branch, give_back=True)
    role.refresh_from_db()
    assert role.end is None


def test_without_the_mark_and_after_a_pause_nobody_comes_back() -> None:
    school = make_school()
    hire(make_person(), school)
    close(school)
    reopen_unit(BOSS, unit=school)
    assert there(school) == set()
    close(school)
    resume_unit(BOSS, unit=school, on=date(2025, 9, 1))
    assert there(school) == set()
    assert not OrgClosing.objects.exists()


def test_a_closing_that_kept_nothing_is_refused_to_be_given_back() -> None:
    school = make_school()
    school.closed_on = DAY
    school.save()
    with pytest.raises(RuleViolation, match="примите людей заново"):
        reopen_unit(BOSS, unit=school, give_back=True)


def test_giving_work_back_needs_the_right_to_keep_the_staff() -> None:
    district = make_municipality()
    school = make_school(district)
    hire(make_person(), school)
    close(school)
    school.refresh_from_db()
    actor = actor_at(district, EDIT_UNITS)
    assert offers_to_give_back(actor, school) == []
    with pytest.raises(Forbidden):
        reopen_unit(actor, unit=school, give_back=True)
    reopen_unit(actor_at(district, EDIT_UNITS, EDIT_STAFF), unit=school, give_back=True)
    assert there(school) == {"Иванова"}
