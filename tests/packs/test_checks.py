"""Each cross-check on a small pack with one thing broken."""

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from rostok.kernel.errors import RuleViolation
from rostok.packs.checking import check_pack
from rostok.packs.loading import load_pack
from tests.packs.conftest import BASE, Files

Write = Callable[..., None]
Break = Callable[[Files], Any]


def action(files: Files) -> dict[str, Any]:
    return files["roadmap.yaml"]["directions"][0]["key_activities"][0]["actions"][0]


def indicator(files: Files) -> dict[str, Any]:
    return files["indicators.yaml"]["indicators"][0]


def party(files: Files) -> dict[str, Any]:
    return files["parties.yaml"]["parties"][0]


def put(place: Callable[[Files], Any], **values: Any) -> Break:
    return lambda files: place(files).update(values)


def file(name: str) -> Callable[[Files], Any]:
    return lambda files: files[name]


def twice(place: Callable[[Files], list[Any]]) -> Break:
    return lambda files: place(files).append(copy.deepcopy(place(files)[0]))


def told(clause: str = "SML-2.1-01", **values: Any) -> Break:
    """A file that says by what one function is carried out."""
    rows = {"functions": [{"clause": clause, **values}]}
    return lambda files: files.update({"functions.yaml": rows})


UNION = {"any": ["plans.passed", "plans.employed"]}
BROKEN: dict[str, tuple[Break, str, str]] = {
    "an unknown key": (put(action, tilte="x"), "roadmap.yaml", "может быть, «title»?"),
    "a missing field": (
        lambda f: action(f).pop("title"),
        "roadmap.yaml",
        "нет обязательного поля «title»",
    ),
    "a number for a text": (put(action, title=7), "roadmap.yaml", "возьмите значение в кавычки"),
    "a text for a date": (put(action, end="скоро"), "roadmap.yaml", "ожидалась дата"),
    "a word not of the list": (put(action, term_kind="soon"), "roadmap.yaml", "не из списка"),
    "an empty text": (put(action, title=""), "roadmap.yaml", "пустой текст"),
    "a month of thirteen": (put(action, months=[13]), "roadmap.yaml", "число больше 12"),
    "a code with capitals": (put(party, code="РДМЦ"), "parties.yaml", "не код"),
    "a code taken twice": (
        twice(lambda f: f["stages.yaml"]["stages"]),
        "stages.yaml",
        "этап «s1» уже есть",
    ),
    "a clause taken twice": (
        twice(file("clauses.yaml")),
        "clauses.yaml",
        "пункт «SML-1.1-01» уже есть",
    ),
    "a clause that is not there": (
        put(lambda f: f["purpose.yaml"]["goals"][0], clause="SML-9.9-09"),
        "purpose.yaml",
        "нет такого: пункт «SML-9.9-09»",
    ),
    "a clause badly spelt": (
        put(lambda f: f["purpose.yaml"]["goals"][0], clause="9.9"),
        "purpose.yaml",
        "не номер пункта",
    ),
    "a duty of nobody": (
        put(party, clauses=["SML-1.1-01"]),
        "clauses.yaml",
        "не стоит ни у одного субъекта",
    ),
    "a clause at two parties": (
        lambda f: f["parties.yaml"]["parties"][1].update(clauses=["SML-2.1-01"], named_only=False),
        "parties.yaml",
        "уже стоит у субъекта «Служба»; общий пункт – в shares",
    ),
    "a shared clause that stands at nobody": (
        put(party, shares=["SML-1.1-01"]),
        "parties.yaml",
        "не стоит ни у кого другого",
    ),
    "a party that shares with itself": (
        put(party, shares=["SML-2.1-01"]),
        "parties.yaml",
        "не стоит ни у кого другого",
    ),
    "a named party that shares": (
        lambda f: f["parties.yaml"]["parties"][1].update(shares=["SML-2.1-01"]),
        "parties.yaml",
        "только назван",
    ),
    "a party without clauses": (put(party, clauses=[]), "parties.yaml", "named_only"),
    "a named party with clauses": (put(party, named_only=True), "parties.yaml", "только назван"),
    "a party inside itself": (put(party, within="service"), "parties.yaml", "сам в себя"),
    "a function by an unknown action": (told(actions=["a7"]), "functions.yaml", "«a7»"),
    "a function by an unknown way": (
        told(ways=["dance"]),
        "functions.yaml",
        "нет действия «dance»",
    ),
    "a function by another party's action": (
        lambda f: (told(actions=["a1"])(f), action(f).update(parties=["office"])),
        "functions.yaml",
        "не называет субъекта",
    ),
    "a function of nobody": (
        told(clause="SML-1.1-01", ways=["monitoring"]),
        "functions.yaml",
        "не стоит ни у одного субъекта",
    ),
    "a function by nothing": (told(), "functions.yaml", "чем исполняется"),
    "a function of itself": (told(parts=["SML-2.1-01"]), "functions.yaml", "сама из себя"),
    "a function told twice": (
        lambda f: (told(actions=["a1"])(f), twice(lambda g: g["functions.yaml"]["functions"])(f)),
        "functions.yaml",
        "назван дважды",
    ),
    "an unknown party": (put(action, parties=["nobody"]), "roadmap.yaml", "субъект «nobody»"),
    "an unknown direction": (
        put(lambda f: f["roadmap.yaml"]["directions"][0], direction="d9"),
        "roadmap.yaml",
        "направление «d9»",
    ),
    "an unknown code of indicator": (
        put(indicator, code="new-share"),
        "indicators.yaml",
        "new-share",
    ),
    "an unknown indicator of a method": (
        put(lambda f: f["methods.yaml"]["methods"][0], indicators=["new-share"]),
        "methods.yaml",
        "показатель «new-share»",
    ),
    "an unknown capability": (
        put(lambda f: f["clauses.yaml"][0], capability="C99"),
        "clauses.yaml",
        "возможность «C99»",
    ),
    "a measure nobody plans": (
        put(indicator, value={"count": {"of": "plans.other"}}),
        "indicators.yaml",
        "мера «plans.other»",
    ),
    "a filter the measure lacks": (
        put(indicator, value={"count": {"of": {"measure": "plans.employed", "posts": "x"}}}),
        "indicators.yaml",
        "нет фильтра «posts»",
    ),
    "a union as a base": (
        put(indicator, value={"share": {"of": "plans.passed", "in": UNION}}),
        "indicators.yaml",
        "объединение не может быть базой",
    ),
    "a union to divide by": (
        put(indicator, value={"ratio": {"of": "plans.passed", "per": UNION}}),
        "indicators.yaml",
        "объединение не может быть базой",
    ),
    "members of two kinds met": (
        put(indicator, value={"share": {"of": "plans.passed", "in": "plans.schools"}}),
        "indicators.yaml",
        "разных членов",
    ),
    "a formula of no kind": (
        put(indicator, value={"sum": "plans.passed"}),
        "indicators.yaml",
        "share, ratio",
    ),
    "a set of no kind": (
        put(indicator, value={"count": {"of": 5}}),
        "indicators.yaml",
        "множество",
    ),
    "a target of the year 202": (
        put(indicator, targets={202: 5}, targets_printed={202: "5"}),
        "indicators.yaml",
        "год 202 не похож",
    ),
    "a target not as printed": (
        put(indicator, targets_printed={2023: "5 %"}),
        "indicators.yaml",
        "2024 года",
    ),
    "a target that ends before it starts": (
        put(indicator, target_standing={"value": 6, "from": 2026, "to": 2022, "per": "year"}),
        "indicators.yaml",
        "последний год раньше первого",
    ),
    "dates the wrong way round": (
        put(lambda f: f["stages.yaml"]["stages"][0], end=date(2022, 1, 1)),
        "stages.yaml",
        "последний день раньше первого",
    ),
    "a year nobody meant": (put(action, end=date(2203, 5, 1)), "roadmap.yaml", "год 2203 не похож"),
    "a dated term without dates": (
        put(action, term_kind="month", end=None),
        "roadmap.yaml",
        "без дат",
    ),
    "an undated term with dates": (
        put(action, term_kind="yearly"),
        "roadmap.yaml",
        "не бывает дат",
    ),
    "a term not printed but told": (put(action, term=None), "roadmap.yaml", "не напечатан"),
    "a result of no kind": (put(action, result_kind="none"), "roadmap.yaml", "не напечатан"),
    "an amendment of the future": (
        put(lambda f: f["pack.yaml"]["document"]["amends"], date=date(2024, 1, 1)),
        "pack.yaml",
        "датирован позже",
    ),
    "an unknown time zone": (
        put(lambda f: f["pack.yaml"]["territory"], time_zone="Asia/Taksimo"),
        "pack.yaml",
        "нет часового пояса",
    ),
    "an unknown limit": (
        put(lambda f: f["pack.yaml"]["limits"], young_age=35),
        "pack.yaml",
        "нет предела «young_age»",
    ),
    "a limit of another kind": (
        put(lambda f: f["pack.yaml"]["limits"], methodist_load=True),
        "pack.yaml",
        "другого вида",
    ),
    "a label of nothing": (
        put(lambda f: f["pack.yaml"]["labels"], teacher="учитель"),
        "pack.yaml",
        "«teacher»",
    ),
    "the key of another folder": (
        put(file("pack.yaml"), key="other"),
        "pack.yaml",
        "папка называется «small»",
    ),
    "a role without rights": (
        put(lambda f: f["roles.yaml"]["roles"], guest={"title": "Гость", "level": "region"}),
        "roles.yaml",
        "«grants»",
    ),
    "a right nobody registered": (
        put(lambda f: f["roles.yaml"]["roles"]["methodist"], grants={"self": ["packs.burn"]}),
        "roles.yaml",
        "нет права «packs.burn»",
    ),
    "a reach nobody registered": (
        put(lambda f: f["roles.yaml"]["roles"]["methodist"], grants={"world": ["packs.view"]}),
        "roles.yaml",
        "нет охвата «world»",
    ),
    "a tab": (put(action, title="Издать\tприказ"), "roadmap.yaml", "табуляции"),
    "markup": (put(action, title="Издать <p>приказ"), "roadmap.yaml", "остаток разметки"),
    "a torn word": (put(action, title="Издать при- каз"), "roadmap.yaml", "разорванное"),
    "a latin letter": (put(action, title="Издать пpиказ"), "roadmap.yaml", "латинская буква"),
    "a missing file": (lambda f: f.pop("roadmap.yaml"), "roadmap.yaml", "нет файла"),
    "a stray file": (lambda f: f.update({"roadmaps.yaml": {}}), "roadmaps.yaml", "такого файла"),
}


