"""Одинцово's pack against the programme, as read from its text: приказ № 1223 от 11.10.2023."""

from datetime import date

import pytest

from rostok.indicators.pack import Indicators, Methods
from rostok.orgs.pack import Parties
from rostok.packs import console
from rostok.packs.content import PackContent
from rostok.packs.loading import load_pack
from rostok.packs.pack import Pack, Purpose, Stages
from rostok.roadmaps.pack import Action, Roadmap
from tests.packs.conftest import rows_printed

# Printed number, value, how the collecting is called. Two targets in a cell are two rows.
TARGETS = [
    ("1", 60, "Региональные и федеральные диагностические материалы"),
    ("1", 60, "Региональные и федеральные диагностические материалы"),
    ("2", 60, "Обобщенная выгрузка данных цифровой формы учета"),
    ("2", 80, "Обобщенная выгрузка данных цифровой формы учета"),
    ("3", 6, "Мониторинг по итогам обучения на базе Федерального оператора"),
    ("4", 100, "Анализ реализации обновленных ФГОС"),
    ("5", 60, "Мониторинг деятельности Региональной лаборатории"),
    ("6", 1, "Анализ участия педагогов в конкурсах"),
    ("7", 8, "Мониторинг по итогам курсовой подготовки"),
    ("8", 100, "Методический аудит деятельности муниципальной методической службы"),
    ("9", 100, "Мониторинг деятельности наставников"),
    ("10", 20, "Мониторинг деятельности стажировочных"),
    ("11", 100, "Анализ кадровых потребностей ОО"),
    ("12", 80, "Методический аудит деятельности муниципальной методической службы"),
]


@pytest.fixture(scope="module")
def odintsovo() -> PackContent:
    return load_pack("odintsovo")


def test_both_numbers_of_the_order_stay_visible(odintsovo: PackContent) -> None:
    document = odintsovo.of(Pack).document
    assert (document.number, document.date) == ("1223", date(2023, 10, 11))
    assert "№ 1003" in (document.note or "")
    numbers = [act.number for act in odintsovo.of(Pack).legal_basis]
    assert numbers == ["474", "3273-р", "16", "Р-303", "Р-503"]


def test_purpose_is_whole(odintsovo: PackContent) -> None:
    purpose = odintsovo.of(Purpose)
    parts = (purpose.challenges, purpose.goals, purpose.tasks, purpose.principles)
    assert [len(part) for part in parts] == [7, 1, 15, 8]
    named = [(direction.title, len(direction.mechanisms)) for direction in purpose.directions]
    assert named == [
        ("Аналитическое направление", 4),
        ("Информационное направление", 3),
        ("Организационно-методическое направление", 15),
        ("Консультационное направление", 4),
    ]


def test_every_function_stands_at_its_party_once(odintsovo: PackContent) -> None:
    parties = odintsovo.of(Parties)
    held = [clause for party in parties.parties for clause in party.clauses]
    assert len(held) == len(set(held))
    counts = {party.code: len(party.clauses) for party in parties.parties if party.clauses}
    assert counts == {"uo": 1, "umc": 5, "mms": 29, "sites": 3, "communities": 2, "corps": 4}


def test_three_stages_with_their_days(odintsovo: PackContent) -> None:
    stages = odintsovo.of(Stages).stages
    assert [(stage.start, stage.end) for stage in stages] == [
        (date(2022, 12, 1), date(2023, 8, 31)),
        (date(2023, 9, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 12, 31)),
    ]
    # The goal of the stage, what precedes the list, and the list.
    assert [len(stage.contents) for stage in stages] == [1 + 1 + 5, 1 + 11, 1 + 7]


def test_the_roadmap_row_by_row(odintsovo: PackContent) -> None:
    actions, printed = odintsovo.of(Roadmap).actions, rows_printed("odintsovo")
    assert len(actions) == len(printed) == 27
    for action, (title, term, kind, result) in zip(actions, printed, strict=True):
        assert action.title.startswith(str(title))
        assert (action.term, action.term_kind) == (term, kind), title
        assert (action.party, action.executor) == (None, None)
        assert (action.result or "").startswith(str(result)), title


def test_sections_of_the_roadmap_are_the_stages(odintsovo: PackContent) -> None:
    sections = odintsovo.of(Roadmap).directions
    assert [len(one.key_activities[0].actions) for one in sections] == [4, 20, 3]
    assert (sections[1].start, sections[1].end) == (date(2023, 9, 1), date(2026, 10, 31))
    assert (sections[2].start, sections[2].end) == (date(2026, 11, 1), date(2026, 12, 31))


def test_terms_are_dates_and_months(odintsovo: PackContent) -> None:
    rows: list[Action] = odintsovo.of(Roadmap).actions
    assert (rows[3].start, rows[3].end) == (date(2023, 7, 1), date(2023, 7, 31))
    assert (rows[4].start, rows[4].end) == (date(2023, 1, 1), date(2026, 12, 31))
    assert [sorted(rows[at].months) for at in (7, 8, 10, 21)] == [[4, 12], [2], [9], []]


def test_targets_as_printed_and_as_numbers(odintsovo: PackContent) -> None:
    indicators = odintsovo.of(Indicators).indicators
    assert len(indicators) == len(TARGETS)
    for one, (number, value, method) in zip(indicators, TARGETS, strict=True):
        standing = one.target_standing.value if one.target_standing else one.targets[2025]
        assert (one.printed_number, standing) == (number, value)
        assert one.collection is not None
        assert (one.collection.method or "").startswith(method)
    assert indicators[5].targets_printed == {2025: "100% к 2025 году"}
    assert indicators[0].target_printed == "не менее 60% высокий, повышенный, базовый уровень"


def test_the_table_of_methods_is_whole(odintsovo: PackContent) -> None:
    table = [method for method in odintsovo.of(Methods).methods if method.processing]
    assert len(table) == 7
    assert all(method.collecting and method.use for method in table)
    assert "Google-форма учета" in (table[1].processing or "")
    assert (table[3].use or "").endswith("внешних организаций, реализующих программы ДПО")
    assert (table[6].use or "").endswith("школ с низкими образовательными результатами")


def test_how_information_is_processed_and_used_is_told_at_each_indicator() -> None:
    shown = {one["code"]: one["collection"] for one in console.show("odintsovo")["indicators"]}
    assert shown["pathway-share"]["processing"].startswith("В единой цифровой среде ведется")
    assert shown["young-support"]["use"].startswith("Результаты мониторинга направлены")
    assert shown["staff-needs"] == {
        "method": "Анализ кадровых потребностей ОО",
        "processing": None,
        "use": None,
    }
