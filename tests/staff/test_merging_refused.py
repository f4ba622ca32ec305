"""One person on two cards: what is refused, and the way back."""

from datetime import date

import pytest

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.people.models import DistinctPair, PersonMerge, PersonSensitive
from rostok.staff import services
from rostok.staff.models import (
    Absence,
    AbsenceKind,
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
    make_municipality,
    make_person,
    make_school,
    make_teacher,
)
from tests.staff.merging import (
    AUTUMN,
    WINTER,
    both_sign_in,
    coordinator,
    everything,
    merge,
    two_cards,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def school():
    return make_school()


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