def test_the_sound_pack_has_no_problems(files: Files, write: Write) -> None:
    write(files)
    assert check_pack("small") == []
    assert check_pack("base") == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named(name: str, files: Files, write: Write) -> None:
    breaks, file_name, words = BROKEN[name]
    breaks(files)
    write(files)
    found = [p for p in check_pack("small") if words in p.message]
    assert found, [str(p) for p in check_pack("small")]
    assert found[0].file == f"small/{file_name}"


def test_a_problem_names_the_line(files: Files, write: Write) -> None:
    action(files)["tilte"] = "x"
    write(files)
    text = Path(settings.PACKS_DIR, "small/roadmap.yaml").read_text(encoding="utf-8")
    line = 1 + next(n for n, row in enumerate(text.splitlines()) if "tilte" in row)
    (found,) = check_pack("small")
    assert found.line == line
    assert found.path == "directions[0].key_activities[0].actions[0].tilte"


def test_one_broken_section_does_not_hide_the_others(files: Files, write: Write) -> None:
    party(files)["title"] = 5
    action(files)["term_kind"] = "soon"
    write(files)
    assert [p.file for p in check_pack("small")] == ["small/parties.yaml", "small/roadmap.yaml"]


@pytest.mark.parametrize(
    ("broken", "words"),
    [('version: "1', "кавычка"), ("extend: base", "может быть, «extends»?")],
)
def test_one_misprint_in_the_head_is_told_once(
    broken: str, words: str, files: Files, write: Write
) -> None:
    """Names of base are still known: the misprint does not look like hundreds."""
    write(files)
    file = Path(settings.PACKS_DIR, "small/pack.yaml")
    sound = {'version: "1': "version: '1'", "extend: base": "extends: base"}[broken]
    text = file.read_text(encoding="utf-8")
    assert sound in text
    file.write_text(text.replace(sound, broken), encoding="utf-8")
    (found,) = check_pack("small")
    assert found.file == "small/pack.yaml"
    assert words in found.message


