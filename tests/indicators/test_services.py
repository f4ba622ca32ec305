from datetime import date
from decimal import Decimal

import pytest

from rostok.indicators import permissions, services
from rostok.indicators.changes import CHANGING_KINDS, systems_changed_since
from rostok.indicators.models import IndicatorValue, Target, ValueState
from rostok.indicators.tasks import NIGHTLY, RECOMPUTE, REFRESH
from rostok.kernel.access import STRANGER
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.jobs import perform, run_now
from rostok.kernel.journal import kinds, sentence_of, timeline_of
from rostok.kernel.models import Job, JobState, JournalEntry
from rostok.staff.services import end_employment
from tests.factories import BOSS, actor_at, make_municipality, make_school
from tests.indicators.test_pages import signed_in, text

pytestmark = pytest.mark.usefixtures("today")
ORDER = "Приказ № 5 от 12.01.2024"


def stored(world, code, unit=None, year=2024):
    unit = unit or world.municipality
    return IndicatorValue.objects.get(system=world.system, code=code, year=year, unit=unit)


def target(world, **changes):
    values = {
        "system": world.system,
        "unit": world.municipality,
        "code": "share-under-35",
        "year": 2024,
        "value": Decimal(20),
        "ground": ORDER,
        **changes,
    }
    return services.set_target(BOSS, **{**values, "code": changes.get("code", "young-support")})


def test_recomputing_stores_every_unit_and_replaces_what_was(world):
    world.person("Одна", world.first)
    services.recompute_year(BOSS, system=world.system, year=2024)
    assert stored(world, "headcount-teaching").value == 1
    world.person("Другая", world.second)
    services.recompute_year(BOSS, system=world.system, year=2024)
    assert stored(world, "headcount-teaching").value == 2
    assert stored(world, "headcount-teaching", world.first).value == 1


def test_recomputing_is_journalled(world):
    services.recompute(BOSS, system=world.system, years=[2023, 2024])
    entry = timeline_of(world.system)[0]
    assert sentence_of(entry) == "Показатели пересчитаны за 2023, 2024"


def test_an_outsider_recomputes_nothing(world):
    stranger = actor_at(make_municipality(), permissions.RECOMPUTE)
    for actor in (STRANGER, stranger):
        with pytest.raises(Forbidden):
            services.recompute_year(actor, system=world.system, year=2024)


def test_the_job_recomputes_and_ends_in_a_report(world):
    world.person("Одна", world.first)
    job = run_now(BOSS, RECOMPUTE, "Пересчёт", system=world.system.key)
    assert job.state == JobState.DONE
    assert job.result["url"] == "/indicators/rayon/"
    assert stored(world, "headcount-teaching").value == 1


def test_a_territory_sets_its_own_target_and_those_below_inherit_it(world):
    services.recompute_year(BOSS, system=world.system, year=2024)
    assert stored(world, "young-support").target == 70
    target(world, value=Decimal(80))
    assert stored(world, "young-support").target == 80
    assert stored(world, "young-support", world.first).target == 80
    entry = timeline_of(world.municipality)[0]
    assert ORDER in sentence_of(entry)


def test_removing_a_target_returns_to_the_regulation(world):
    own = target(world)
    services.remove_target(BOSS, target=own)
    assert stored(world, "young-support").target == 70
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"value": Decimal(101)}, "больше 100"),
        ({"value": Decimal(-1)}, "отрицательным"),
        ({"ground": " "}, "основание"),
    ],
)
def test_an_impossible_target_is_refused(world, changes, phrase):
    with pytest.raises(RuleViolation, match=phrase):
        target(world, **changes)
    assert not Target.objects.exists()


def test_a_target_of_a_foreign_unit_is_refused(world):
    with pytest.raises(RuleViolation, match="не входит"):
        target(world, unit=make_municipality())
    with pytest.raises(Forbidden):
        services.set_target(
            actor_at(world.first, permissions.SET_TARGETS),
            system=world.system,
            unit=world.municipality,
            code="young-support",
            year=2024,
            value=Decimal(1),
            ground=ORDER,
        )


def test_a_stale_target_form_is_refused(world):
    target(world)
    with pytest.raises(StaleForm):
        target(world, version=7)


def test_a_year_that_has_not_begun_has_no_data(world):
    world.person("Одна", world.first)
    services.recompute_year(BOSS, system=world.system, year=2026)
    value = stored(world, "headcount-teaching", year=2026)
    assert value.state == ValueState.NO_DATA
    assert value.value is None


def test_the_version_and_the_moment_stand_by_the_value(world):
    services.recompute_year(BOSS, system=world.system, year=2024)
    value = stored(world, "headcount-teaching")
    assert value.pack_version == world.system.current_version
    assert value.base_date == date(2024, 12, 31)
    assert value.source == "computed"


@pytest.fixture
def quiet(world):
    """The world as it stands once the refresh of its making is over."""
    Job.objects.all().delete()
    return world


def test_a_change_of_the_list_refreshes_the_systems_it_touches(world, quiet):
    services.recompute(BOSS, system=world.system, years=[2024])
    person = world.person("Новая", world.first, start=date(2024, 9, 1))
    employment = person.employments.get()
    end_employment(BOSS, employment=employment, last_day=date(2024, 10, 1))
    [job] = Job.objects.filter(kind=REFRESH)
    assert [s.key for s in systems_changed_since(job.params["since"])] == ["rayon"]
    perform(job)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert stored(world, "headcount-teaching").value == 0


def test_many_changes_wait_for_one_refresh(world, quiet):
    for name in ("Одна", "Другая"):
        employment = world.person(name, world.first).employments.get()
        end_employment(BOSS, employment=employment, last_day=date(2024, 10, 1))
    assert Job.objects.filter(kind=REFRESH).count() == 1


def test_a_change_elsewhere_refreshes_nothing(world):
    elsewhere = make_school()
    Job.objects.all().delete()
    employment = world.person("Чужая", elsewhere).employments.get()
    end_employment(BOSS, employment=employment, last_day=date(2024, 10, 1))
    [job] = Job.objects.filter(kind=REFRESH)
    assert systems_changed_since(job.params["since"]) == []


def test_the_kinds_that_refresh_are_kinds_that_exist():
    assert set(CHANGING_KINDS) <= set(kinds)


def test_the_page_is_of_this_moment_and_says_that_the_stored_value_differs(world):
    world.person("Первая", world.first)
    services.recompute(BOSS, system=world.system, years=[2024])
    client = signed_in("municipal_methodist", world.municipality)
    notice, query = "После расчёта панели данные изменились", "?year=2024"
    page = "/indicators/rayon/headcount-teaching/"
    assert notice not in text(client.get(page + query))
    world.person("Вторая", world.first)
    for address in (page, f"{page}members/"):
        fresh = text(client.get(address + query))
        assert notice in fresh
        assert "2\u00a0чел." in fresh
    dashboard = text(client.get(f"/indicators/rayon/{query}"))
    assert "1\u00a0чел." in dashboard
    assert "2\u00a0чел." not in dashboard
    services.recompute(BOSS, system=world.system, years=[2024])
    assert notice not in text(client.get(page + query))
    assert "2\u00a0чел." in text(client.get(f"/indicators/rayon/{query}"))


def test_each_night_the_running_year_is_counted_again_without_a_journal_entry(world):
    world.person("Одна", world.first)
    before = JournalEntry.objects.count()
    job = run_now(BOSS, NIGHTLY, "Ночь")
    assert job.state == JobState.DONE
    assert stored(world, "headcount-teaching", year=world.system.today.year).value == 1
    assert JournalEntry.objects.count() == before
