"""What indicators count of a roadmap: Муя 1.1 and Хакасия 1.1 as their readings say, by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from rostok.indicators.models import IndicatorValue
from rostok.indicators.services import recompute_year
from rostok.kernel import clock
from rostok.orgs.models import System
from rostok.orgs.services import activate_system
from rostok.roadmaps import services
from rostok.roadmaps.models import Occurrence, OccurrenceState, RoadmapAct
from rostok.roadmaps.prolonging import MOVE, Answers
from tests.factories import BOSS, make_municipality, make_region, make_regulation
from tests.roadmaps.conftest import Place

ALL = 44
ACT = Answers(kind="Приказ", number="300", signed_on=date(2024, 12, 18), for_all=MOVE)


def counted(system: System, code: str, year: int) -> tuple[int, int, Decimal]:
    recompute_year(BOSS, system=system, year=year)
    value = IndicatorValue.objects.get(system=system, code=code, year=year, unit=system.root)
    return value.numerator, value.denominator, round(value.value, 2)


def accept(rows: list[Occurrence], on: date) -> None:
    held = Occurrence.objects.filter(pk__in=[row.pk for row in rows])
    held.update(state=OccurrenceState.ACCEPTED, accepted_on=on)


def rows_of(system: System, year: int) -> list[Occurrence]:
    return list(Occurrence.objects.own().filter(roadmap__system=system, year=year).order_by("pk"))


def test_the_whole_roadmap_is_the_base_and_what_was_accepted_by_the_day_the_part(
    place: Place,
) -> None:
    accept(rows_of(place.system, 2023)[:10], date(2023, 11, 1))
    accept(rows_of(place.system, 2024)[:3], date(2024, 5, 1))
    with clock.moved_to(date(2025, 1, 20)):
        assert counted(place.system, "roadmap-progress", 2023) == (10, ALL, Decimal("22.73"))
        assert counted(place.system, "roadmap-progress", 2024) == (13, ALL, Decimal("29.55"))


def test_what_an_act_cancelled_is_out_of_the_base(place: Place) -> None:
    Occurrence.objects.filter(pk=place.occurrence("a1").pk).cancel_with_action(date(2023, 9, 1))
    assert counted(place.system, "roadmap-progress", 2023)[:2] == (0, ALL - 1)


def test_what_an_act_cancelled_later_stays_in_the_base_of_the_years_before(place: Place) -> None:
    with clock.moved_to(date(2025, 1, 20)):
        Occurrence.objects.filter(pk=place.occurrence("a1").pk).cancel_with_action(date(2024, 3, 1))
        assert counted(place.system, "roadmap-progress", 2023)[:2] == (0, ALL)
        assert counted(place.system, "roadmap-progress", 2024)[:2] == (0, ALL - 1)


def test_prolonging_changes_no_figure_of_the_years_before(place: Place) -> None:
    accept(rows_of(place.system, 2023), date(2023, 12, 1))
    with clock.moved_to(date(2025, 1, 20)):
        before = counted(place.system, "roadmap-progress", 2024)
        services.prolong_roadmap(place.head, roadmap=place.roadmap, answers=ACT)
        assert place.roadmap.occurrences.filter(year=2025, number__gte=60).exists()
        assert counted(place.system, "roadmap-progress", 2024) == before == (25, ALL, before[2])
        every = place.roadmap.occurrences.own().count()
        accepted, base, _percent = counted(place.system, "roadmap-progress", 2025)
    assert (accepted, base) == (25, every)
    assert every > ALL


@pytest.fixture
def republic(db: None) -> Iterator[System]:
    with clock.moved_to(date(2024, 9, 2)):
        yield activate_system(
            BOSS,
            pack=make_regulation("khakassia"),
            key="krai",
            root=make_region(),
            from_date=date(2023, 1, 1),
        )


def is_met(system: System, year: int) -> bool:
    recompute_year(BOSS, system=system, year=year)
    rows = IndicatorValue.objects.filter(system=system, code="roadmap-act", year=year)
    return rows.get(unit=system.root).value == 1


def test_an_act_in_force_and_one_accepted_term_of_the_year_are_a_yes(republic: System) -> None:
    assert not is_met(republic, 2024)
    accept(rows_of(republic, 2024)[:1], date(2024, 6, 3))
    assert is_met(republic, 2024)
    assert not is_met(republic, 2023)


def test_without_an_act_in_force_it_is_a_no(republic: System) -> None:
    accept(rows_of(republic, 2024)[:1], date(2024, 6, 3))
    RoadmapAct.objects.filter(roadmap__system=republic).update(end=date(2024, 1, 1))
    assert not is_met(republic, 2024)


def test_a_term_accepted_in_another_year_or_of_another_year_is_none_of_this(
    republic: System,
) -> None:
    accept(rows_of(republic, 2023)[:1], date(2024, 2, 1))
    assert not is_met(republic, 2024)


def test_a_roadmap_of_a_municipality_inside_is_not_counted_above(republic: System) -> None:
    town = make_municipality(republic.root)
    inside = activate_system(
        BOSS,
        pack=make_regulation("muya"),
        key="inside",
        root=town,
        from_date=date(2023, 1, 1),
    )
    accept(rows_of(inside, 2024), date(2024, 6, 3))
    assert not is_met(republic, 2024)
