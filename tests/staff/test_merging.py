"""One person on two cards: what is asked, what moves, what is refused, and the way back."""

from datetime import date

import pytest

from rostok.accounts import permissions as accounts
from rostok.accounts.models import RoleHolding, User
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.people.merging import questions_about
from rostok.people.models import DistinctPair, Person, PersonMerge, PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.staff import services
from rostok.staff.models import (
    Absence,
    AbsenceKind,
    CategoryLevel,
    Employment,
    EmploymentKind,
    QualificationCategory,
    StaffCard,
)
from rostok.staff.permissions import EDIT, VIEW
from rostok.staff.services.merging import last_entry
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    hold,
    make_municipality,
    make_person,
    make_school,
    make_teacher,
    make_user,
)

pytestmark = pytest.mark.django_db

AUTUMN, WINTER = date(2020, 9, 1), date(2024, 1, 1)


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def school():
    return make_school()


def coordinator(unit, **fields):
    return actor_at(unit, VIEW, EDIT, VIEW_SENSITIVE, title="Координатор", **fields)


def two_cards(school, **second):
    """One who left the school in 2023 and came back as somebody new."""
    older = make_person("Иванова")
    hire(older, school, date(2015, 9, 1), end=date(2023, 9, 1))
    newer = make_person(**{"last_name": "Иванова", **second})
    hire(newer, school, WINTER)
    return older, newer


def merge(actor, first, second, **choices):
    return services.merge_people(actor, first=first, second=second, choices=choices)


def everything():
    """All that a merge may touch, to be compared after the way back."""
    models = (Employment, Absence, QualificationCategory, StaffCard, PersonSensitive, RoleHolding)
    found = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    people = Person.objects.order_by("pk").values(
        "pk", "last_name", "first_name", "norm", "merged_into"
    )
    users = User.objects.order_by("pk").values("pk", "person", "is_active", "title")
    return {**found, "people": list(people), "users": list(users)}


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
    params = str(timeline_of(older)[0].params)
    assert "198" not in params


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


def both_sign_in(school, older, newer):
    users = make_user(school, person=older), make_user(school, person=newer)
    hold(users[1], "coordinator", school)
    return users


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


# Refusals


def test_a_card_is_not_merged_with_itself(school):
    older, _newer = two_cards(school)
    with pytest.raises(RuleViolation, match="одна и та же карточка"):
        merge(BOSS, older, older)


def test_a_foreign_card_is_not_merged(school):
    older, _newer = two_cards(school)
    foreign = make_teacher(make_school())
    with pytest.raises(Forbidden, match="ведёт все места работы"):
        merge(coordinator(school), older, foreign)


def test_who_works_elsewhere_too_is_merged_only_from_above():
    municipality = make_municipality()
    school, other = make_school(municipality), make_school(municipality)
    older, newer = two_cards(school)
    hire(newer, other, WINTER, kind=EmploymentKind.EXTERNAL)
    with pytest.raises(Forbidden):
        merge(coordinator(school), older, newer)
    merge(coordinator(municipality), older, newer)


def test_who_left_everywhere_is_kept_by_the_last_place(school):
    first = make_school()
    older, newer = two_cards(school)
    hire(older, first, date(2010, 9, 1), end=date(2014, 9, 1))
    with pytest.raises(Forbidden):
        merge(coordinator(first), older, newer)
    merge(coordinator(school), older, newer)


def test_a_stranger_decides_nothing(school):
    older, newer = two_cards(school)
    stranger = Actor("Гость")
    with pytest.raises(Forbidden):
        merge(stranger, older, newer)
    with pytest.raises(Forbidden):
        services.set_apart(stranger, first=older, second=newer)
    done = merge(BOSS, older, newer)
    with pytest.raises(Forbidden):
        services.undo_merge(stranger, merge=done)


def test_a_clash_without_an_answer_is_named(school):
    older, newer = make_teacher(school), make_teacher(school)
    with pytest.raises(RuleViolation, match="Два основных места сразу") as refused:
        merge(BOSS, older, newer)
    assert len(refused.value.fields) == 1
    assert older.employments.count() == newer.employments.count() == 1


def test_each_of_several_clashes_is_settled_and_a_made_up_answer_is_none(school):
    older, newer = make_person(), make_person()
    long = hire(older, school, date(2010, 9, 1))
    second, third = hire(newer, school, AUTUMN, end=WINTER), hire(newer, school, WINTER)
    answers = {f"work_{long.pk}_{second.pk}": "beside-second"}
    with pytest.raises(RuleViolation, match="Не решено"):
        merge(BOSS, older, newer, **answers, **{f"work_{long.pk}_{third.pk}": "выдумано"})
    answers[f"work_{long.pk}_{third.pk}"] = "same-first"
    merge(BOSS, older, newer, **answers)
    assert older.employments.main().get() == long
    assert older.employments.count() == 2


def test_a_past_employment_elsewhere_is_not_changed_from_here(school):
    foreign = make_school()
    older, newer = make_person(), make_person()
    hire(older, foreign, AUTUMN, end=WINTER)
    hire(older, school, WINTER)
    hire(newer, foreign, AUTUMN, end=WINTER)
    hire(newer, school, WINTER, kind=EmploymentKind.INTERNAL)
    with pytest.raises(RuleViolation, match="в другой организации"):
        merge(coordinator(school), older, newer)


