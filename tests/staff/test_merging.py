"""One person on two cards: what is asked and what moves."""

from datetime import date

import pytest

from rostok.accounts import permissions as accounts
from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.people.merging import questions_about
from rostok.people.models import DistinctPair, Person, PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.staff import services
from rostok.staff.models import (
    Absence,
    AbsenceKind,
    CategoryLevel,
    EmploymentKind,
    QualificationCategory,
    StaffCard,
)
from rostok.staff.permissions import EDIT, VIEW
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    hold,
    make_person,
    make_school,
    make_teacher,
    make_user,
)
from tests.staff.merging import (
    AUTUMN,
    WINTER,
    both_sign_in,
    coordinator,
    merge,
    two_cards,
)
from tests.telling import tells_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def school():
    return make_school()


# What moves


def test_the_older_card_takes_over_the_whole_working_life(school):
    older, newer = two_cards(school)
    QualificationCategory.objects.create(person=newer, level=CategoryLevel.FIRST, start=WINTER)
    done = merge(coordinator(school), newer, older)
    assert (done.survivor, done.merged) == (older, newer)
    assert older.employments.count() == 2
    assert older.categories.get().level == CategoryLevel.FIRST
    newer.refresh_from_db()
    assert newer.current == older
    assert "перенесена «Иванова Мария Петровна»" in sentence_of(timeline_of(older)[0])


def test_both_histories_stand_in_the_journal_and_the_retired_one_is_still_read(school):
    older, newer = two_cards(school)
    services.edit_person(BOSS, person=newer, last_name="Петрова", first_name="Мария")
    merge(BOSS, older, newer, last_name="second")
    kinds = [entry.kind for entry in timeline_of(older)]
    assert kinds == ["staff.people_merged", "staff.person_edited"]
    assert [entry.kind for entry in timeline_of(newer)] == kinds


def test_each_differing_value_is_chosen_and_an_empty_one_is_filled(school):
    older, newer = two_cards(school, last_name="Северова", gender="f")
    PersonSensitive.objects.create(person=older, birth_date=date(1980, 5, 1))
    PersonSensitive.objects.create(person=newer, birth_date=date(1980, 1, 5), phone="+7 1")
    StaffCard.objects.create(person=newer, education="higher")
    names = {question.name for question in questions_about(older, newer)}
    assert names == {"last_name", "birth_date"}
    merge(coordinator(school), older, newer, last_name="second", birth_date="first")
    older.refresh_from_db()
    assert (older.full_name, older.norm) == ("Северова Мария Петровна", "северова мария петровна")
    assert older.gender == "f"
    assert older.sensitive.birth_date == date(1980, 5, 1)
    assert older.sensitive.phone == "+7 1"
    assert older.staff_card.education == "higher"
    assert not PersonSensitive.objects.filter(person=newer).exists()


def test_the_number_of_one_card_passes_to_the_other(school):
    older, newer = two_cards(school)
    PersonSensitive.objects.create(person=newer, snils_hash="a" * 64)
    merge(coordinator(school), older, newer)
    assert PersonSensitive.objects.get(snils_hash="a" * 64).person == older


def test_closed_values_never_stand_in_the_journal(school):
    older, newer = two_cards(school)
    PersonSensitive.objects.create(person=older, birth_date=date(1980, 5, 1))
    PersonSensitive.objects.create(person=newer, birth_date=date(1981, 5, 1))
    merge(coordinator(school), older, newer, birth_date="first")
    params = timeline_of(older)[0].params
    assert not tells_year(params, 1980)
    assert not tells_year(params, 1981)


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ("same-first", [("main", AUTUMN, None)]),
        ("same-second", [("main", WINTER, None)]),
        ("ended", [("main", AUTUMN, WINTER), ("main", WINTER, None)]),
        ("beside-second", [("main", AUTUMN, None), ("internal", WINTER, None)]),
        ("beside-first", [("internal", AUTUMN, None), ("main", WINTER, None)]),
    ],
)
def test_two_open_main_employments_are_settled_as_decided(school, answer, kinds):
    older, newer = make_person(), make_person()
    first, second = hire(older, school, AUTUMN), hire(newer, school, WINTER)
    merge(coordinator(school), older, newer, **{f"work_{first.pk}_{second.pk}": answer})
    found = older.employments.order_by("start").values_list("kind", "start", "end")
    assert list(found) == kinds


