"""Making a snapshot and its way to approval."""

from datetime import date

import pytest

from rostok.accounts.models import RoleHolding, User
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.jobs import run_now
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.models import JournalEntry
from rostok.snapshots import journal, permissions
from rostok.snapshots.models import Snapshot, SnapshotMarks, SnapshotState
from rostok.snapshots.queries import snapshots_returned, snapshots_waiting
from rostok.snapshots.services import (
    approve_snapshot,
    make_snapshot,
    return_snapshot,
    submit_snapshot,
    withdraw_snapshot,
)
from rostok.snapshots.tasks import FREEZE
from tests.factories import BOSS, make_municipality
from tests.snapshots.conftest import RIGHTS, somebody

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def submitted(make, maker):
    return submit_snapshot(maker, snapshot=make())


def kinds():
    found = JournalEntry.objects.filter(kind__startswith="snapshots.").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_a_snapshot_is_made_submitted_and_approved(world, make, maker, approver):
    snapshot = submit_snapshot(maker, snapshot=make())
    approved = approve_snapshot(approver, snapshot=snapshot)
    assert approved.state == SnapshotState.APPROVED
    assert (approved.maker_title, approved.approver_title) == ("Методист", "Руководитель")
    assert approved.on == date(2024, 12, 31)
    assert approved.title == "Район: показатели за 2024 год на 31.12.2024"
    assert kinds() == [journal.MADE, journal.SUBMITTED, journal.APPROVED]


def keeper(unit):
    """A user whose role lets them approve at the unit and below."""
    user = User.objects.create_user(f"head-{unit.pk}")
    return RoleHolding.objects.create(user=user, role="service_head", unit=unit, start="2021-01-01")


@pytest.mark.parametrize("place", ["municipality", "region"])
def test_the_maker_does_not_approve_while_anybody_here_or_above_could(
    world, submitted, maker, place
):
    keeper(getattr(world, place))
    with pytest.raises(RuleViolation, match="утверждает не тот"):
        approve_snapshot(maker, snapshot=submitted, ground="Приказ № 1")


def test_where_there_is_truly_nobody_the_exception_is_journalled_with_its_ground(submitted, maker):
    with pytest.raises(RuleViolation, match="Кроме вас утвердить некому"):
        approve_snapshot(maker, snapshot=submitted, ground=" ")
    approved = approve_snapshot(maker, snapshot=submitted, ground="В службе один методист")
    assert approved.is_approved
    assert kinds()[-1] == journal.APPROVED_ALONE
    assert sentence_of(timeline_of(approved)[0]).endswith("Основание: В службе один методист")


def test_a_right_that_has_ended_or_a_closed_account_helps_nobody(world, submitted, maker):
    ended = keeper(world.municipality)
    RoleHolding.objects.filter(pk=ended.pk).update(end="2024-01-01")
    closed = keeper(world.region)
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    assert approve_snapshot(maker, snapshot=submitted, ground="Приказ № 1").is_approved


def test_somebody_without_the_right_does_not_approve_even_alone(world, make):
    only_makes = somebody(world, "Без права", permissions.VIEW, permissions.MAKE)
    snapshot = submit_snapshot(only_makes, snapshot=make(actor=only_makes))
    with pytest.raises(Forbidden):
        approve_snapshot(only_makes, snapshot=snapshot, ground="Приказ № 1")


def test_a_lone_methodist_is_approved_from_above(world, make, maker, submitted):
    above = somebody(world, "Регион", *RIGHTS, at=world.region)
    assert approve_snapshot(above, snapshot=submitted).is_approved


def test_the_console_does_not_approve_what_it_made(world):
    snapshot = make_snapshot(BOSS, system=world.system, unit=world.municipality, year=2024)
    submit_snapshot(BOSS, snapshot=snapshot)
    with pytest.raises(RuleViolation, match="утверждает не тот"):
        approve_snapshot(BOSS, snapshot=snapshot)


def test_a_draft_is_not_approved(make, approver):
    with pytest.raises(RuleViolation, match="отправлено на утверждение"):
        approve_snapshot(approver, snapshot=make())


def test_what_no_longer_comes_to_its_members_is_not_approved(submitted, approver):
    marks = SnapshotMarks.objects.filter(outside=False).first()
    marks.phrases = ["подменено"]
    marks.save()
    with pytest.raises(RuleViolation, match="не сходятся"):
        approve_snapshot(approver, snapshot=submitted)


