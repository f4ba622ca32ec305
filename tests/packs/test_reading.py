"""YAML with lines: each kind of wrong file is told by its line, in Russian."""

from pathlib import Path

import pytest
import yaml

from rostok.packs import reading
from rostok.packs.problems import Problem
from rostok.packs.syntax import what_is_wrong


def problems(text: str) -> list[tuple[int, str, str]]:
    found = reading.read_text(text, "small/pack.yaml").problems
    return [(problem.line, problem.path, problem.message) for problem in found]


def test_values_keep_their_kinds_and_lines() -> None:
    document = reading.read_text(
        "title: Муя\ndate: 2023-06-21\nyears: {2024: 10}\nlist:\n  - a\n  - {b: null}\n", "x.yaml"
    )
    assert not document.problems
    assert document.data["years"] == {2024: 10}
    assert str(document.data["date"]) == "2023-06-21"
    assert document.lines[("list", 1, "b")] == 6


def test_a_key_given_twice_is_refused() -> None:
    assert problems("a: 1\nb:\n  c: 1\n  c: 2\n") == [(4, "b.c", "ключ дан дважды")]


@pytest.mark.parametrize("text", ["a: &x 1\nb: 2\n", "a: [1]\nb: *x\n"])
def test_anchors_are_refused(text: str) -> None:
    assert "якоря и ссылки" in problems(text)[0][2]


def test_a_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert problems("\n".join(lines))[0][0] == 1


def test_deep_nesting_is_refused() -> None:
    assert problems("a: " + "[" * 500 + "]" * 500)[0][2] == "слишком глубокая вложенность"


def test_tags_are_refused() -> None:
    assert "тег YAML" in problems("a: !!binary aGk=\n")[0][2]
    assert problems("a: !!python/object:os.system x\n")[0][0] == 1


def test_a_second_document_is_refused() -> None:
    assert "больше одного документа" in problems("a: 1\n---\nb: 2\n")[0][2]


def test_a_key_that_is_no_word_is_refused() -> None:
    assert problems("a: 1\n1.5: x\n")[0][:1] == (2,)
    assert problems("yes: x\n")[0][2].startswith("ключ – не слово")
    assert problems("[a]: x\n")[0][2].startswith("ключ – не слово")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: [1,\nc: 2\n", 2, "не закрыта скобка"),
        ("a: 1\nb: [1\nc: 2\n", 2, "не закрыта скобка"),
        ("a: 1\nb: {c: 1\n", 2, "не закрыта скобка"),
        ('a: 1\nb: "привет\nc: 2\n', 2, "не закрыта кавычка"),
        ("a: 1\nb: Приказ: о создании\n", 2, "двоеточие внутри значения"),
        ("a:\n  b: 1\n\tc: 2\n", 3, "отступы делайте пробелами"),
        ("a: 1\nb: %приказ\n", 2, "значение берите в кавычки"),
        ("a:\n  - b: 1\n    c: 2\n   d: 3\n", 4, "сбит отступ"),
        ("a: 1\nb\nc: 2\n", 2, "нет двоеточия"),
        ("a: 1\nb: - c\n", 2, "дефис не на своём месте"),
        ('a: 1\nb: "C:\\папка"\n', 2, "обратная черта"),
        ("a: 1\nb: &\n", 2, "якоря и ссылки"),
        ("a: 1\nb: \x00\n", 1, "знаки, которых не бывает"),
    ],
)
def test_broken_yaml_names_the_line_and_says_what_to_do(text: str, line: int, words: str) -> None:
    found = problems(text)
    assert [one[0] for one in found] == [line]
    assert words in found[0][2]


def test_an_error_nobody_foresaw_keeps_the_words_of_the_reader() -> None:
    error = yaml.scanner.ScannerError(problem="found a new thing", problem_mark=None)
    assert what_is_wrong(error) == (1, "не читается как YAML (found a new thing)")


def test_an_impossible_date_is_refused() -> None:
    assert problems("a: 1\nend: 2023-02-30\n") == [(2, "end", "такого дня не бывает: «2023-02-30»")]


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    (tmp_path / "a.yaml").write_text("title: длинный", encoding="utf-8")
    assert "больше двух мегабайт" in reading.read_file(tmp_path / "a.yaml", "a").problems[0].message


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("title: Муя".encode("cp1251"))
    found = reading.read_file(tmp_path / "a.yaml", "small/a.yaml").problems
    assert found == [Problem("small/a.yaml", 1, "", "файл не в кодировке UTF-8")]
