"""The packs of the repository: without problems, whole, and shown in one form."""

import re
from pathlib import Path
from typing import Any

import pytest

from rostok.indicators.formula import Share
from rostok.indicators.pack import parts_of_indicators
from rostok.packs import console, schema
from rostok.packs.checking import check_pack
from rostok.packs.loading import digest, dump, load_pack
from rostok.packs.queries import known_packs
from rostok.packs.sections import sections

ROOT = Path(__file__).resolve().parents[2]
KEYS = sorted(path.parent.name for path in (ROOT / "packs").glob("*/pack.yaml"))
REGULATIONS = [key for key in KEYS if key != "base"]


@pytest.mark.parametrize("key", KEYS)
def test_a_pack_has_no_problems(key: str) -> None:
    assert [str(problem) for problem in check_pack(key)] == []


def test_the_five_regulations_are_known() -> None:
    assert set(known_packs()) == {"muya", "tomsk", "khakassia", "todzha", "odintsovo"}


@pytest.mark.parametrize("key", REGULATIONS)
def test_content_survives_the_database(key: str) -> None:
    content = load_pack(key)
    stored = {name: sections.get(name).schema.stored(data) for name, data in dump(content).items()}
    assert stored == dict(content.sections)


def test_a_digest_is_of_the_content_not_of_the_layout(files: dict[str, Any], write: Any) -> None:
    write(files)
    first = digest(load_pack("small"))
    files["pack.yaml"] = dict(reversed(files["pack.yaml"].items()))
    write(files)
    assert digest(load_pack("small")) == first
    files["pack.yaml"]["version"] = "2"
    write(files)
    assert digest(load_pack("small")) != first


ACTION = {"title", "party", "executor", "term", "term_kind", "start", "end", "result", "note"}
INDICATOR = {
    "code",
    "printed_number",
    "title",
    "unit",
    "better",
    "period",
    "value",
    "targets",
    "targets_printed",
    "target_standing",
    "collection",
}


@pytest.mark.parametrize("key", REGULATIONS)
def test_a_pack_is_shown_in_one_form(key: str) -> None:
    shown = console.show(key)
    assert list(shown) == [
        "key",
        "title",
        "level",
        "version",
        "document",
        "parties",
        "roadmap",
        "indicators",
        "documents",
        "stages",
        "methods",
    ]
    assert all(set(p) == {"code", "title", "level", "clauses"} for p in shown["parties"])
    actions = [a for d in shown["roadmap"] for k in d["key_activities"] for a in k["actions"]]
    assert actions
    assert all(set(action) == ACTION for action in actions)
    assert all(set(one) >= INDICATOR for one in shown["indicators"])
    assert all(set(group) == {"group", "items"} for group in shown["documents"])


def test_targets_are_numbers_by_year() -> None:
    by_code = {one["code"]: one for one in console.show("tomsk")["indicators"]}
    assert by_code["methodist-load"]["targets"] == {
        "2021": None,
        "2022": None,
        "2023": 300,
        "2024": 250,
    }
    assert by_code["methodist-load"]["targets_printed"]["2021"] == "-"
    assert by_code["methodist-load"]["target_standing"] is None


def test_undated_targets_stand_apart() -> None:
    by_code = {one["code"]: one for one in console.show("odintsovo")["indicators"]}
    standing = by_code["matched-training"]["target_standing"]
    assert standing == {"value": 6, "from": 2022, "to": 2026, "per": "year"}


def test_formulas_are_shown_as_written() -> None:
    first = console.show("tomsk")["indicators"][0]
    operator = {"measure": "diagnostics.passed", "operator": "cnppm"}
    assert first["value"] == {"share": {"of": operator, "in": "staff.employed"}}
    formula = load_pack("tomsk").sections["indicators"].indicators[0].value
    assert isinstance(formula, Share)
    assert list(formula.measures()) == ["diagnostics.passed", "staff.employed"]


@pytest.mark.parametrize("key", REGULATIONS)
def test_no_code_is_left_in_the_words_of_a_formula(key: str) -> None:
    """Operators, topics and kinds are said in Russian: «оператор: ЦНППМ»."""
    (part,) = parts_of_indicators(load_pack(key))
    words = [text for _group, rows in part.context["groups"] for text in words_of_rows(rows)]
    assert [text for text in words if re.search("[a-z]", text)] == []


def words_of_rows(rows: list[dict[str, Any]]) -> list[str]:
    return [
        text
        for row in rows
        for formula in [row["formula"], *(formula for _reading, formula in row["readings"])]
        for _label, text in formula
    ]


def test_schemas_for_editors_are_up_to_date() -> None:
    assert schema.stale_schemas() == [], "run `manage.py packschemas`"


COUNTS = {
    # concepts, parties, stages, actions, indicators, dated targets, documents, methods, clauses
    "khakassia": (14, 11, 0, 23, 6, 7, 0, 6, 108),
    "muya": (10, 17, 2, 28, 6, 21, 0, 4, 102),
    "odintsovo": (13, 19, 3, 27, 14, 1, 0, 12, 168),
    "todzha": (0, 16, 0, 10, 0, 0, 21, 11, 114),
    "tomsk": (27, 16, 0, 39, 7, 26, 0, 5, 155),
}


@pytest.mark.parametrize("key", COUNTS)
def test_nothing_of_a_regulation_is_lost(key: str) -> None:
    held = load_pack(key).sections
    targets = [v for one in held["indicators"].indicators for v in one.targets.values()]
    assert COUNTS[key] == (
        len(held["concepts"].concepts),
        len(held["parties"].parties),
        len(held["stages"].stages),
        len(held["roadmap"].actions),
        len(held["indicators"].indicators),
        sum(1 for value in targets if value is not None),
        sum(len(group.items) for group in held["documents"].documents),
        len(held["methods"].methods),
        len(held["clauses"].clauses),
    )