def test_what_hung_on_an_employment_entered_twice_is_kept(school):
    older, newer = make_person(), make_person()
    first, second = hire(older, school, AUTUMN), hire(newer, school, AUTUMN)
    absence = Absence.objects.create(
        employment=second, kind=AbsenceKind.LONG_LEAVE, start=date(2022, 1, 1)
    )
    merge(coordinator(school), older, newer, **{f"work_{first.pk}_{second.pk}": "same-first"})
    absence.refresh_from_db()
    assert absence.employment == first


def test_a_part_time_work_entered_twice_is_one(school):
    older, newer = make_person(), make_person()
    kind = EmploymentKind.EXTERNAL
    first, second = (hire(card, school, AUTUMN, kind=kind) for card in (older, newer))
    merge(coordinator(school), older, newer, **{f"work_{first.pk}_{second.pk}": "same-second"})
    assert older.employments.get() == second


def test_categories_entered_on_both_cards_become_one_line(school):
    older, newer = two_cards(school)
    for card in (older, newer):
        QualificationCategory.objects.create(person=card, level=CategoryLevel.FIRST, start=AUTUMN)
    QualificationCategory.objects.create(person=newer, level=CategoryLevel.HIGHEST, start=WINTER)
    merge(coordinator(school), older, newer)
    found = older.categories.order_by("start").values_list("level", "start", "end")
    assert list(found) == [("first", AUTUMN, WINTER), ("highest", WINTER, None)]


def test_two_people_apart_from_a_third_stay_so(school):
    older, newer = two_cards(school)
    third = make_teacher(school)
    services.set_apart(BOSS, first=newer, second=third)
    services.set_apart(BOSS, first=older, second=third)
    merge(BOSS, older, newer)
    assert list(DistinctPair.objects.values_list("first", "second")) == [(older.pk, third.pk)]


# Accounts


def test_a_lone_account_goes_with_its_person(school):
    older, newer = two_cards(school)
    user = make_user(school, person=newer)
    merge(BOSS, older, newer)
    user.refresh_from_db()
    assert (user.person, user.is_active) == (older, True)


def test_of_two_accounts_one_stays_with_the_roles_of_both(school):
    older, newer = two_cards(school)
    kept, closed = both_sign_in(school, older, newer)
    merge(BOSS, older, newer, account="first")
    kept.refresh_from_db()
    closed.refresh_from_db()
    assert (kept.person, kept.roles.get().role) == (older, "coordinator")
    assert (closed.person, closed.is_active) == (None, False)
    assert "прежняя учётная запись" in closed.title


def test_the_newer_account_may_be_the_one_that_stays(school):
    older, newer = two_cards(school)
    closed, kept = both_sign_in(school, older, newer)
    merge(BOSS, older, newer, account="second")
    assert User.objects.get(person=older) == kept
    assert not User.objects.get(pk=closed.pk).is_active


def test_an_account_that_may_more_is_not_taken_over(school):
    older, newer = two_cards(school)
    hold(make_user(school, person=older), "administrator", school)
    with pytest.raises(RuleViolation, match="может больше, чем вы"):
        merge(coordinator(school), older, newer)
    assert Person.objects.get(pk=newer.pk).merged_into is None


def test_two_accounts_need_the_right_to_manage_access(school):
    older, newer = two_cards(school)
    for card in (older, newer):
        make_user(school, person=card)
    with pytest.raises(RuleViolation, match="тот, кто ведёт доступ"):
        merge(coordinator(school), older, newer, account="first")
    manager = actor_at(school, VIEW, EDIT, VIEW_SENSITIVE, accounts.MANAGE)
    merge(manager, older, newer, account="first")


@pytest.mark.parametrize("own", [0, 1])
def test_nobody_merges_their_own_card(school, own):
    cards = two_cards(school)
    user = make_user(school, person=cards[own])
    actor = coordinator(school, user_id=user.pk, person_id=cards[own].pk)
    with pytest.raises(RuleViolation, match="О своей карточке"):
        merge(actor, *cards)


def test_two_works_that_read_alike_are_told_apart_by_card_and_rate():
    school = make_school()
    first, second = make_person("Иванова"), make_person("Иванова")
    hire(first, school, AUTUMN, rate="1.00")
    hire(second, school, AUTUMN, rate="0.50")
    titles = [option.label for asked in questions_about(first, second) for option in asked.options]
    assert len(titles) == len(set(titles))
    assert any("ставка 1,00 (первая карточка)" in title for title in titles)
    assert any("ставка 0,50 (вторая карточка)" in title for title in titles)
