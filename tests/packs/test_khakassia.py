"""Республика Хакасия, order № 100-478: copied from the document by hand, not from the pack."""

from datetime import date

import pytest

from rostok.indicators.pack import Indicators
from rostok.kernel.periods import Period
from rostok.orgs.pack import Parties
from rostok.packs.loading import load_pack
from rostok.packs.pack import Concepts, Pack, Purpose
from rostok.roadmaps.pack import Roadmap
from tests.packs.printed import actions_of, differences, dues_of

PERIOD = Period(date(2023, 1, 1), date(2025, 1, 1))
IN_CELLS = ["1", "2", "", "1", "2", "1", "2", "3", "4", "5", "6"]
IN_CELLS += ["", "", "", "", "", "", "1", "2", "3", "1", "2", ""]


def test_the_document_keeps_both_its_numbers() -> None:
    document = load_pack("khakassia").of(Pack).document
    assert (document.number, document.date) == ("100-478", date(2023, 4, 28))
    assert "№ 100-486" in (document.note or "")
    assert "от 12.07.2021 № 100-633" in document.orders[1].text
    assert document.orders[2].text.endswith("на заместителя Министра Е.П. Коневу.")


def test_every_row_of_the_roadmap_in_order() -> None:
    assert differences("khakassia") == []
    assert [one.number or "" for one in actions_of("khakassia")] == IN_CELLS


def test_rows_stand_under_their_headings() -> None:
    directions = load_pack("khakassia").of(Roadmap).directions
    held = [[len(one.actions) for one in part.key_activities] for part in directions]
    assert held == [[2, 1, 2, 6], [1, 1, 1, 1, 1, 1], [3, 2, 1]]


@pytest.mark.parametrize(
    ("code", "dues"),
    [
        ("a1", ["2023-12-31"]),
        ("a2", ["2023-12-31", "2024-12-31"]),
        ("a12", ["2023-12-31", "2024-12-31"]),
    ],
)
def test_terms_fall_due_as_the_text_says(code: str, dues: list[str]) -> None:
    assert dues_of("khakassia", code, PERIOD) == dues


def test_targets_of_both_places_of_the_text() -> None:
    """The year 2023 is printed in the roadmap only, 2024 in section 5 as well."""
    indicators = load_pack("khakassia").of(Indicators).indicators
    assert [one.printed_number for one in indicators] == [None] * 6
    assert [dict(one.targets) for one in indicators] == [
        {},
        {},
        {2023: 20, 2024: 30},
        {2023: 20, 2024: 40},
        {2024: 250},
        {2023: 50, 2024: 70},
    ]
    standing = [one.target_standing for one in indicators[:2]]
    assert [(one.value, one.first, one.last, one.per) for one in standing if one] == [
        (1, 2023, 2024, "year")
    ] * 2


def test_lists_of_the_text_are_whole() -> None:
    purpose = load_pack("khakassia").of(Purpose)
    assert (len(purpose.tasks), len(purpose.principles)) == (8, 6)
    held = [(len(one.key_activities), len(one.mechanisms)) for one in purpose.directions]
    assert held == [(4, 4), (5, 6), (5, 5)]
    assert len(load_pack("khakassia").of(Concepts).concepts) == 14


def test_functions_of_section_three() -> None:
    parties = load_pack("khakassia").of(Parties).by_code
    counts = {code: len(party.clauses) for code, party in parties.items() if party.clauses}
    assert counts == {
        "coordinator-efs": 2,
        "method-centre-efs": 1,
        "minobrnauki": 6,  # three functions and three points of the order
        "hakiroipk": 6,
        "cnppm": 15,  # fourteen functions and what point 1.3 says of it
        "rma": 8,
        "vocational": 1,
        "rumo": 2,
        "communities": 3,
    }
