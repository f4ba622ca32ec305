"""Reported values: cells, forms and their states, sums up the tree, the official source."""

from datetime import date
from decimal import Decimal

import pytest

from rostok.indicators import permissions, services
from rostok.indicators.computing import computed_values
from rostok.indicators.models import (
    CellChange,
    DataForm,
    FormState,
    IndicatorValue,
    ReportedTotal,
    ReportedValue,
    SourceChoice,
    ValueState,
)
from rostok.indicators.reported.rows import form_rows
from rostok.kernel.access import STRANGER
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from tests.factories import BOSS, actor_at, hold, make_municipality, make_user

pytestmark = pytest.mark.usefixtures("today")
CODE = "young-support"
OWN = "monitoring-procedures"
YEAR = 2024


def assign(world, *codes, level="organisation", **changes):
    values = {"year": YEAR, "level": level, "codes": codes or (CODE,), "due": date(2025, 2, 1)}
    return services.assign_collection(BOSS, system=world.system, **{**values, **changes})


def form_of(world, unit=None, year=YEAR):
    return DataForm.objects.get(system=world.system, unit=unit or world.first, year=year)


def save(form, numerator, denominator, code=CODE, actor=BOSS, **options):
    typed = {"numerator": numerator, "denominator": denominator}
    return services.save_cell(actor, form=form, code=code, typed=typed, **options)


def stored(world, unit=None, code=CODE, year=YEAR):
    where = {"system": world.system, "unit": unit or world.municipality, "code": code}
    return IndicatorValue.objects.get(year=year, **where)


def total(world, unit=None, code=CODE):
    where = {"system": world.system, "unit": unit or world.municipality, "code": code}
    return ReportedTotal.objects.get(year=YEAR, **where)


def filler(unit, number=901):
    return actor_at(unit, permissions.REPORT, user_id=number, title="Координатор")


def approver(unit, number=902):
    rights = (permissions.APPROVE_REPORTS, permissions.REPORT)
    return actor_at(unit, *rights, user_id=number, title="Методист")


def collector(unit, number=903):
    return actor_at(unit, permissions.COLLECT, user_id=number, title="Руководитель")


def test_a_collection_opens_a_form_for_every_organisation_and_is_journalled(world):
    assert assign(world) == 2
    assert form_of(world).state == FormState.ASSIGNED
    assert form_of(world).due == date(2025, 2, 1)
    assert form_of(world, world.municipality).obliged is False
    words = sentence_of(timeline_of(world.system)[0])
    assert words.startswith("Назначен сбор за 2024 год")
    assert words.endswith("Сообщают организации, форм: 2, срок: 01.02.2025")
    assert stored(world).state == ValueState.NO_DATA
    assert (stored(world).units_sent, stored(world).units_due) == (0, 2)


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"year": 2026}, "ещё не наступил"),
        ({"codes": ()}, "хотя бы один"),
        ({"codes": ("no-such",)}, "нет показателя"),
        ({"level": "region"}, "нет открытых"),
    ],
)
def test_a_wrong_order_is_refused(world, changes, phrase):
    with pytest.raises(RuleViolation, match=phrase):
        assign(world, **changes)


def test_only_the_owner_of_a_system_assigns(world):
    for actor in (STRANGER, collector(world.first), collector(make_municipality())):
        with pytest.raises(Forbidden):
            services.assign_collection(
                actor, system=world.system, year=YEAR, level="organisation", codes=[CODE]
            )


def test_cells_of_organisations_add_up_to_the_territory(world):
    services.recompute_year(BOSS, system=world.system, year=YEAR)
    assert stored(world).state == ValueState.NO_SOURCE
    assign(world)
    save(form_of(world), "3", "4")
    value = stored(world)
    assert (value.numerator, value.denominator, value.source) == (3, 4, "reported")
    assert (value.units_sent, value.units_due) == (1, 2)
    assert value.state == ValueState.MET
    save(form_of(world, world.second), "1", "6")
    value = stored(world)
    assert (value.numerator, value.denominator, value.value) == (4, 10, Decimal(40))
    assert value.state == ValueState.BEHIND
    assert stored(world, world.first).value == Decimal(75)