def test_it_is_returned_with_a_comment_and_not_without(submitted, approver, maker):
    with pytest.raises(RuleViolation, match="что нужно исправить"):
        return_snapshot(approver, snapshot=submitted, comment="  ")
    returned = return_snapshot(approver, snapshot=submitted, comment="Нет двух школ")
    assert (returned.state, returned.comment) == (SnapshotState.RETURNED, "Нет двух школ")
    assert kinds()[-1] == journal.RETURNED
    assert list(snapshots_returned(maker)) == [returned]


def test_only_what_waits_is_returned(make, approver):
    with pytest.raises(RuleViolation, match="ждёт утверждения"):
        return_snapshot(approver, snapshot=make(), comment="Рано")


def test_an_approved_one_is_withdrawn_by_those_who_approve(submitted, approver, world):
    approve_snapshot(approver, snapshot=submitted)
    only_makes = somebody(world, "Только делает", permissions.MAKE)
    with pytest.raises(Forbidden):
        withdraw_snapshot(only_makes, snapshot=submitted, comment="Ошибка")
    with pytest.raises(RuleViolation, match="почему"):
        withdraw_snapshot(approver, snapshot=submitted, comment="")
    assert withdraw_snapshot(approver, snapshot=submitted, comment="Ошибка").state == "withdrawn"
    with pytest.raises(RuleViolation, match="уже отозван"):
        withdraw_snapshot(approver, snapshot=submitted, comment="Ещё раз")
    assert kinds()[-1] == journal.WITHDRAWN


def test_an_approved_one_is_not_submitted_again(submitted, approver, maker):
    approve_snapshot(approver, snapshot=submitted)
    with pytest.raises(RuleViolation, match="отправляют черновик"):
        submit_snapshot(maker, snapshot=submitted)


def test_a_second_open_one_of_the_same_day_is_refused(make, maker):
    first = make(on=date(2024, 9, 1))
    with pytest.raises(RuleViolation, match="Такой срез уже есть"):
        make(on=date(2024, 9, 1))
    withdraw_snapshot(maker, snapshot=first, comment="Заново")
    assert make(on=date(2024, 9, 1)).state == SnapshotState.DRAFT


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        ({"year": 2026}, "ещё не начался"),
        ({"year": 1900}, "показателей нет"),
        ({"year": 2024, "on": date(2023, 5, 5)}, "должна быть в 2024 году"),
        ({"year": 2025, "on": date(2025, 5, 5)}, "не позже сегодняшнего дня"),
    ],
)
def test_an_impossible_day_is_refused(make, fields, phrase):
    with pytest.raises(RuleViolation, match=phrase):
        make(**fields)


def test_a_territory_outside_the_system_is_refused(world):
    with pytest.raises(RuleViolation, match="не входит в систему"):
        make_snapshot(BOSS, system=world.system, unit=make_municipality(), year=2024)


@pytest.mark.parametrize("work", [submit_snapshot, approve_snapshot])
def test_a_stranger_decides_nothing(world, submitted, work):
    stranger = somebody(world, "Чужой", at=make_municipality())
    with pytest.raises(Forbidden):
        work(stranger, snapshot=submitted)
    with pytest.raises(Forbidden):
        return_snapshot(stranger, snapshot=submitted, comment="Нет")
    with pytest.raises(Forbidden):
        make_snapshot(stranger, system=world.system, unit=world.municipality, year=2024)


def test_it_waits_for_those_who_approve_but_not_for_its_maker(submitted, maker, approver):
    assert list(snapshots_waiting(approver)) == [submitted]
    assert list(snapshots_waiting(maker)) == []


def test_the_job_started_twice_makes_one_snapshot(world):
    params = {
        "system": "rayon",
        "unit": world.municipality.pk,
        "year": 2024,
        "on": "",
        "called": "",
    }
    job = run_now(BOSS, FREEZE, "Срез", **params)
    assert job.state == "done", job.message
    snapshot = Snapshot.objects.get()
    assert job.result["url"] == snapshot.get_absolute_url()
    again = make_snapshot(BOSS, system=world.system, unit=world.municipality, year=2024, job=job.pk)
    assert again == snapshot
    assert Snapshot.objects.count() == 1


def test_a_title_loses_what_no_file_would_hold(make):
    assert make(title="  Итоги\x0bго\x07да\n ").title == "Итоги года"
