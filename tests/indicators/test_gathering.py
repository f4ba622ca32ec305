"""Gathering: forms accepted together, an indicator asked for no more."""

import pytest

from rostok.indicators import services
from rostok.indicators.models import FormState
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.notifications.models import Notice
from tests.factories import BOSS, hold, make_municipality, make_user
from tests.indicators.test_reported import (
    CODE,
    OWN,
    YEAR,
    approver,
    assign,
    collector,
    form_of,
    save,
    stored,
    total,
)

pytestmark = pytest.mark.usefixtures("today")


def test_collecting_stops_and_what_was_reported_stays(world):
    assign(world)
    save(form_of(world), "3", "4")
    services.stop_collecting(BOSS, system=world.system, code=CODE, year=YEAR)
    assert stored(world).numerator == 3
    with pytest.raises(RuleViolation, match="не собирают"):
        services.stop_collecting(BOSS, system=world.system, code=CODE, year=YEAR)


def test_forms_asked_for_nothing_else_wait_for_nobody(world):
    hold(make_user(), "coordinator", world.first)
    assign(world, CODE, OWN)
    assert Notice.objects.filter(read_at=None, ref_id=form_of(world).pk).exists()
    save(form_of(world, world.second), "1", "6")
    services.send_form(BOSS, form=form_of(world, world.second), note="не всё")
    services.stop_collecting(BOSS, system=world.system, code=CODE, year=YEAR)
    assert form_of(world).obliged
    services.stop_collecting(BOSS, system=world.system, code=OWN, year=YEAR)
    assert not form_of(world).obliged
    assert not Notice.objects.filter(read_at=None, ref_id=form_of(world).pk).exists()
    assert form_of(world, world.second).obliged
    assign(world, CODE)
    assert form_of(world).obliged


def approved(world, *units):
    """Forms of the units, filled, sent and approved; a methodist and a head stand above."""
    for unit in units:
        save(form_of(world, unit), 1, 4)
        services.send_form(BOSS, form=form_of(world, unit))
        services.approve_form(approver(world.municipality), form=form_of(world, unit))
    return [form_of(world, unit).pk for unit in units]


def accept(world, forms, actor):
    return services.accept_forms(actor, system=world.system, year=YEAR, forms=forms)


def test_forms_are_accepted_together_with_one_entry_in_the_history_of_each(world):
    assign(world)
    forms = approved(world, world.first, world.second)
    before = total(world).units_unapproved
    assert accept(world, forms, collector(world.municipality)) == 2
    assert {form_of(world, unit).state for unit in (world.first, world.second)} == {"accepted"}
    assert total(world).units_unapproved == before == 0
    entries = [timeline_of(form_of(world, unit)).first() for unit in (world.first, world.second)]
    assert entries[0] == entries[1]
    assert sentence_of(entries[0]) == "Принято форм за 2024 год: 2"
    assert form_of(world).version == 5


def test_those_who_sent_are_told_and_what_waited_is_settled(world):
    coordinator = make_user()
    hold(coordinator, "coordinator", world.first)
    assign(world)
    unread = Notice.objects.filter(user=coordinator, read_at=None).values_list("kind", flat=True)
    assert list(unread) == ["indicators.assigned"]
    accept(world, approved(world, world.first), collector(world.municipality))
    assert list(unread.all()) == ["indicators.accepted"]


def test_one_form_that_waits_no_more_stops_all(world):
    assign(world)
    forms = approved(world, world.first, world.second)
    boss = collector(world.municipality)
    services.return_form(boss, form=form_of(world), comments={CODE: "Сверьте"})
    with pytest.raises(RuleViolation, match="1 форма уже не ждёт"):
        accept(world, forms, boss)
    assert form_of(world, world.second).state == FormState.APPROVED
    with pytest.raises(RuleViolation, match="хотя бы одну"):
        accept(world, [], boss)


def test_only_whoever_gathers_above_accepts(world):
    assign(world)
    forms = approved(world, world.first, world.second)
    with pytest.raises(Forbidden):
        accept(world, forms, approver(world.municipality))
    for stranger in (collector(make_municipality()), collector(world.first)):
        with pytest.raises(RuleViolation, match="2 формы"):
            accept(world, forms, stranger)
