"""Systems: one regulation on one territory for a time, and by which version."""

from datetime import date

import pytest
from django.http import Http404

from rostok.kernel.access import STRANGER
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.orgs import permissions, queries
from rostok.orgs.models import System
from rostok.orgs.services import (
    activate_system,
    change_version,
    close_unit,
    end_system,
)
from tests.factories import (
    BOSS,
    actor_at,
    make_municipality,
    make_pack_version,
    make_region,
    make_school,
    make_system,
)

pytestmark = pytest.mark.django_db
START = date(2023, 6, 21)


def test_a_regulation_starts_to_work_on_its_territory() -> None:
    root, pack = make_municipality(title="Район"), make_pack_version(short_title="Район")
    boss = actor_at(root, permissions.ACTIVATE)
    system = activate_system(boss, pack=pack, key="district", root=root, from_date=START)
    assert system.version_on(START) == pack
    assert sentence_of(timeline_of(system)[0]) == (
        "Положение «Район» введено с 21.06.2023, система district."
    )
    assert timeline_of(root)[0] == timeline_of(system)[0]


def test_the_newest_version_of_a_key_is_taken() -> None:
    make_pack_version("rules")
    newest = make_pack_version("rules")
    system = activate_system(BOSS, pack="rules", key="k", root=make_municipality(), from_date=START)
    assert system.current_version == newest


def test_a_wrong_activation_is_refused() -> None:
    root, pack = make_municipality(make_region()), make_pack_version()
    make_system(root, "first", pack=pack)
    other = make_pack_version("other")
    for words, changed in (
        ("уже действует", {"pack": pack}),
        ("уже занят", {"key": "first"}),
        ("пишут латиницей", {"key": "наш ключ"}),
        ("рассчитано на уровень", {"root": root.parent}),
        ("ещё не загружено", {"pack": "nothing"}),
    ):
        values = {"pack": other, "key": "second", "root": root, "from_date": START}
        with pytest.raises(RuleViolation, match=words):
            activate_system(BOSS, **{**values, **changed})
    closed = make_municipality()
    close_unit(BOSS, unit=closed, closed_on=START)
    with pytest.raises(RuleViolation, match="не открыта"):
        activate_system(BOSS, pack=pack, key="third", root=closed, from_date=START)
    assert System.objects.count() == 1


def test_a_stranger_activates_and_ends_nothing() -> None:
    mine, system = make_municipality(), make_system()
    for actor in (STRANGER, actor_at(mine, permissions.ACTIVATE)):
        with pytest.raises(Forbidden):
            activate_system(
                actor, pack=make_pack_version(), key="x", root=system.root, from_date=START
            )
        with pytest.raises(Forbidden):
            end_system(actor, system=system, end=date(2025, 1, 1))
        with pytest.raises(Forbidden):
            change_version(actor, system=system, pack_version=make_pack_version(), from_date=START)


def test_systems_nest_and_the_nearest_comes_first() -> None:
    region = make_region()
    municipality = make_municipality(region)
    school = make_school(municipality)
    outer, inner = make_system(region, "outer"), make_system(municipality, "inner")
    assert list(queries.systems_over(school, START)) == [inner, outer]
    assert set(queries.units_of(inner)) == {municipality, school}


def test_an_ended_system_leaves_the_place_for_the_next() -> None:
    pack = make_pack_version()
    system = make_system(pack=pack)
    end_system(BOSS, system=system, end=date(2025, 1, 1))
    system.refresh_from_db()
    assert (system.last_day, system.versions.get().end) == (date(2024, 12, 31), date(2025, 1, 1))
    assert sentence_of(timeline_of(system)[0]).endswith("последний день 31.12.2024.")
    again = activate_system(
        BOSS, pack=pack, key="again", root=system.root, from_date=date(2025, 1, 1)
    )
    assert again.root == system.root
    with pytest.raises(RuleViolation, match="уже завершено"):
        end_system(BOSS, system=system, end=date(2026, 1, 1))
    with pytest.raises(RuleViolation, match="раньше"):
        end_system(BOSS, system=again, end=date(2025, 1, 1))


def test_a_system_works_by_the_version_of_the_day() -> None:
    old, new = make_pack_version(), make_pack_version()
    system = make_system(pack=old, from_date=START)
    change_version(BOSS, system=system, pack_version=new, from_date=date(2024, 1, 1))
    system = System.objects.get()
    days = (date(2020, 1, 1), START, date(2023, 12, 31), date(2024, 1, 1))
    assert [system.version_on(day) for day in days] == [old, old, old, new]
    for words, version, day in (
        ("другого положения", make_pack_version("other"), date(2025, 1, 1)),
        ("уже работает", new, date(2025, 1, 1)),
        ("вступает в силу позже", old, date(2024, 1, 1)),
    ):
        with pytest.raises(RuleViolation, match=words):
            change_version(BOSS, system=system, pack_version=version, from_date=day)
    end_system(BOSS, system=system, end=date(2025, 1, 1))
    with pytest.raises(RuleViolation, match="завершено"):
        change_version(BOSS, system=system, pack_version=old, from_date=date(2025, 1, 1))


def test_the_nearest_time_zone_is_inherited_in_one_query(django_assert_num_queries) -> None:
    region = make_region(time_zone="Asia/Tomsk")
    school = make_school(make_municipality(region))
    far = make_school(make_municipality(region, time_zone="Asia/Omsk"))
    with django_assert_num_queries(2):
        assert queries.zone_of(school) == "Asia/Tomsk"
        assert queries.zone_of(far) == "Asia/Omsk"
    assert queries.zone_of(make_region()) is None


def test_levels_hold_what_is_open_on_the_day() -> None:
    region = make_region()
    system = make_system(region)
    municipality = make_municipality(region)
    school = make_school(municipality)
    close_unit(BOSS, unit=school, closed_on=START)
    assert list(queries.level_units(system, "municipality", START)) == [municipality]
    assert list(queries.level_units(system, "region", START)) == [region]
    assert list(queries.level_units(system, "organisation", START)) == []
    assert list(queries.level_units(system, "organisation", date(2023, 6, 20))) == [school]


def test_a_foreign_system_is_not_found() -> None:
    system, mine = make_system(key="theirs"), make_municipality()
    with pytest.raises(Http404):
        queries.system_for(actor_at(mine, permissions.VIEW_SYSTEMS), "theirs")
    assert queries.system_for(actor_at(system.root, permissions.VIEW_SYSTEMS), "theirs") == system
