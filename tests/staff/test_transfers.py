"""Transfers: asked for or offered, decided by the other side, carried out whole or not at all."""

from datetime import date, timedelta

import pytest

from rostok.accounts.models import RoleHolding
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.models import JournalEntry
from rostok.orgs.models import OrgUnit
from rostok.people.models import PersonSensitive
from rostok.people.queries import snils_hash
from rostok.staff import services, transfers
from rostok.staff.models import Absence, AbsenceKind, EmploymentKind, TransferRequest, TransferState
from rostok.staff.permissions import EDIT, VIEW
from rostok.staff.todo import as_opened
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    hold,
    make_municipality,
    make_post,
    make_school,
    make_teacher,
    make_user,
)
from tests.telling import tells_year

pytestmark = pytest.mark.django_db

TODAY, START, LAST = date(2025, 3, 5), date(2025, 4, 1), date(2025, 3, 31)
BORN = date(1980, 5, 1)
SNILS = "112-233-445 95"


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(TODAY):
        yield


class Two:
    """Two schools of one municipality, each with a coordinator, and somebody at the first."""

    def __init__(self):
        self.municipality = make_municipality()
        self.old, self.new = (make_school(self.municipality) for _ in range(2))
        self.person = make_teacher(self.old, born=BORN)
        for school in (self.old, self.new):
            hold(make_user(school), "coordinator", school)
        self.giver, self.taker = (coordinator(school) for school in (self.old, self.new))
        self.above = coordinator(self.municipality)

    def ask(self, actor=None, **changed):
        names = {"last_name": "Иванова", "first_name": "Мария", "patronymic": "Петровна"}
        wanted = {"post": make_post(), "start": START, "birth_date": BORN, **names, **changed}
        return services.ask_transfer(actor or self.taker, organisation=self.new, **wanted)

    def offer(self, actor=None, **changed):
        wanted = {"organisation": self.new, "last_day": LAST, **changed}
        work = self.person.employments.main().get()
        return services.offer_transfer(actor or self.giver, employment=work, **wanted)


def coordinator(unit, **fields):
    return actor_at(unit, VIEW, EDIT, title="Координатор", **fields)


def agree(actor, transfer, last_day=LAST):
    return services.agree_transfer(actor, transfer=transfer, last_day=last_day)


def accept(actor, transfer, start=START):
    return services.accept_transfer(actor, transfer=transfer, post=make_post(), start=start)


@pytest.fixture
def two():
    return Two()


# Asked and agreed


def test_the_old_work_ends_and_the_new_begins_in_one_step(two):
    transfer = two.ask()
    assert (transfer.state, transfer.from_organisation) == (TransferState.ASKED, two.old)
    agree(two.giver, transfer)
    old, new = two.person.employments.order_by("start")
    assert (old.organisation, old.last_day) == (two.old, LAST)
    assert (new.organisation, new.start, new.kind) == (two.new, START, EmploymentKind.MAIN)
    kinds = [entry.kind for entry in timeline_of(two.person)]
    assert kinds[0] == "staff.transfer_agreed"
    assert set(kinds[1:]) == {
        "staff.transfer_asked",
        "staff.employment_ended",
        "staff.employment_started",
    }


def test_a_later_last_day_moves_the_first_day_at_the_new_place(two):
    agree(two.giver, two.ask(), last_day=date(2025, 4, 13))
    assert two.person.employments.main().latest("start").start == date(2025, 4, 14)


def test_a_person_is_found_by_snils_whatever_the_last_name(two):
    PersonSensitive.objects.filter(person=two.person).update(snils_hash=snils_hash("11223344595"))
    transfer = two.ask(last_name="Новая", birth_date=None, snils=SNILS)
    assert transfer.person == two.person


def test_the_asking_side_learns_neither_name_nor_place_before_the_answer(two):
    PersonSensitive.objects.filter(person=two.person).update(snils_hash=snils_hash("11223344595"))
    transfer = two.ask(last_name="Новая", birth_date=None, snils=SNILS)
    [seen] = transfers.transfers_for(two.taker)
    assert transfers.name_in(seen) == "Новая Мария Петровна"
    assert transfers.source_in(seen) == "другая организация"
    [entry] = timeline_of(transfer)
    assert str(two.old) not in str(entry.params)
    assert [about.title for about in entry.about.all()] == ["Перевод: Новая Мария Петровна"]
    [known] = transfers.transfers_for(two.giver)
    assert (transfers.name_in(known), transfers.source_in(known)) == (str(two.person), str(two.old))


def test_roles_at_the_old_school_end_with_the_work_and_others_stay(two):
    user = make_user(two.old, person=two.person)
    here = hold(user, "coordinator", two.old)
    above = hold(user, "municipal_methodist", two.municipality)
    agree(two.giver, two.ask())
    here.refresh_from_db()
    above.refresh_from_db()
    assert (here.end, above.end) == (START, None)
    assert "завершены вместе с работой" in sentence_of(timeline_of(user)[0])