def test_stored_values_equal_values_computed_anew(world):
    assign(world)
    save(form_of(world), "3", "4")
    save(form_of(world, world.second), "1", "6")
    fields = ("code", "unit_id", "numerator", "denominator", "value", "state", "units_sent")
    kept = {tuple(getattr(row, name) for name in fields) for row in IndicatorValue.objects.all()}
    fresh = computed_values(world.system, YEAR, codes=[CODE])
    assert kept == {tuple(getattr(row, name) for name in fields) for row in fresh}
    before = list(ReportedTotal.objects.order_by("unit").values_list("unit", "value", "units_sent"))
    services.recompute_year(BOSS, system=world.system, year=YEAR)
    after = ReportedTotal.objects.order_by("unit").values_list("unit", "value", "units_sent")
    assert before == list(after)


def test_a_saved_cell_knows_its_author_and_history(world):
    assign(world)
    form = form_of(world)
    cell = save(form, "3", "4", actor=filler(world.first), source="письмо от 15.01.2025")
    assert (cell.author_title, cell.source) == ("Координатор", "письмо от 15.01.2025")
    save(form, "2", "4", version=cell.version)
    changes = CellChange.objects.filter(form=form).values_list("was", "now")
    assert list(changes) == [("3 из 4", "2 из 4"), ("не заполнено", "3 из 4")]
    assert "было 3 из 4, стало 2 из 4" in sentence_of(timeline_of(form)[0])
    assert form_of(world).state == FormState.IN_WORK


def test_the_same_numbers_again_change_nothing(world):
    assign(world)
    first = save(form_of(world), "3", "4", version=0)
    again = save(form_of(world), "3", "4", version=0)
    assert (again.pk, again.version) == (first.pk, 1)
    assert CellChange.objects.count() == 1


def test_a_cell_changed_by_another_is_refused_with_both_numbers(world):
    assign(world)
    save(form_of(world), "3", "4", version=0, actor=filler(world.first))
    with pytest.raises(StaleForm, match=r"Координатор: теперь там 3 из 4\. Вы ввели 2 из 4"):
        save(form_of(world), "2", "4", version=0)
    assert ReportedValue.objects.get().numerator == 3


@pytest.mark.parametrize(
    ("numerator", "denominator", "phrase"),
    [
        ("пять", "4", "Нужно число"),
        ("-1", "4", "не бывает отрицательным"),
        ("1,5", "4", "целое"),
        ("50%", "100", "не процент"),
        ("5", "4", "Числитель больше знаменателя: 5 из 4"),
        ("1", "99999999999", "слишком велико"),
        ("1", "9" * 400, "слишком велико"),
        ("NaN", "4", "Нужно число"),
        ("1e9999", "4", "слишком велико"),
        ("=A1", "4", "Нужно число"),
    ],
)
def test_an_impossible_number_is_refused(world, numerator, denominator, phrase):
    assign(world)
    with pytest.raises(RuleViolation, match=phrase):
        save(form_of(world), numerator, denominator)
    assert not ReportedValue.objects.exists()


def test_numbers_are_read_as_people_type_them(world):
    assign(world)
    cell = save(form_of(world), "1 234", "2\u00a0000,0")
    assert (cell.numerator, cell.denominator) == (1234, 2000)


def test_a_zero_base_is_undefined(world):
    assign(world)
    save(form_of(world), "0", "0")
    assert stored(world).state == ValueState.UNDEFINED


def test_an_emptied_cell_takes_its_number_away(world):
    assign(world)
    cell = save(form_of(world), "3", "4")
    save(form_of(world), "", "", version=cell.version)
    assert stored(world).state == ValueState.NO_DATA
    assert stored(world).units_sent == 0


