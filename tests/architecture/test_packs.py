"""Every pack loads without a problem, and what we call finished has somewhere to be done."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from rostok.config.cli.parser import build_parser
from rostok.kernel.journal import kinds
from rostok.packs.console import check, show
from rostok.packs.folders import BASE, pack_keys
from rostok.parties.carrying import FILE, WAYS, Whose, ways
from tests.architecture.addresses import addresses
from tests.architecture.sources import ROOT

PACKS = list(pack_keys())
REGULATIONS = [key for key in PACKS if key != BASE]
CAPABILITIES = yaml.safe_load(FILE.read_text(encoding="utf-8"))
STATES = {"finished", "part", "planned"}
ROUTES = {address.name for address in addresses()}


def clauses(key: str) -> list[dict[str, Any]]:
    path: Path = ROOT / "packs" / key / "clauses.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def is_command(words: str) -> bool:
    """Whether the console parser knows the words as a command of its own."""
    place: Any = build_parser()
    for word in words.split():
        actions = [action for action in place._actions if hasattr(action, "add_parser")]
        place = actions[0].choices.get(word) if actions else None
        if place is None:
            return False
    return place.get_default("command") == words


@pytest.mark.parametrize("key", PACKS)
def test_a_pack_has_no_problem(key: str) -> None:
    assert check(key) == []


@pytest.mark.parametrize("key", REGULATIONS)
def test_a_pack_is_shown_whole(key: str) -> None:
    shown = show(key)
    assert shown["key"] == key
    assert shown["parties"]
    assert shown["roadmap"]
    assert "indicators" in shown  # one of the regulations prints none


@pytest.mark.parametrize("code", CAPABILITIES)
def test_what_a_capability_names_exists(code: str) -> None:
    entry = CAPABILITIES[code]
    assert entry["state"] in STATES
    assert set(entry.get("pages", [])) <= ROUTES
    assert all(map(is_command, entry.get("commands", [])))
    if entry["state"] == "finished":
        assert entry.get("pages") or entry.get("commands")


@pytest.mark.parametrize("key", REGULATIONS)
def test_a_clause_names_a_known_capability(key: str) -> None:
    named = {code for row in clauses(key) for code in (row["capability"], *row.get("also", []))}
    assert named <= set(CAPABILITIES)


@pytest.mark.parametrize("key", REGULATIONS)
def test_a_clause_of_a_finished_capability_has_a_place(key: str) -> None:
    """Each such clause resolves to a registered page or command."""
    missing = [
        row["id"]
        for row in clauses(key)
        if (entry := CAPABILITIES[row["capability"]])["state"] == "finished"
        and not (ROUTES & set(entry.get("pages", [])) or entry.get("commands"))
    ]
    assert not missing


@pytest.mark.parametrize("code", ways())
def test_a_way_has_pages_and_is_seen_in_the_journal(code: str) -> None:
    way = ways()[code]
    assert way.pages
    assert set(way.pages) <= ROUTES
    assert bool(way.kinds) == (way.whose != Whose.SEAT)
    for name in way.journal:
        assert any(
            known == name or (name.endswith(".") and known.startswith(name)) for known in kinds
        )


def test_every_way_is_used_by_a_regulation() -> None:
    named = {way for key in REGULATIONS for row in functions(key) for way in row.get("ways", [])}
    assert named == set(yaml.safe_load(WAYS.read_text(encoding="utf-8")))


def functions(key: str) -> list[dict[str, Any]]:
    path: Path = ROOT / "packs" / key / "functions.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["functions"]
    return found
