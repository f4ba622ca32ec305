from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostok.kernel.ui import charts

figures = st.decimals(min_value=-1000, max_value=100000, places=1)


def number(length: str) -> Decimal:
    return Decimal(length.removesuffix("rem").removesuffix("%"))


def test_a_missing_year_leaves_a_gap_in_the_line():
    points = [(2023, Decimal(40)), (2024, None), (2025, Decimal(50)), (2026, Decimal(60))]
    chart = charts.trend(points)
    assert len(chart.facts) == 3
    assert len(chart.fact_lines) == 1
    assert [year.words for year in chart.years] == ["2023", "2024", "2025", "2026"]


def test_a_chart_without_values_is_drawn_empty():
    chart = charts.trend([], [])
    assert (chart.facts, chart.plans, chart.years) == ([], [], [])


@given(st.lists(figures, min_size=1, max_size=8), st.lists(figures, max_size=8))
def test_every_dot_lies_between_the_bounds_of_the_plot(values, targets):
    chart = charts.trend(list(enumerate(values)), list(enumerate(targets)))
    for dot in [*chart.facts, *chart.plans]:
        assert charts.TOP - Decimal("0.01") <= number(dot.y) <= charts.BOTTOM + Decimal("0.01")
        assert charts.LEFT <= number(dot.x) <= charts.RIGHT


@given(st.lists(figures, min_size=1, max_size=8))
def test_a_scale_has_a_handful_of_round_steps(values):
    scale = charts.Scale.over(values)
    assert scale.low <= min(values)
    assert scale.low + scale.step * scale.count >= max(values)
    assert 1 <= scale.count <= charts.STEPS + 2


def test_percentages_start_at_zero_and_close_values_do_not():
    assert charts.Scale.over([Decimal(20), Decimal(80)]).low == 0
    assert charts.Scale.over([Decimal(90), Decimal(97)]).low == 90


def test_a_value_below_its_target_is_written_under_the_dot():
    chart = charts.trend([(2025, Decimal(40))], [(2025, Decimal(50))])
    assert number(chart.facts[0].label_y) > number(chart.facts[0].y)
    assert number(chart.plans[0].label_y) < number(chart.plans[0].y)


def test_a_chart_is_also_a_sentence():
    words = charts.trend_words([(2024, Decimal("41.5")), (2025, None)], [(2025, Decimal(50))])
    assert words == "2024: 41,5; 2025: нет данных, план 50."


@pytest.mark.parametrize(
    ("value", "target", "better", "behind"),
    [(40, 50, "up", True), (50, 50, "up", False), (12, 10, "down", True), (8, 10, "down", False)],
)
def test_a_bullet_knows_which_way_is_better(value, target, better, behind):
    assert charts.bullet(Decimal(value), Decimal(target), better).behind is behind


def test_a_bullet_without_a_value_has_words():
    chart = charts.bullet(None, None)
    assert (chart.width, chart.target, chart.behind) == ("0.00%", None, False)
    assert chart.words == "Факт: нет данных. План: не задан."


def test_bars_share_one_length():
    rows = charts.bars([("А", Decimal(50)), ("Б", Decimal(200), Decimal(100)), ("В", None)])
    assert [row.width for row in rows] == ["25.00%", "100.00%", "0.00%"]
    assert rows[1].target == "50.00%"
    assert rows[2].words == "—"
