"""The three terms of a change: worked by hand, and always adding up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostok.indicators.comparing.splitting import (
    SPLITS,
    Sets,
    applied,
    rounded_together,
    split_count,
    split_ratio,
    split_share,
    walked,
)

IDS = st.frozensets(st.integers(1, 12), max_size=12)
SHARES = st.tuples(IDS, IDS).map(lambda pair: Sets(pair[0] & pair[1], pair[1]))
PAIRS = st.tuples(IDS, IDS).map(lambda pair: Sets(*pair))
BY_KIND = {"share": SHARES, "ratio": PAIRS, "count": IDS.map(Sets)}


def test_the_worked_example_of_the_rules():
    """docs/rules/snapshots.md: 20 of 50, then 27 of 54."""
    earlier = Sets(set(range(20)), set(range(50)))
    stayed = set(range(4, 50))
    entered = set(range(50, 58))
    later = Sets(set(range(4, 19)) | set(range(20, 27)) | set(range(50, 55)), stayed | entered)
    split = split_share(earlier, earlier, later)
    assert split is not None
    assert split.method == 0
    # 16 of those who stayed and 5 who entered, of 54
    assert split.people == Decimal("38.8888888889") - 40
    assert split.facts == 50 - Decimal("38.8888888889")
    assert split.whole == split.people + split.facts == 10
    assert (len(split.moved.entered), len(split.moved.left)) == (8, 4)
    assert (len(split.moved.gained), len(split.moved.lost)) == (7, 1)


@pytest.mark.parametrize("kind", sorted(SPLITS))
def test_the_terms_add_up_exactly(kind):
    @given(BY_KIND[kind], BY_KIND[kind], BY_KIND[kind])
    def holds(earlier, by_method, later):
        split = SPLITS[kind](earlier, by_method, later)
        first, last = earlier.value(kind), later.value(kind)
        if first is None or last is None:
            assert split is None
            return
        assert split.method + split.people + split.facts == split.whole == last - first

    holds()


@pytest.mark.parametrize("kind", sorted(SPLITS))
def test_where_nothing_changed_every_term_is_zero(kind):
    @given(BY_KIND[kind])
    def holds(sets):
        split = SPLITS[kind](sets, sets, sets)
        assert split is None or split.terms == (0, 0, 0)
        if split is not None:
            moved = split.moved
            assert not (moved.entered | moved.left | moved.gained | moved.lost)
            assert not (moved.method_in | moved.method_out)

    holds()


@given(SHARES, SHARES)
def test_the_same_method_gives_no_term_of_the_method(earlier, later):
    split = split_share(earlier, earlier, later)
    assert split is None or split.method == 0


@given(SHARES, IDS)
def test_the_same_people_give_no_term_of_people(earlier, counted):
    later = Sets(counted & earlier.base, earlier.base)
    split = split_share(earlier, earlier, later)
    assert split is None or split.people == 0


@given(SHARES, IDS)
def test_those_who_stay_with_their_facts_give_no_term_of_facts(earlier, base):
    entered = base - earlier.base
    later = Sets((earlier.counted & base) | entered, base)
    split = split_share(earlier, earlier, later)
    assert split is None or split.facts == 0


@given(SHARES, SHARES, SHARES)
def test_everybody_who_moved_stands_behind_one_term_only(earlier, by_method, later):
    split = split_share(earlier, by_method, later)
    if split is not None:
        moved = split.moved
        assert not moved.entered & (moved.left | moved.gained | moved.lost)
        assert not moved.gained & moved.lost


def test_a_share_of_nobody_is_not_split():
    nobody, one = Sets(set(), set()), Sets({1}, {1})
    assert split_share(nobody, nobody, one) is None
    assert split_share(one, one, nobody) is None


def test_a_method_that_leaves_nobody_takes_the_people_with_it():
    split = split_share(Sets({1}, {1, 2}), Sets(set(), set()), Sets({3}, {3}))
    assert split is not None
    assert (split.method, split.people, split.facts) == (50, 0, 0)


def test_a_ratio_divides_its_people_before_its_facts():
    split = split_ratio(Sets({1, 2, 3, 4}, {9}), Sets({1, 2, 3, 4}, {9}), Sets({1, 2}, {8, 9}))
    assert split is not None
    assert (split.people, split.facts, split.whole) == (-2, -1, -3)


def test_a_count_has_no_facts_apart_from_its_people():
    split = split_count(Sets({1, 2}), Sets({1, 2}), Sets({2, 3, 4}))
    assert split is not None
    assert (split.people, split.facts, split.method) == (1, 0, 0)
    assert (split.moved.entered, split.moved.left) == ({3, 4}, {1})


def test_a_change_of_the_method_is_applied_to_the_frozen_members():
    frozen = Sets({1, 2}, {1, 2, 3, 4})
    live_old, live_new = Sets({1}, {1, 2, 3}), Sets({1, 5}, {1, 2, 5})
    by_method = applied(frozen, live_old, live_new)
    assert by_method.counted == {1, 2, 5}
    assert by_method.base == {1, 2, 4, 5}


@given(SHARES, SHARES)
def test_a_correction_of_the_data_is_no_change_of_the_method(frozen, live):
    assert applied(frozen, live, live) == Sets(set(frozen.counted), set(frozen.base))


DECIMALS = st.decimals(-100, 100, places=10)


@given(DECIMALS, DECIMALS, DECIMALS, DECIMALS)
def test_printed_terms_add_up_to_the_printed_change(first, method, people, end):
    split = walked([first, method, people], end)
    assert split is not None
    printed = rounded_together(split.whole, split.terms)
    assert sum(printed) == split.whole.quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")
    pairs = zip(printed, split.terms, strict=True)
    assert all(abs(shown - exact) < Decimal("0.1") for shown, exact in pairs)
