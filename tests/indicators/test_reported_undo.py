"""Undo of a table of reported values: cells, history and forms as they were, totals again."""

from datetime import date, timedelta

import pytest

from rostok.indicators import permissions
from rostok.indicators.computing import computed_values
from rostok.indicators.models import (
    CellChange,
    CellComment,
    DataForm,
    FormState,
    IndicatorValue,
    ReportedTotal,
    ReportedValue,
)
from rostok.indicators.services import recompute, return_form, save_cell, send_form
from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import timeline_of
from rostok.kernel.tabular import confirm_batch, undo_batch
from tests.factories import BOSS, actor_at
from tests.indicators.test_reported import assign, form_of, save, total
from tests.indicators.test_reported_import import FIRST, PLAN, SECOND, YOUNG, checked

pytestmark = pytest.mark.usefixtures("today")
TABLES = (DataForm, ReportedValue, CellChange, CellComment)


def load(world, *rows, **options):
    return confirm_batch(BOSS, batch=checked(world, *rows, **options))


def stands():
    """All that was reported, and the totals of it, but for versions and moments of counting."""
    rows = {
        table.__name__: [
            {key: value for key, value in row.items() if key != "version"}
            for row in table.objects.order_by("pk").values()
        ]
        for table in TABLES
    }
    derived = {
        table.__name__: sorted(
            str({k: v for k, v in row.items() if k not in {"id", "computed_at"}})
            for row in table.objects.filter(code__in=[YOUNG, PLAN]).values()
        )
        for table in (ReportedTotal, IndicatorValue)
    }
    return {**rows, **derived}


def refused(batch):
    before = stands()
    with pytest.raises(RuleViolation) as refusal:
        undo_batch(BOSS, batch=batch)
    assert stands() == before
    return refusal.value.message


def test_cells_forms_and_totals_are_as_they_were(world):
    assign(world, YOUNG)
    save(form_of(world), 1, 4)
    recompute(BOSS, system=world.system, years=[2024])
    before = stands()
    batch = load(world, FIRST, SECOND, ("", "Итого", 9, 10, 90, 3, 4))
    assert total(world).numerator == 9
    undo_batch(BOSS, batch=batch)
    assert stands() == before
    assert total(world).numerator == 1


def test_an_answered_comment_waits_again(world):
    assign(world, YOUNG)
    form = form_of(world)
    save(form, 1, 4)
    send_form(BOSS, form=form)
    return_form(BOSS, form=form, comments={YOUNG: "Сверьте"})
    batch = load(world, FIRST)
    assert not CellComment.objects.filter(closed_at=None).exists()
    undo_batch(BOSS, batch=batch)
    assert CellComment.objects.get().closed_at is None
    assert form_of(world).state == FormState.RETURNED


def test_stored_totals_equal_those_counted_anew(world):
    batch = load(world, FIRST, SECOND)
    undo_batch(BOSS, batch=batch)
    fresh = {(v.code, v.unit_id): v.value for v in computed_values(world.system, 2024)}
    kept = IndicatorValue.objects.filter(code__in=[YOUNG, PLAN])
    assert kept
    assert all(fresh[v.code, v.unit_id] == v.value for v in kept)


def test_a_form_that_somebody_went_on_typing_in_stays_in_work(world):
    assign(world, YOUNG, PLAN)
    batch = load(world, (1, "Первая школа", 3, 4))
    with clock.moved_to(date(2025, 3, 2)):
        save(form_of(world), 1, 2, code=PLAN)
        undo_batch(BOSS, batch=batch)
    assert form_of(world).state == FormState.IN_WORK
    assert ReportedValue.objects.get().code == PLAN


def test_a_cell_changed_since_stops_it_and_its_form_is_named(world):
    batch = load(world, FIRST, SECOND)
    save(form_of(world), 2, 4)
    said = refused(batch)
    assert "Первая школа" in said
    assert "Вторая" not in said


def test_a_form_sent_since_is_not_emptied(world):
    assign(world, YOUNG)
    save(form_of(world), 1, 4)
    batch = load(world, FIRST)
    send_form(BOSS, form=form_of(world), note="не всё")
    assert "Первая школа" in refused(batch)


def test_a_form_the_file_opened_stays_while_others_type_in_it(world):
    batch = load(world, (1, "Первая школа", 3, 4))
    save_cell(BOSS, form=form_of(world), code=PLAN, typed={"numerator": 1, "denominator": 2})
    assert "Первая школа" in refused(batch)


def test_only_for_units_one_reports_for(world):
    keeper = actor_at(world.municipality, permissions.REPORT, user_id=7)
    batch = confirm_batch(keeper, batch=checked(world, FIRST, SECOND, actor=keeper))
    with pytest.raises(Forbidden):
        undo_batch(actor_at(world.first, permissions.REPORT, user_id=7), batch=batch)
    undo_batch(keeper, batch=batch)
    assert not ReportedValue.objects.exists()


def test_the_journal_keeps_both_the_file_and_its_undo(world):
    assign(world, YOUNG)
    undo_batch(BOSS, batch=load(world, FIRST))
    kinds = [entry.kind for entry in timeline_of(form_of(world))]
    assert kinds[:2] == ["indicators.reported_undone", "indicators.reported_loaded"]


def test_it_may_be_undone_for_thirty_days(world):
    batch = load(world, FIRST)
    with clock.moved_to(clock.today() + timedelta(days=31)):
        assert "30 дней" in refused(batch)
