"""The roadmap along the months: where bars stand, what the page says, how heavy it is."""

import gzip
from datetime import date

from django.urls import reverse

from rostok.roadmaps import services
from rostok.roadmaps.gantt import chart_of, place_of, stretch_of
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.queries import in_order_of_text, occurrences_for
from tests.factories import BOSS
from tests.roadmaps.conftest import TODAY, Place
from tests.roadmaps.test_table import head_of, signed_in

LIGHT = 20_000


def test_a_term_stands_where_its_days_are() -> None:
    whole = stretch_of(date(2023, 1, 1), date(2023, 12, 31), 2023)
    assert whole is not None
    assert (whole.x, whole.width) == ("0.00%", "100.00%")
    month = stretch_of(date(2023, 10, 1), date(2023, 10, 31), 2023)
    assert month is not None
    assert (month.x, month.width) == ("74.79%", "8.49%")


def test_what_began_before_the_year_is_cut_and_a_single_day_can_be_hit() -> None:
    cut = stretch_of(date(2022, 12, 1), date(2023, 1, 31), 2023)
    day = stretch_of(None, date(2023, 12, 31), 2023)
    assert cut is not None
    assert cut.x == "0.00%"
    assert day is not None
    assert (day.x, day.width) == ("98.40%", "1.60%")
    assert stretch_of(None, None, 2023) is None
    assert stretch_of(date(2022, 1, 1), date(2022, 5, 1), 2023) is None


def test_today_and_a_slipped_term_are_marked(place: Place) -> None:
    moved = services.move_due(
        place.head, occurrence=place.occurrence("a1"), due=date(2024, 1, 20), reason="Ждём перечень"
    )
    rows = in_order_of_text(occurrences_for(BOSS).filter(roadmap=place.roadmap, year=2023))
    chart = chart_of(rows, 2023, TODAY)
    bars = {bar.occurrence: bar for lane in chart.lanes for bar in lane.bars}
    assert chart.today == place_of(TODAY, 2023)
    assert bars[moved].first == place_of(moved.first_due or TODAY, 2023)
    assert len(bars) == rows.count()
    assert chart_of([], 2024, TODAY).today == ""


def test_each_bar_leads_to_its_occurrence_and_says_its_state(place: Place) -> None:
    client = signed_in(head_of(place))
    answer = client.get(reverse("roadmaps:timeline", args=[place.system.key]), {"year": 2023})
    text = answer.content.decode()
    rows = Occurrence.objects.filter(roadmap=place.roadmap, year=2023)
    for row in rows:
        assert text.count(f'href="{row.get_absolute_url()}"') == 2
    assert "просрочено, дней:" in text
    assert len(gzip.compress(answer.content)) <= LIGHT


def test_the_timeline_is_narrowed_as_the_table_and_each_leads_to_the_other(place: Place) -> None:
    client = signed_in(head_of(place))
    services.submit(place.methodist, occurrence=place.proved("a1"))
    url = reverse("roadmaps:timeline", args=[place.system.key])
    page = client.get(url, {"year": 2023, "state": "submitted"})
    bars = [bar.occurrence for lane in page.context["chart"].lanes for bar in lane.bars]
    assert bars == [place.occurrence("a1")]
    table = reverse("roadmaps:roadmap", args=[place.system.key])
    assert f"{table}?year=2023&state=submitted" in [tab.url for tab in page.context["views"]]
    nothing = client.get(url, {"year": 2023, "q": "такого нет"}).content.decode()
    assert "Под условия отбора ничего не подходит" in nothing