def test_a_stranger_saves_nothing(world):
    assign(world)
    for actor in (STRANGER, filler(world.second)):
        with pytest.raises(Forbidden):
            save(form_of(world), "1", "2", actor=actor)


def test_a_total_that_disagrees_goes_up_and_is_flagged(world):
    assign(world)
    save(form_of(world), "3", "4")
    save(form_of(world, world.second), "1", "6")
    save(form_of(world, world.municipality), "5", "10")
    assert stored(world).value == Decimal(50)
    assert total(world).disagrees
    assert (total(world).parts_numerator, total(world).parts_denominator) == (4, 10)
    row = next(row for row in form_rows(form_of(world, world.municipality)) if row.code == CODE)
    assert row.warnings == ["Сумма частей: 4 из 10, сообщили 2 из 2. С итогом не сходится."]
    save(form_of(world, world.municipality), "4", "10", version=1)
    assert not total(world).disagrees


def test_the_way_of_a_form(world):
    assign(world)
    form, boss = form_of(world), collector(world.municipality)
    save(form, "3", "4", actor=filler(world.first))
    services.send_form(filler(world.first), form=form)
    assert total(world).units_unapproved == 1
    services.approve_form(approver(world.municipality), form=form)
    assert total(world).units_unapproved == 0
    services.accept_form(boss, form=form)
    assert form_of(world).state == FormState.ACCEPTED
    sentences = [sentence_of(entry) for entry in timeline_of(form)][:3]
    assert sentences == ["Форма принята", "Форма утверждена", "Форма заполнена и сдана. "]


def test_a_sent_form_is_not_changed_until_recalled(world):
    assign(world)
    form, actor = form_of(world), filler(world.first)
    save(form, "3", "4", actor=actor)
    services.send_form(actor, form=form)
    with pytest.raises(RuleViolation, match="уже сдана"):
        save(form, "2", "4", actor=actor)
    services.recall_form(actor, form=form)
    save(form, "2", "4", actor=actor)
    assert form_of(world).state == FormState.IN_WORK
    with pytest.raises(RuleViolation, match="не ждёт утверждения"):
        services.recall_form(actor, form=form)


def test_gaps_are_sent_only_with_an_explanation(world):
    assign(world, CODE, OWN)
    form, actor = form_of(world), filler(world.first)
    with pytest.raises(RuleViolation, match="ни одного значения"):
        services.send_form(actor, form=form)
    save(form, "3", "4", actor=actor)
    with pytest.raises(RuleViolation, match="Не заполнено 1 значение"):
        services.send_form(actor, form=form)
    services.send_form(actor, form=form, note="Плана мониторинга у школы нет")
    assert form_of(world).state == FormState.COMPLETE


def test_whoever_filled_a_form_does_not_approve_it(world):
    assign(world)
    both = approver(world.municipality)
    save(form_of(world), "3", "4", actor=both)
    services.send_form(filler(world.first), form=form_of(world))
    hold(make_user(world.municipality), "service_head", world.municipality)
    with pytest.raises(RuleViolation, match="должен другой человек"):
        services.approve_form(both, form=form_of(world))


def test_where_nobody_else_can_approve_the_exception_is_journalled(world):
    assign(world)
    alone = approver(world.municipality)
    save(form_of(world), "3", "4", actor=alone)
    services.send_form(alone, form=form_of(world))
    with pytest.raises(RuleViolation, match="Назовите основание"):
        services.approve_form(alone, form=form_of(world))
    services.approve_form(alone, form=form_of(world), ground="Один методист в районе")
    assert "больше утвердить некому" in sentence_of(timeline_of(form_of(world))[0])


