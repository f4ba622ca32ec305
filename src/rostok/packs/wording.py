"""Errors of validation as Russian sentences."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from rostok.packs.problems import Path

FORMULAS = "share, ratio, count, progress, milestone, reported"
QUOTES = "ожидался текст; возьмите значение в кавычки"
SENTENCES = {
    "missing": "нет обязательного поля «{name}»",
    "string_type": QUOTES,
    "string_too_short": "пустой текст; если ничего не напечатано – null",
    "int_type": "ожидалось целое число",
    "int_parsing": "ожидалось целое число",
    "bool_type": "ожидалось true или false",
    "decimal_type": "ожидалось число",
    "decimal_parsing": "ожидалось число",
    "is_instance_of": "ожидалось число",
    "date_type": "ожидалась дата вида 2024-12-31",
    "date_from_datetime_inexact": "ожидалась дата вида 2024-12-31",
    "list_type": "ожидался список",
    "tuple_type": "ожидался список",
    "dict_type": "ожидались поля «ключ: значение»",
    "model_type": "ожидались поля «ключ: значение»",
    "model_attributes_type": "ожидались поля «ключ: значение»",
    "none_required": "здесь должно быть пусто",
    "too_short": "список пуст, а нужен хотя бы один элемент",
    "greater_than_equal": "число меньше {ge}",
    "less_than_equal": "число больше {le}",
    "literal_error": "значение «{input}» не из списка: {expected}",
    "not_a_formula": f"формула – один из видов: {FORMULAS}",
    "not_a_set": "множество – имя меры, measure с фильтрами, any, all или first и without",
    "union_as_base": "объединение не может быть базой: его члены могут стоять в двух местах сразу",
}
PATTERNS = {
    r"^[A-Z]{3}": "«{input}» – не номер пункта вида MUY-1.3-03",
    "^C": "«{input}» – не код возможности вида C03",
    r"^[a-z]+(\.": "«{input}» – не имя меры вида staff.teaching",
    "^[a-z]": "«{input}» – не код: латинские строчные буквы, цифры, дефис",
    "^[A-Z]$": "прочтение обозначается одной заглавной латинской буквой",
}


def sentences(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Every error as a place and a sentence; alternatives of one place give one sentence."""
    told: set[Path] = set()
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        if detail["type"] == "unknown_keys":
            yield from unknown_keys(path, detail["ctx"])
        elif (place := without_branches(path)) not in told:
            told.add(place)
            yield path, sentence(detail)


def without_branches(path: Path) -> Path:
    """A place without the names of union branches that pydantic adds: `str`, `list[str]`."""
    return tuple(part for part in path if not (isinstance(part, str) and part in BRANCHES))


BRANCHES = {"str", "int", "bool", "list[str]", "tuple[str, ...]", "none"}


def unknown_keys(path: Path, context: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for key in context["unknown"]:
        near = get_close_matches(str(key), context["known"], n=1)
        hint = f"; может быть, «{near[0]}»?" if near else ""
        known = "" if near else f"; есть: {', '.join(context['known'])}"
        yield (*path, key), f"неизвестное поле «{key}»{hint}{known}"


def sentence(detail: Any) -> str:
    """The sentence of an error; one we have no words for keeps pydantic's."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "string_pattern_mismatch":
        wanted = context["pattern"]
        text = next((words for start, words in PATTERNS.items() if wanted.startswith(start)), "")
        return (text or "значение не того вида").format(input=detail["input"])
    text = SENTENCES.get(kind, "значение не подходит ({msg})")
    allowed = str(context.get("expected", "")).replace(" or ", " или ")
    return text.format(
        name=detail["loc"][-1] if detail["loc"] else "",
        input=detail["input"],
        msg=detail["msg"],
        expected=allowed,
        ge=context.get("ge"),
        le=context.get("le"),
    )