def test_a_problem_of_base_is_named_there(files: Files, write: Write) -> None:
    codes = {"codes": {"Diagnosed": "Прошли"}}
    write(files, {**BASE, "indicators.yaml": codes})
    assert "base/indicators.yaml" in {p.file for p in check_pack("small")}


def test_base_holds_no_roadmap(files: Files, write: Write) -> None:
    write(files, {**BASE, "roadmap.yaml": {}})
    assert [p.message for p in check_pack("base")] == ["в base такого файла не бывает"]


def test_an_unknown_pack_is_refused(files: Files, write: Write) -> None:
    write(files)
    with pytest.raises(RuleViolation, match="Есть: base, small"):
        check_pack("../small")


def test_a_pack_takes_from_base_what_it_does_not_say(files: Files, write: Write) -> None:
    write(files)
    content = load_pack("small")
    assert content.sections["pack"].limits == {"methodist_load": 200, "org_kinds": ["school"]}
    role = content.sections["roles"].roles["methodist"]
    assert (role.title, role.grants) == ("Методист посёлка", {"self": ["packs.view"]})
    assert set(content.sections["indicators"].codes) == {"diagnosed-share"}


def test_grants_of_a_role_are_replaced_whole(files: Files, write: Write) -> None:
    files["roles.yaml"]["roles"]["methodist"]["grants"] = {"subtree": ["packs.view"]}
    write(files)
    role = load_pack("small").sections["roles"].roles["methodist"]
    assert role.grants == {"subtree": ["packs.view"]}