def test_a_form_is_accepted_only_from_above(world):
    assign(world)
    form = form_of(world)
    save(form, "3", "4")
    services.send_form(BOSS, form=form)
    with pytest.raises(RuleViolation, match="ещё не утверждена"):
        services.accept_form(collector(world.municipality), form=form)
    services.approve_form(approver(world.first), form=form)
    for actor in (collector(world.first), STRANGER):
        with pytest.raises(Forbidden):
            services.accept_form(actor, form=form)


def test_a_comment_stands_at_the_cell_until_it_is_changed(world):
    assign(world)
    form, actor = form_of(world), filler(world.first)
    save(form, "3", "4", actor=actor)
    services.send_form(actor, form=form)
    judge = approver(world.municipality)
    services.return_form(judge, form=form, comments={CODE: "Молодых у вас двое"})
    assert form_of(world).state == FormState.RETURNED
    assert "Молодых у вас двое" in sentence_of(timeline_of(form)[0])
    assert [comment.text for comment in form_rows(form)[0].comments] == ["Молодых у вас двое"]
    with pytest.raises(RuleViolation, match="Без ответа 1 замечание"):
        services.send_form(actor, form=form)
    save(form, "2", "4", actor=actor)
    assert not form_rows(form_of(world))[0].comments
    assert stored(world).numerator == 2


def test_a_return_needs_a_comment_at_a_known_cell(world):
    assign(world)
    form, judge = form_of(world), approver(world.municipality)
    with pytest.raises(RuleViolation, match="возвращать нечего"):
        services.return_form(judge, form=form, comments={CODE: "?"})
    save(form, "3", "4")
    services.send_form(BOSS, form=form)
    with pytest.raises(RuleViolation, match="Напишите замечание"):
        services.return_form(judge, form=form, comments={CODE: "  "})
    with pytest.raises(RuleViolation, match="нет"):
        services.return_form(judge, form=form, comments={"no-such": "?"})
    with pytest.raises(Forbidden):
        services.return_form(filler(world.first), form=form, comments={CODE: "?"})


def test_computed_and_reported_stand_side_by_side_and_the_owner_chooses(world):
    world.person("Одна", world.first, born=date(1995, 1, 1))
    world.person("Другая", world.first)
    services.recompute_year(BOSS, system=world.system, year=YEAR)
    assign(world, "share-under-35")
    save(form_of(world), "2", "2", code="share-under-35")
    assert stored(world, code="share-under-35").value == Decimal(50)
    beside = total(world, code="share-under-35")
    assert (beside.value, beside.computed_value) == (Decimal(100), Decimal(50))
    choice = services.choose_source(
        BOSS,
        system=world.system,
        code="share-under-35",
        year=YEAR,
        source="reported",
        ground="Приказ 7",
    )
    official = stored(world, code="share-under-35")
    assert (official.value, official.source) == (Decimal(100), "reported")
    assert "сообщают организации" in sentence_of(timeline_of(world.system)[0])
    with pytest.raises(StaleForm):
        services.choose_source(
            BOSS,
            system=world.system,
            code="share-under-35",
            year=YEAR,
            source="computed",
            ground="Приказ 8",
            version=choice.version + 1,
        )
    assert SourceChoice.objects.get().source == "reported"


@pytest.mark.parametrize(
    ("source", "ground", "phrase"),
    [
        ("computed", "Приказ", "пока не по чему"),
        ("reported", " ", "основание"),
        ("guess", "Приказ", "Такого источника нет"),
    ],
)
def test_a_source_that_cannot_be_is_refused(world, source, ground, phrase):
    with pytest.raises(RuleViolation, match=phrase):
        services.choose_source(
            BOSS, system=world.system, code=CODE, year=YEAR, source=source, ground=ground
        )


def test_only_the_owner_chooses_the_source(world):
    for actor in (STRANGER, actor_at(world.first, permissions.CHOOSE_SOURCE)):
        with pytest.raises(Forbidden):
            services.choose_source(
                actor, system=world.system, code=CODE, year=YEAR, source="reported", ground="п"
            )
