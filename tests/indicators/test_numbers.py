from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostok.indicators.formula import Count, Milestone, Ratio, Share
from rostok.indicators.models import ValueState
from rostok.indicators.numbers import divided, outcome_of, rounded, state_of
from rostok.indicators.wording import difference_words

SHARE = Share.model_validate({"of": "a.b", "in": "c.d"})
RATIO = Ratio.model_validate({"of": "a.b", "per": "c.d"})
COUNT = Count.model_validate({"of": "a.b"})
MILESTONE = Milestone.model_validate({"all": ["a.b", "c.d"]})


def test_a_share_of_nobody_is_undefined_and_not_zero():
    assert outcome_of(SHARE, (0, 0)).value is None


def test_a_share_is_in_percent_and_kept_unrounded():
    value = outcome_of(SHARE, (1, 3)).value
    assert value == Decimal("33.3333333333")
    assert rounded(value) == Decimal("33.3")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("12.25", "12.3"), ("12.35", "12.4"), ("12.349", "12.3"), ("-0.25", "-0.3")],
)
def test_rounding_is_half_up(value: str, shown: str):
    assert rounded(Decimal(value)) == Decimal(shown)


def test_a_ratio_divides_without_percent():
    assert outcome_of(RATIO, (500, 2)).value == Decimal(250)


def test_a_count_has_no_base():
    assert outcome_of(COUNT, (7,)) == (7, None, Decimal(7))


@pytest.mark.parametrize(("counts", "value"), [((1, 5), 1), ((1, 0), 0), ((0, 0), 0)])
def test_a_milestone_is_yes_when_every_set_has_a_member(counts: tuple[int, ...], value: int):
    assert outcome_of(MILESTONE, counts).value == Decimal(value)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_never_exceeds_a_hundred_when_the_part_is_within_the_base(part: int, base: int):
    share = divided(min(part, base), base, Decimal(100))
    assert share is not None
    assert 0 <= share <= 100


@pytest.mark.parametrize(
    ("value", "target", "better", "state"),
    [
        ("30", "30", "up", ValueState.MET),
        ("29.99", "30", "up", ValueState.CLOSE),
        ("27", "30", "up", ValueState.CLOSE),
        ("26.9", "30", "up", ValueState.BEHIND),
        ("250", "250", "down", ValueState.MET),
        ("251", "250", "down", ValueState.CLOSE),
        ("300", "250", "down", ValueState.BEHIND),
    ],
)
def test_states_compare_the_unrounded_value(value: str, target: str, better: str, state: str):
    assert state_of(Decimal(value), Decimal(target), better, {"close_within": 10}) == state


def test_without_a_target_there_is_no_verdict():
    assert state_of(Decimal(5), None, "up", {}) == ValueState.NO_TARGET
    assert state_of(None, Decimal(5), "up", {}) == ValueState.UNDEFINED


def test_two_sources_differ_in_points_or_agree():
    assert plain(difference_words(Decimal("-6.8"), "percent")) == "разница −6,8 п. п."
    assert plain(difference_words(Decimal(3), "people")) == "разница +3"
    assert difference_words(Decimal("0.01"), "percent") == "совпадает"


def plain(words):
    return words.replace("\u00a0", " ")
