"""Томск's pack against the text of its regulation: распоряжение № 380-р от 16.03.2023."""

from datetime import date

import pytest

from rostok.indicators.pack import Indicators, Methods
from rostok.orgs.pack import Parties
from rostok.packs import console
from rostok.packs.content import PackContent
from rostok.packs.loading import load_pack
from rostok.packs.pack import Concepts, Pack, Purpose
from rostok.roadmaps.pack import Roadmap
from tests.packs.conftest import rows_printed

# Of each key activity: its direction, how its title begins, how many actions.
ACTIVITIES = [
    (1, "Разработка и внедрение организационно-методической", 2),
    (1, "Разработка мониторинга эффективности", 5),
    (1, "Формирование и организация деятельности регионального методического актива", 4),
    (2, "Повышение квалификации педагогических работников", 7),
    (2, "Организация стажировок", 2),
    (2, "Построение ИОМ", 3),
    (2, "Организация деятельности по совершенствованию", 3),
    (2, "Осуществление профилактики профессионального выгорания", 2),
    (2, "Организация наставничества", 1),
    (3, "Обеспечение педагогических работников и управленческих кадров методическими", 2),
    (3, "педагогических и управленческих практик", 2),
    (3, "Информирование педагогической общественности", 4),
    (3, "Руководство деятельностью инновационных площадок", 2),
]
TARGETS = {
    "1": [5, 10, 10, 10],
    "2": [5, 10, 10, 10],
    "3": [2, 5, 11, 12],
    "4": [10, 10, 10, 10],
    "5": [10, 20, 50, 70],
    "6": [2, 3, 4, 5],
    "7": [None, None, 300, 250],
}
# Functions of section 3 by party: one for each sentence; the second of a council says two.
FUNCTIONS = {
    "doo-to": 3, "toipkro": 13, "cnppm": 18, "rcro": 6, "ocdo": 2, "poo": 2, "rumo": 4, "mms": 8,
    "method-council": 5, "communities": 6,
}  # fmt: skip


@pytest.fixture(scope="module")
def tomsk() -> PackContent:
    return load_pack("tomsk")


def test_the_order_amends_an_earlier_one(tomsk: PackContent) -> None:
    document = tomsk.of(Pack).document
    assert (document.number, document.date) == ("380-р", date(2023, 3, 16))
    assert document.issuer == "Департамент общего образования Томской области"
    assert document.amends is not None
    assert (document.amends.number, document.amends.date) == ("311-р", date(2022, 3, 14))


def test_the_legal_basis_is_that_of_point_1_2(tomsk: PackContent) -> None:
    acts = [(act.number, act.date) for act in tomsk.of(Pack).legal_basis]
    assert acts == [
        ("273-ФЗ", date(2012, 12, 29)),
        ("204", date(2018, 5, 7)),
        ("474", date(2020, 7, 21)),
        ("16", date(2018, 12, 24)),
        ("1642", date(2017, 12, 26)),
        ("3273-р", date(2019, 12, 31)),
        ("Р-303", date(2022, 12, 15)),
        ("262", date(2021, 5, 20)),
        ("308-р", date(2021, 2, 26)),
        ("309-р", date(2021, 2, 26)),
        ("1788-р", date(2022, 10, 27)),
        (None, None),
    ]


def test_purpose_and_concepts_are_whole(tomsk: PackContent) -> None:
    purpose = tomsk.of(Purpose)
    assert [len(part) for part in (purpose.goals, purpose.tasks, purpose.principles)] == [1, 9, 6]
    assert [direction.number for direction in purpose.directions] == ["1", "2", "3"]
    points = [(point.number, len(point.statements)) for point in purpose.mechanisms]
    assert points == [("4", 8), ("5.1", 8), ("5.2", 4)]
    terms = [concept.term for concept in tomsk.of(Concepts).concepts]
    assert (terms[11], terms[23]) == ("Педагогический работник", "Управленческие кадры")


def test_every_function_stands_at_its_party_once(tomsk: PackContent) -> None:
    parties = tomsk.of(Parties)
    held = [clause for party in parties.parties for clause in party.clauses]
    assert len(held) == len(set(held))
    kinds = {clause.id: clause.kind for clause in tomsk.sections["clauses"].clauses}
    functions = {
        party.code: sum(kinds[clause] == "function" for clause in party.clauses)
        for party in parties.parties
        if not party.named_only
    }
    assert functions == FUNCTIONS


def test_the_roadmap_row_by_row(tomsk: PackContent) -> None:
    actions, printed = tomsk.of(Roadmap).actions, rows_printed("tomsk")
    assert len(actions) == len(printed) == 39
    for action, (title, party, executor, term, kind, result) in zip(actions, printed, strict=True):
        assert action.title.startswith(str(title))
        said = action.party, action.executor, action.term, action.term_kind
        assert said == (party, executor, term, kind), title
        assert (action.result or "").startswith(str(result)), title


def test_actions_stand_under_their_key_activities(tomsk: PackContent) -> None:
    found = [
        (int(direction.number), activity.title, len(activity.actions))
        for direction in tomsk.of(Roadmap).directions
        for activity in direction.key_activities
    ]
    assert len(found) == len(ACTIVITIES)
    for (number, title, count), (at, start, actions) in zip(found, ACTIVITIES, strict=True):
        assert (number, count) == (at, actions), title
        assert title.startswith(start)


def test_named_months_are_dates(tomsk: PackContent) -> None:
    actions = tomsk.of(Roadmap).actions
    assert (actions[1].start, actions[1].end) == (date(2023, 2, 1), date(2023, 2, 28))
    assert (actions[2].start, actions[2].end) == (date(2023, 4, 1), date(2023, 4, 30))
    assert (actions[0].months, actions[3].months) == ([1], [12])


def test_targets_as_printed_and_as_numbers(tomsk: PackContent) -> None:
    indicators = tomsk.of(Indicators).indicators
    held = {one.printed_number: list(one.targets.values()) for one in indicators}
    assert held == TARGETS
    assert [one.unit for one in indicators] == ["percent"] * 6 + ["people_per_methodist"]
    assert [one.better for one in indicators] == ["up"] * 6 + ["down"]
    assert list(indicators[6].targets_printed.values()) == ["-", "-", "300", "250"]


def test_the_methods_of_point_6_2_serve_every_indicator(tomsk: PackContent) -> None:
    assert len(tomsk.of(Methods).methods) == 5
    for one in console.show("tomsk")["indicators"]:
        assert one["collection"]["method"].startswith("данные мониторинга; данные официальной")
        assert one["collection"]["use"] == (
            "Разрабатываются адресные рекомендации, принимаются управленческие решения"
        )
