"""Тоджинский кожуун, order № 134: copied from the document by hand, not from the pack."""

from datetime import date

import pytest

from rostok.documents.pack import DocumentList
from rostok.kernel.periods import Period
from rostok.orgs.pack import Parties
from rostok.packs.loading import load_pack
from rostok.packs.pack import Pack, Purpose
from tests.packs.printed import actions_of, differences, dues_of

PERIOD = Period(date(2022, 1, 1), date(2024, 1, 1))
QUARTERS = ("03-31", "06-30", "09-30", "12-31")
LISTED = {
    "Стратегические": ["1.1", "1.2", "1.3", "1.4"],
    "Планирующие": ["2.1", "2.2"],
    "Аналитические": ["3.1", "3.2", "3.3", "3.4"],
    "Рекомендательные": ["4.1", "4.2", "4.3"],
    "Управленческие": ["5.1"],
    "Информативные": ["6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.8"],
}


def test_the_document() -> None:
    pack = load_pack("todzha").of(Pack)
    assert (pack.document.number, pack.document.date) == ("134", date(2022, 7, 17))
    assert pack.document.orders[1].text.endswith("заведующего методическим кабинетом Улаачы Х.В.")
    assert [one.number for one in pack.document.appendices] == ["1", "2", "3", "4"]


def test_every_row_of_the_roadmap_in_order() -> None:
    assert differences("todzha") == []
    assert [one.number for one in actions_of("todzha")] == [str(n) for n in range(1, 11)]


@pytest.mark.parametrize(
    ("code", "dues"),
    [
        ("a2", ["2022-04-25"]),
        ("a3", ["2022-08-31"]),
        ("a5", ["2022-12-31", "2023-12-31"]),
        ("a6", ["2022", "2023"]),
        ("a8", [f"{year}-{day}" for year in (2022, 2023) for day in QUARTERS]),
        ("a10", ["2022-12-31", "2023-12-31"]),
    ],
)
def test_terms_fall_due_as_the_text_says(code: str, dues: list[str]) -> None:
    assert dues_of("todzha", code, PERIOD) == dues


def test_appendix_four_with_its_printed_numbers() -> None:
    groups = load_pack("todzha").of(DocumentList).documents
    assert {one.group: [item.number for item in one.items] for one in groups} == LISTED
    assert all(item.all_clauses for one in groups for item in one.items)


def test_directions_of_the_service_hold_what_the_text_lists_and_the_line_of_the_model() -> None:
    directions = load_pack("todzha").of(Purpose).directions
    assert [(one.number, len(one.contents)) for one in directions] == [
        ("3.1", 13),
        ("3.2", 7),
        ("3.3", 18),
        ("3.4", 7),
    ]
    assert [one.contents[-1].clause for one in directions] == [f"TOD-A3-0{n}" for n in range(1, 5)]
    assert not any(one.mechanisms or one.key_activities for one in directions)


def test_tasks_and_rights_as_listed() -> None:
    assert len(load_pack("todzha").of(Purpose).tasks) == 6
    structures = load_pack("todzha").of(Parties).by_code["struktury-mms"]
    assert structures.clauses == [f"TOD-5.1-0{n}" for n in range(1, 6)]


def test_the_invited_share_the_point_of_the_service() -> None:
    carriers = load_pack("todzha").of(Parties).of_clause("TOD-2.6-01")
    assert [party.code for party in carriers] == ["mms", "priglashennye"]