def test_internal_work_beside_the_main_one_ends_and_external_stays(two):
    inside = hire(two.person, two.old, kind=EmploymentKind.INTERNAL)
    outside = hire(two.person, two.old, kind=EmploymentKind.EXTERNAL)
    role = hold(make_user(two.old, person=two.person), "coordinator", two.old)
    agree(two.giver, two.ask())
    for row in (inside, outside, role):
        row.refresh_from_db()
    assert (inside.last_day, outside.end, role.end) == (LAST, None, None)


# Offered and accepted


def test_the_old_school_offers_and_the_new_one_accepts(two):
    transfer = two.offer()
    [seen] = transfers.transfers_for(two.taker)
    assert transfers.source_in(seen) == str(two.old)
    accept(two.taker, transfer)
    assert two.person.employments.main().get(end=None).organisation == two.new


def test_whoever_offers_does_not_accept_for_the_other(two):
    with pytest.raises(Forbidden):
        accept(two.giver, two.offer())


def test_nobody_begins_before_the_old_work_has_ended(two):
    with pytest.raises(RuleViolation, match=r"работает по 31\sмарта") as refused:
        accept(two.taker, two.offer(), start=LAST)
    assert "start" in refused.value.fields


def test_an_offer_to_the_same_or_a_closed_organisation_is_refused(two):
    with pytest.raises(RuleViolation, match="и так работает"):
        two.offer(organisation=two.old)
    closed = make_school()
    OrgUnit.objects.filter(pk=closed.pk).update(closed_on=date(2025, 1, 1))
    closed.refresh_from_db()
    with pytest.raises(RuleViolation, match="не работает"):
        two.offer(organisation=closed)


def test_only_main_work_that_goes_on_is_offered(two):
    side = hire(two.person, two.old, kind=EmploymentKind.EXTERNAL)
    with pytest.raises(RuleViolation, match="основное место"):
        services.offer_transfer(two.giver, employment=side, organisation=two.new, last_day=LAST)
    with pytest.raises(RuleViolation, match="раньше первого"):
        two.offer(last_day=date(2000, 1, 1))


# Who decides


def test_the_level_above_waits_ten_days(two):
    transfer = two.ask()
    with pytest.raises(RuleViolation, match="решает сама организация"):
        agree(two.above, transfer)
    with clock.moved_to(TODAY + timedelta(days=10)):
        agree(two.above, transfer)
    transfer.refresh_from_db()
    assert transfer.state == TransferState.AGREED


def test_where_nobody_keeps_the_list_the_level_above_decides_at_once(two):
    RoleHolding.objects.filter(unit=two.old).update(end=TODAY)
    agree(two.above, two.ask())


def test_whoever_keeps_both_schools_moves_people_without_waiting(two):
    accept(two.above, two.offer(two.above))


def test_the_asking_side_cannot_agree_in_place_of_the_other(two):
    with pytest.raises(Forbidden):
        agree(two.taker, two.ask())


