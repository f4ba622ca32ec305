"""Leftovers of scanning and copying that must not reach a reader."""

import re
from collections.abc import Iterator
from typing import Any

from rostok.packs.problems import Path

LEFTOVERS = (
    (re.compile(r"⟨[^⟩]*⟩"), "осталось заполнить"),
    (re.compile(r"\t"), "знак табуляции"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), "остаток разметки"),
    (re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\ufffd\ufeff]"), "непечатаемый знак"),
    (re.compile(r"&(?:[a-z]+|#\d+);"), "остаток разметки"),
    (re.compile(r" {2,}"), "двойной пробел"),
    (re.compile(r"^\s|\s$"), "пробел в начале или в конце"),
    (re.compile(r"[а-яё]- (?!и |или )[а-яё]"), "разорванное переносом слово"),
    (re.compile(r"[а-яё][a-z]|[a-z][а-яё]"), "латинская буква внутри русского слова"),
    (re.compile(r"\s[,;:](?!\))"), "пробел перед знаком препинания"),
)


def leftovers_in(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of the data that holds something a proofreader would strike out."""
    if isinstance(data, str):
        yield from ((path, message) for message in leftovers_of(data))
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from leftovers_in(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leftovers_in(value, (*path, index))


def leftovers_of(text: str) -> Iterator[str]:
    for pattern, what in LEFTOVERS:
        found = pattern.search(text)
        if found:
            around = text[max(0, found.start() - 20) : found.end() + 20]
            yield f"{what}: «…{around}…»"
