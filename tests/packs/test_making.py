"""A new regulation from an example: nothing of the example's own is carried over unseen."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rostok.kernel.errors import RuleViolation
from rostok.packs.checking import check_pack
from rostok.packs.folders import folder_of, own_folder, pack_keys
from rostok.packs.loading import load_pack
from rostok.packs.making import NewPack, make_pack, names_of
from rostok.packs.pack import Clauses, Pack

MARK = re.compile("⟨[^⟩]*⟩")
ACT = re.compile("⟨[^⟩]*№[^⟩]*⟩")
SOURCES = ("muya", "todzha", "odintsovo", "tomsk", "khakassia")


@pytest.fixture(autouse=True)
def _own_packs(settings: Any, tmp_path: Path) -> None:
    settings.OWN_PACKS_DIR = tmp_path / "own"


def wanted(source: str = "muya", **fields: Any) -> NewPack:
    given = {"territory": "Северный округ", "region": "Северный край", "from_year": 2026}
    return NewPack(key="sever", source=source, **{**given, **fields})


def text_of(file: str) -> str:
    return (own_folder() / "sever" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("source", SOURCES)
def test_every_regulation_serves_as_an_example_and_only_marks_are_left(source: str) -> None:
    problems = make_pack(wanted(source))
    assert problems
    assert {problem.message.split(":")[0] for problem in problems} == {"осталось заполнить"}
    assert all(problem.file.startswith("sever/") and problem.line for problem in problems)


@pytest.mark.parametrize("source", SOURCES)
def test_no_place_of_the_example_stays_unmarked(source: str) -> None:
    make_pack(wanted(source))
    names = names_of(load_pack(source).of(Pack), same_region=False)
    unmarked = [
        line
        for file in folder_of("sever").glob("*.yaml")
        for line in file.read_text(encoding="utf-8").split("\n")
        if not line.lstrip().startswith("#") and names.search(MARK.sub("", line))
    ]
    assert unmarked == []


def test_a_filled_pack_is_sound_and_keeps_the_structure() -> None:
    make_pack(
        wanted(
            territory="МО «Северный округ»",
            region="Республика Бурятия",
            title="Муниципальная система сопровождения",
            number="15-од",
            on=date(2026, 2, 3),
            issuer="Управление образования",
            signed_by="Начальник управления",
        )
    )
    for file in own_folder().glob("sever/*.yaml"):
        text = file.read_text(encoding="utf-8").replace("⟨кто⟩", "методист")
        file.write_text(ACT.sub("от 10.01.2026 № 5", text), encoding="utf-8")
    assert check_pack("sever") == []
    made, source = load_pack("sever"), load_pack("muya")
    assert made.of(Pack).document.number == "15-од"
    assert made.of(Pack).document.date == date(2026, 2, 3)
    assert made.of(Pack).period.start == date(2026, 1, 1)
    assert made.of(Pack).territory.title == "МО «Северный округ»"
    assert made.of(Pack).document.title.endswith("управленческих кадров МО «Северный округ»")
    assert len(made.of(Clauses).clauses) == len(source.of(Clauses).clauses)
    assert made.of(Clauses).clauses[0].id.startswith("SEV-")


def test_years_of_terms_and_targets_move_together() -> None:
    make_pack(wanted())
    roadmap = text_of("roadmap.yaml")
    assert "end: 2026-08-25" in roadmap
    assert "Август 2026, январь 2027" in roadmap
    assert "2023" not in MARK.sub("", roadmap)
    indicators = text_of("indicators.yaml")
    assert "targets: {2024: 10, 2025: 14, 2026: 23, 2027: 30}" in indicators
    assert "since: 2024" in indicators
    assert re.search("20(?:21|22|23)", indicators) is None
    assert "2023-2024 годы" in text_of("stages.yaml")  # printed 2020-2021, as far before the term


def test_acts_that_the_example_names_are_marked_not_moved() -> None:
    """An order of 16 January 2023 did not come out in 2026."""
    make_pack(wanted())
    roadmap = " ".join(text_of("roadmap.yaml").split())
    assert roadmap.count("⟨от 16.01.2023 г. № 144⟩") == 2
    assert "⟨№ 840 от 26 мая 2021 г.⟩" in roadmap
    assert "⟨№ 1001 от 05 августа 2022 г.⟩" in roadmap


def test_a_name_that_must_be_declined_is_marked_inside_sentences() -> None:
    make_pack(wanted(territory="Северный округ"))
    pack = " ".join(text_of("pack.yaml").split())
    assert "управленческих кадров ⟨Северный округ⟩" in pack
    assert 'short_title: "Северный округ"' in pack


def test_the_orders_and_the_misprints_of_the_example_are_left_behind() -> None:
    make_pack(wanted())
    text = (own_folder() / "sever" / "pack.yaml").read_text(encoding="utf-8")
    assert "orders:" not in text
    assert "note:" not in text
    assert "147" not in text


def test_people_named_by_the_example_are_not_carried_over() -> None:
    make_pack(wanted())
    assert "⟨кто⟩" in (own_folder() / "sever" / "roadmap.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["Север", "../etc", "1a", "", "a b"])
def test_a_key_that_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(RuleViolation, match="не подходит"):
        make_pack(NewPack(key=key, source="muya"))


def test_a_taken_key_an_unknown_source_and_base_are_refused() -> None:
    with pytest.raises(RuleViolation, match="уже есть"):
        make_pack(NewPack(key="tomsk", source="muya"))
    with pytest.raises(RuleViolation, match="Нет положения"):
        make_pack(NewPack(key="sever", source="nowhere"))
    with pytest.raises(RuleViolation, match="а не положение"):
        make_pack(NewPack(key="sever", source="base"))
    assert "sever" not in pack_keys()


@pytest.mark.parametrize(
    "name", ['МО "Север"', "Север: юг", "Север # юг", "Се\\вер", "Се\nвер", " Север"]
)
def test_a_name_that_would_break_the_text_around_it_is_refused(name: str) -> None:
    with pytest.raises(RuleViolation, match="обычный текст"):
        make_pack(wanted(territory=name))
    assert "sever" not in pack_keys()


def test_other_words_may_hold_any_marks() -> None:
    make_pack(wanted(issuer='Отдел "А": # \\ \n', title="Система: №1 # \\"))
    assert load_pack("sever").of(Pack).document.issuer == 'Отдел "А": # \\ \n'


def test_an_own_pack_stands_before_the_one_that_came_with_the_program() -> None:
    folder = own_folder() / "muya"
    folder.mkdir(parents=True)
    for file in folder_of("tomsk").parent.joinpath("muya").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        (folder / file.name).write_text(text.replace("Муйский район\n", "Муйский округ\n"), "utf-8")
    assert folder_of("muya") == folder
    assert load_pack("muya").of(Pack).short_title == "Муйский округ"


def test_stages_in_the_text_move_with_the_table_of_stages() -> None:
    make_pack(wanted())
    assert "Этап создания МС НМС: 2023–2024 годы" in text_of("clauses.yaml")
    assert "2023-2024 годы" in text_of("stages.yaml")