def test_a_stranger_decides_nothing(two):
    transfer, stranger = two.ask(), coordinator(make_school())
    for act in (
        lambda: agree(stranger, transfer),
        lambda: services.refuse_transfer(stranger, transfer=transfer, reason="нет"),
        lambda: services.withdraw_transfer(stranger, transfer=transfer),
        lambda: two.ask(Actor("Гость")),
        lambda: two.offer(stranger),
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_waits_for_whom(two):
    transfer = two.ask()
    waiting = [list(transfers.awaiting(actor)) for actor in (two.giver, two.taker, two.above)]
    assert waiting == [[transfer], [], []]
    with clock.moved_to(TODAY + timedelta(days=10)):
        assert list(transfers.awaiting(two.above)) == [transfer]
        assert list(transfers.overdue(two.taker)) == [transfer]
    services.refuse_transfer(two.giver, transfer=transfer, reason="Класс без учителя")
    assert list(transfers.answered(two.taker, TODAY)) == [transfer]
    assert list(transfers.answered(two.giver, TODAY)) == []


# Refused, withdrawn, twice


def test_a_refusal_carries_its_reason_and_a_new_request_may_follow(two):
    transfer = two.ask()
    with pytest.raises(RuleViolation, match="Напишите причину"):
        services.refuse_transfer(two.giver, transfer=transfer, reason="  ")
    services.refuse_transfer(two.giver, transfer=transfer, reason="До конца года нужен здесь")
    assert "До конца года" in sentence_of(timeline_of(two.person)[0])
    assert two.person.employments.get().end is None
    two.ask()


def test_a_transfer_is_decided_once(two):
    transfer = two.ask()
    agree(two.giver, transfer)
    for act in (
        lambda: agree(two.giver, transfer),
        lambda: services.refuse_transfer(two.giver, transfer=transfer, reason="нет"),
        lambda: services.withdraw_transfer(two.taker, transfer=transfer),
    ):
        with pytest.raises(RuleViolation, match="перевод согласован"):
            act()
    assert two.person.employments.count() == 2


def test_one_person_has_one_open_transfer(two):
    two.ask()
    with pytest.raises(RuleViolation, match="уже открыт"):
        two.ask()
    with pytest.raises(RuleViolation, match="уже открыт"):
        two.offer()
    assert TransferRequest.objects.count() == 1


def test_who_asked_may_withdraw_and_the_other_side_may_not(two):
    transfer = two.ask()
    with pytest.raises(Forbidden):
        services.withdraw_transfer(two.giver, transfer=transfer)
    services.withdraw_transfer(two.taker, transfer=transfer)
    assert sentence_of(timeline_of(transfer)[0]) == "Перевод отозван."


def test_somebody_dismissed_meanwhile_is_not_transferred(two):
    transfer = two.ask()
    services.end_employment(
        two.giver, employment=two.person.employments.get(), last_day=date(2025, 3, 1)
    )
    with pytest.raises(RuleViolation, match="уже не работает"):
        agree(two.giver, transfer)
    assert two.person.employments.count() == 1


def test_a_dismissed_person_is_neither_found_nor_offered(two):
    work = two.person.employments.get()
    services.end_employment(two.giver, employment=work, last_day=date(2025, 3, 1))
    with pytest.raises(RuleViolation, match="такого человека нет"):
        two.ask()
    with pytest.raises(RuleViolation, match="уже окончена"):
        two.offer(BOSS)


def test_nothing_is_written_when_the_new_work_cannot_begin(two):
    transfer = two.ask()
    OrgUnit.objects.filter(pk=two.new.pk).update(closed_on=date(2025, 3, 20))
    with pytest.raises(RuleViolation, match="закрыта"):
        agree(two.giver, transfer)
    assert two.person.employments.get().end is None
    transfer.refresh_from_db()
    assert transfer.is_open


def test_an_absence_recorded_after_the_last_day_is_named(two):
    transfer = two.ask()
    Absence.objects.create(
        employment=two.person.employments.get(), kind=AbsenceKind.LONG_LEAVE, start=date(2025, 9, 1)
    )
    with pytest.raises(RuleViolation, match="записано отсутствие"):
        agree(two.giver, transfer)


# Looking for somebody


def test_ones_own_people_are_named_and_not_asked_for(two):
    with pytest.raises(RuleViolation, match="уже в вашем списке"):
        two.ask(two.above)


@pytest.mark.parametrize(
    "wrong",
    [
        {"birth_date": date(1980, 5, 2)},
        {"first_name": "Марина"},
        {"birth_date": None, "snils": SNILS},
    ],
)
def test_a_miss_tells_nothing_and_stands_in_the_journal(two, wrong):
    with pytest.raises(RuleViolation, match="такого человека нет"):
        two.ask(**wrong)
    entry = timeline_of(two.new)[0]
    assert entry.kind == "staff.transfer_missed"
    assert not tells_year(entry.params, 1980)


def test_a_snils_of_another_first_name_is_a_miss(two):
    PersonSensitive.objects.filter(person=two.person).update(snils_hash=snils_hash("11223344595"))
    with pytest.raises(RuleViolation, match="такого человека нет"):
        two.ask(first_name="Анна", snils=SNILS)


def test_namesakes_born_on_one_day_are_not_told_apart(two):
    make_teacher(two.old, born=BORN)
    with pytest.raises(RuleViolation, match="такого человека нет"):
        two.ask()


def test_birth_dates_are_not_guessed_one_after_another(two):
    for day in range(10, 15):
        with pytest.raises(RuleViolation, match="такого человека нет"):
            two.ask(birth_date=date(1980, 5, day))
    with pytest.raises(RuleViolation, match="За сутки 5 запросов"):
        two.ask()
    assert JournalEntry.objects.filter(kind="staff.transfer_missed").count() == 5
    with clock.moved_to(TODAY + timedelta(days=2)):
        two.ask()


@pytest.mark.parametrize(
    ("wrong", "phrase"),
    [
        ({"birth_date": None}, "Укажите СНИЛС или дату рождения"),
        ({"first_name": " "}, "Укажите фамилию и имя"),
        ({"snils": "112-233-445 00"}, "СНИЛС"),
        ({"birth_date": date(2024, 1, 1)}, "рождения"),
    ],
)
def test_a_request_that_cannot_be_meant_is_refused_and_is_no_miss(two, wrong, phrase):
    with pytest.raises(RuleViolation, match=phrase):
        two.ask(**wrong)
    assert not JournalEntry.objects.filter(kind="staff.transfer_missed").exists()


def test_who_waits_is_told_a_term_only_where_the_organisation_has_days_of_grace(two):
    two.ask()
    (waiting,) = transfers.opened(two.taker)
    assert waiting.term == TODAY + services.transfers.GRACE
    TransferRequest.objects.update(above_from=TODAY)
    (waiting,) = transfers.opened(two.taker)
    assert waiting.term is None
    (row,) = as_opened(two.taker, [waiting])
    assert (row.due, row.note) == (None, "решает методическая служба")


def test_a_person_is_found_though_latin_letters_slipped_into_the_name(two):
    assert two.ask(last_name="Иванoва", first_name="Mария").person == two.person
