"""Errors of YAML in Russian: what stands there and what to do, on the line where it begins."""

import re

import yaml

INDENT = "сбит отступ, строка стоит не вровень с соседними; или выше не закрыта кавычка"
BRACKET = "не закрыта скобка «[» или «{»"
QUOTE = "не закрыта кавычка"
COLON = "нет двоеточия после названия поля"
STRAY = (
    "такой знак не может начинать значение: отступы делайте пробелами, значение берите в кавычки"
)
SENTENCES = (
    (r"mapping values are not allowed", "двоеточие внутри значения: возьмите значение в кавычки"),
    (r"expected '?,'? or '?[\]}]", BRACKET),
    (r"unexpected end of stream", QUOTE),
    (r"could not find expected '?:", COLON),
    (r"cannot start any token|tab character", STRAY),
    (
        r"unknown escape|escape sequence|hexdecimal",
        "обратная черта в двойных кавычках: возьмите одинарные",
    ),
    (r"expected (key|'-' indicator|<block end>|<document start>)|block end", INDENT),
    (
        r"sequence entries are not allowed",
        "дефис не на своём месте: список начинают с новой строки",
    ),
    (r"alphabetic or numeric|anchor|alias", "якоря и ссылки YAML (& и *) не допускаются"),
)
AT_START = frozenset({BRACKET, QUOTE, COLON})
"""What is noticed only later is told of the line where it begins."""


def what_is_wrong(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """The line of an error and a sentence; one without a sentence keeps the words of the reader."""
    problem = str(error.problem)
    known = (text for pattern, text in SENTENCES if re.search(pattern, problem))
    text = next(known, f"не читается как YAML ({problem})")
    begun = error.context_mark if text in AT_START else None
    mark = begun or error.problem_mark
    return (mark.line + 1 if mark else 1), text
