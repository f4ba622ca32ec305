"""Муйский район, order № 147: copied from the document by hand, not from the pack."""

from datetime import date

import pytest

from rostok.indicators.pack import Indicators
from rostok.kernel.periods import Period
from rostok.orgs.pack import Parties
from rostok.packs.loading import load_pack
from rostok.packs.pack import Pack, Purpose, Stages
from rostok.roadmaps.pack import Roadmap
from tests.packs.printed import differences, dues_of

PERIOD = Period(date(2023, 1, 1), date(2025, 1, 1))
TARGETS = {
    "1.1": ("10%", "40%", "70%", "100%"),
    "1.2": ("*", "*", "60%", "100%"),
    "2.1": ("10%", "14%", "23%", "30%"),
    "2.2": ("10%", "20%", "30%", "40%"),
    "3.1": ("*", "233 чел.", "180 чел.", "не более 250 чел."),
    "3.2": ("10%", "50%", "60%", "70%"),
}
NUMBERS = {"1.2": (None, None, 60, 100), "3.1": (None, 233, 180, 250), "3.2": (10, 50, 60, 70)}


def test_the_document() -> None:
    pack = load_pack("muya").of(Pack)
    assert (pack.document.number, pack.document.date) == ("147", date(2023, 6, 21))
    assert [order.number for order in pack.document.orders] == ["1", "2", "3", "4", "5"]
    assert len(pack.legal_basis) == 11  # the order of 03.04.2023 and ten acts of point 1.2
    assert [act.number for act in pack.legal_basis if act.number == "3273-р"] == ["3273-р"] * 2


def test_every_row_of_the_roadmap_in_order() -> None:
    assert differences("muya") == []


def test_rows_stand_under_their_headings() -> None:
    directions = load_pack("muya").of(Roadmap).directions
    held = [[len(one.actions) for one in part.key_activities] for part in directions]
    assert held == [[2, 3, 2, 1], [4, 5, 1, 1, 2, 2], [1, 2, 1, 1]]


@pytest.mark.parametrize(
    ("code", "dues"),
    [
        ("a1", ["2023-08-25"]),
        ("a4", ["2023-08-31", "2024-01-31"]),
        ("a8", ["2023-12-31", "2024-12-31"]),
        ("a10", ["2023-12-31", "2024-12-31"]),
        ("a20", ["2022-02-28"]),
        ("a26", ["2023-12-31"]),
    ],
)
def test_terms_fall_due_as_the_text_says(code: str, dues: list[str]) -> None:
    assert dues_of("muya", code, PERIOD) == dues


def test_targets_as_printed_and_as_numbers() -> None:
    by_number = {one.printed_number: one for one in load_pack("muya").of(Indicators).indicators}
    assert {n: tuple(one.targets_printed.values()) for n, one in by_number.items()} == TARGETS
    for number, values in NUMBERS.items():
        assert tuple(by_number[number].targets.values()) == values
    down = [number for number, one in by_number.items() if one.better == "down"]
    assert down == ["3.1"]


def test_what_a_direction_includes_its_mechanisms_and_activities() -> None:
    directions = load_pack("muya").of(Purpose).directions
    held = [(len(d.contents), len(d.mechanisms), len(d.key_activities)) for d in directions]
    assert held == [(4, 4, 4), (3, 2, 5), (0, 4, 13)]


def test_point_four_binds_the_centre_and_the_schools() -> None:
    parties = load_pack("muya").of(Parties)
    assert [party.code for party in parties.of_clause("MUY-0-04")] == ["rdmc", "org"]


def test_stages_as_point_1_2_names_them() -> None:
    first, second = load_pack("muya").of(Stages).stages
    assert (first.start, first.end) == (date(2020, 1, 1), date(2021, 12, 31))
    assert (second.start, second.end) == (date(2022, 1, 1), date(2024, 12, 31))
    assert len(first.results) == 9  # eight of point 2.6 and the closing paragraph