def test_closed_data_that_differ_need_somebody_who_sees_them(school):
    older, newer = two_cards(school)
    PersonSensitive.objects.create(person=older, birth_date=date(1980, 5, 1))
    PersonSensitive.objects.create(person=newer, birth_date=date(1981, 5, 1))
    with pytest.raises(RuleViolation, match=r"закрытые сведения \(дата рождения\)"):
        merge(actor_at(school, VIEW, EDIT), older, newer, birth_date="first")


def test_cards_changed_while_they_were_compared_are_not_merged(school):
    older, newer = two_cards(school)
    seen = last_entry(older, newer)
    services.edit_person(BOSS, person=newer, last_name="Новая", first_name="Мария")
    with pytest.raises(StaleForm):
        services.merge_people(BOSS, first=older, second=newer, choices={}, seen=seen)


def test_of_two_merges_at_once_the_second_is_refused(school):
    older, newer = two_cards(school)
    merge(BOSS, older, newer)
    with pytest.raises(RuleViolation, match="уже объединили"):
        merge(BOSS, older, newer)
    with pytest.raises(RuleViolation, match="уже объединили"):
        services.set_apart(BOSS, first=older, second=newer)


def test_nobody_is_engaged_on_a_retired_card(school):
    older, newer = two_cards(school)
    merge(BOSS, older, newer)
    newer.refresh_from_db()
    with pytest.raises(RuleViolation, match="объединена с другой"):
        services.start_employment(
            BOSS,
            person=newer,
            organisation=school,
            post=older.employments.first().post,
            start=AUTUMN,
        )


# The way back


def test_undoing_puts_every_row_back(school):
    older, newer = two_cards(school, last_name="Петрова")
    work = hire(older, school, AUTUMN, kind=EmploymentKind.INTERNAL)
    twice = hire(newer, school, AUTUMN, kind=EmploymentKind.INTERNAL)
    Absence.objects.create(employment=twice, kind=AbsenceKind.LONG_LEAVE, start=WINTER)
    for card, born in ((older, date(1980, 1, 1)), (newer, date(1981, 1, 1))):
        PersonSensitive.objects.create(person=card, birth_date=born)
    PersonSensitive.objects.filter(person=newer).update(snils_hash="b" * 64)
    StaffCard.objects.create(person=newer, education="higher", pedagogical_since=AUTUMN)
    for card, level in ((older, "first"), (newer, "highest")):
        QualificationCategory.objects.create(
            person=card, level=level, start=AUTUMN if card == older else WINTER
        )
    both_sign_in(school, older, newer)
    services.edit_person(BOSS, person=newer, last_name="Петрова", first_name="Мария")
    before = everything()
    entries = [entry.pk for entry in timeline_of(older)]
    answers = {f"work_{work.pk}_{twice.pk}": "same-first"}
    done = merge(
        BOSS,
        older,
        newer,
        last_name="second",
        patronymic="first",
        birth_date="second",
        account="first",
        **answers,
    )
    assert everything() != before
    services.undo_merge(BOSS, merge=done)
    assert everything() == before
    assert [entry.pk for entry in timeline_of(older)][1 + 1 :] == entries
    assert "Отменено объединение" in sentence_of(timeline_of(newer)[0])


def test_after_undoing_the_cards_can_be_merged_again(school):
    older, newer = two_cards(school)
    services.undo_merge(BOSS, merge=merge(BOSS, older, newer))
    merge(BOSS, older, newer)
    assert PersonMerge.objects.filter(undone_at=None).count() == 1


def test_a_merge_is_not_undone_twice(school):
    done = merge(BOSS, *two_cards(school))
    services.undo_merge(BOSS, merge=done)
    with pytest.raises(RuleViolation, match="уже отменено"):
        services.undo_merge(BOSS, merge=done)


def test_a_merge_is_not_undone_after_later_entries(school):
    older, newer = two_cards(school)
    done = merge(BOSS, older, newer)
    services.edit_person(BOSS, person=older, last_name="Иная", first_name="Мария")
    with pytest.raises(RuleViolation, match="После объединения карточку меняли"):
        services.undo_merge(BOSS, merge=done)


def test_a_merge_is_not_undone_when_a_row_is_no_longer_there(school):
    older, newer = two_cards(school)
    done = merge(BOSS, older, newer)
    Employment.objects.filter(start=WINTER).update(person=make_person())
    with pytest.raises(RuleViolation, match="отменить объединение уже нельзя"):
        services.undo_merge(BOSS, merge=done)


# Different people


def test_different_people_are_remembered_once_with_an_entry(school):
    older, newer = two_cards(school)
    services.set_apart(coordinator(school), first=newer, second=older)
    services.set_apart(coordinator(school), first=older, second=newer)
    assert DistinctPair.objects.get().first == older
    assert [entry.kind for entry in timeline_of(older)] == ["staff.set_apart"]
