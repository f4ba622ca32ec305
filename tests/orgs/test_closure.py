"""The closure equals what walking the parents gives, whatever was done to the tree."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of
from rostok.kernel.models import JournalEntry, JournalObject
from rostok.orgs import permissions
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.orgs.services import NewUnit, create_units, move_unit
from tests.factories import BOSS, actor_at, make_municipality, make_region, make_school


def stored() -> set[tuple[int, int, int]]:
    return set(OrgClosure.objects.values_list("ancestor", "descendant", "depth"))


def walked() -> set[tuple[int, int, int]]:
    parents = dict(OrgUnit.objects.values_list("pk", "parent"))
    rows = set()
    for unit in parents:
        above, depth = unit, 0
        while above is not None:
            rows.add((above, unit, depth))
            above, depth = parents[above], depth + 1
    return rows


def territory(code: str, kind: str, parent: str = "") -> NewUnit:
    return NewUnit(kind, code, f"Название {code}", f"Название {code}", parent)


def school(code: str, parent: str, **fields) -> NewUnit:
    return NewUnit("organisation", code, f"Ш {code}", f"Ш {code}", parent, "school", **fields)


class TreeTest(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_the_closure_follows_any_history(self, data: st.DataObject) -> None:
        regions = [make_region() for _ in range(2)]
        towns = [make_municipality(data.draw(st.sampled_from(regions))) for _ in range(3)]
        batch = [territory("t-0", "municipality", regions[0].code)]
        places = [*(town.code for town in towns), "t-0", regions[1].code]
        batch += [
            school(f"s-{number}", data.draw(st.sampled_from(places)))
            for number in range(data.draw(st.integers(1, 8)))
        ]
        made = create_units(BOSS, units=data.draw(st.permutations(batch)))
        schools = [unit for unit in made if unit.kind == "organisation"]
        for _ in range(data.draw(st.integers(0, 5))):
            unit = data.draw(st.sampled_from([*towns, *schools]))
            parent = data.draw(st.sampled_from([*regions, *towns]))
            try:
                move_unit(BOSS, unit=unit, parent=parent)
            except RuleViolation:
                continue
        assert stored() == walked()


@pytest.mark.django_db
def test_many_units_come_in_any_order_and_stand_in_the_journal() -> None:
    region = make_region()
    boss = actor_at(region, permissions.EDIT)
    made = create_units(
        boss, units=[school("s1", "m1"), territory("m1", "municipality", region.code)]
    )
    assert [unit.code for unit in made] == ["m1", "s1"]
    assert OrgUnit.objects.get(code="s1").parent.parent == region
    assert stored() == walked()
    entry = JournalEntry.objects.first()
    assert sentence_of(entry) == "Добавлено территорий и организаций: 2."
    assert JournalObject.objects.filter(entry=entry).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([school("s", "nowhere")], "нет территории"),
        ([school("s", "m"), school("s", "m")], "дважды"),
        ([school("taken", "m")], "уже занят"),
        ([territory("a", "municipality", "b"), territory("b", "region", "a")], "не может входить"),
        ([school("s", "m", time_zone="Mars")], "пояса"),
        ([school("", "m")], "Нужны код"),
    ],
)
def test_a_wrong_batch_is_refused_as_a_whole(units: list[NewUnit], words: str) -> None:
    make_municipality(code="m")
    make_school(code="taken")
    before = OrgUnit.objects.count()
    with pytest.raises(RuleViolation, match=words):
        create_units(BOSS, units=[school("good", "m"), *units])
    assert OrgUnit.objects.count() == before


@pytest.mark.django_db
def test_a_stranger_adds_no_batch() -> None:
    mine, foreign = make_municipality(code="mine"), make_municipality(code="foreign")
    boss = actor_at(mine, permissions.EDIT)
    with pytest.raises(Forbidden):
        create_units(boss, units=[school("s1", "mine"), school("s2", foreign.code)])
    with pytest.raises(Forbidden):
        create_units(boss, units=[territory("r", "region")])


@pytest.mark.slow
@pytest.mark.django_db
def test_ninety_thousand_organisations_load_within_a_minute() -> None:
    towns = [territory(f"m{number}", "municipality", "r") for number in range(2300)]
    schools = [school(f"s{number}", f"m{number % 2300}") for number in range(90_000)]
    started = time.process_time()
    create_units(BOSS, units=[*schools, *towns, territory("r", "region")])
    assert time.process_time() - started < 60
    assert OrgClosure.objects.count() == 1 + 2300 * 2 + 90_000 * 3
