"""A year played through by moving the clock."""

from datetime import date

from rostok.kernel import clock
from rostok.roadmaps import services
from rostok.roadmaps.models import OccurrenceState
from rostok.roadmaps.planning import months_of
from rostok.roadmaps.prolonging import MOVE, Answers
from rostok.roadmaps.queries import standing_of
from tests.roadmaps.conftest import Place


def test_a_year_from_the_plan_to_the_prolongation(place: Place) -> None:
    with clock.moved_to(date(2024, 1, 9)):
        plan = services.draw_plan(
            place.methodist, roadmap=place.roadmap, unit=place.unit, year=2024
        )
        services.submit_plan(place.methodist, plan=plan)
        services.approve_plan(place.head, plan=plan)
        assert standing_of(plan.lines, date(2024, 1, 9)).overdue == 0
    with clock.moved_to(date(2024, 6, 3)):
        assert standing_of(plan.lines, clock.today()).overdue == 2  # January and May
        late = place.occurrence("a25", 2024)
        services.move_due(
            place.methodist, occurrence=late, due=date(2024, 9, 30), reason="Сбор продлён"
        )
        assert standing_of(plan.lines, clock.today()).overdue == 1
    with clock.moved_to(date(2024, 10, 1)):
        assert standing_of(plan.lines, clock.today()).overdue == 2
    with clock.moved_to(date(2025, 1, 10)):
        months = months_of(plan, clock.today())
        assert sum(month.overdue for month in months) == plan.lines.count()
        act = Answers("Приказ", "1", date(2025, 1, 9), for_all=MOVE)
        services.prolong_roadmap(place.head, roadmap=place.roadmap, answers=act)
        assert not plan.lines.filter(state=OccurrenceState.PLANNED).exists()
        left = standing_of(place.roadmap.occurrences.filter(year=2025), clock.today())
        assert (left.overdue, left.total) == (0, 15 + 44)
