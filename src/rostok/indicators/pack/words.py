"""Formulas in words, for a reader of the regulation."""

from collections.abc import Mapping
from dataclasses import dataclass

from rostok.indicators.formula import AllOf, AnyOf, Made, MemberSet, Named, Reported
from rostok.indicators.pack.models import PlannedMeasures
from rostok.kernel.measures import measures
from rostok.orgs.pack import Parties
from rostok.packs.content import PackContent

LABELS = {
    "share": ("Числитель", "База, 100 %"),
    "progress": ("Выполнено", "Из них, 100 %"),
    "ratio": ("Сколько", "На одного из"),
    "count": ("Считаются",),
    "milestone": ("Нужно",),
    "reported": ("Сообщают", "База"),
}
VALUES = {
    "region": "региональный",
    "municipality": "муниципальный",
    "federal": "федеральный",
    "school": "общеобразовательные организации",
    "teacher": "учителя",
    "whole": "вся карта",
    "year": "сроки года",
    "basic": "базовый",
    "on_date": "на дату",
    "quality-management": "управление качеством образования",
    "updated-standards": "обновлённые ФГОС",
    "communities": "методические объединения и сообщества",
    "documents": "только документы",
}


@dataclass(frozen=True)
class Words:
    """What measures, their filters and the values of filters are called."""

    measures: dict[str, str]
    filters: dict[str, dict[str, str]]
    values: dict[str, str]


def words_of(content: PackContent) -> Words:
    planned = content.of(PlannedMeasures).measures
    published = {name: measures.get(name).title for name in measures}
    return Words(
        {one.name: one.title for one in planned} | published,
        {one.name: dict(one.filters) for one in planned},
        parties_of(content) | VALUES,
    )


def parties_of(content: PackContent) -> dict[str, str]:
    """An operator or a provider is named by the code of a party."""
    section = content.find(Parties)
    return {party.code: party.short for party in section.parties} if section else {}


def formula_words(formula: Made, words: Words) -> list[tuple[str, str]]:
    """A formula for a reader: the sets it is made of, each with what it is for."""
    labels = LABELS[formula.kind]
    texts = texts_of(formula, words)
    return [(labels[min(at, len(labels) - 1)], text) for at, text in enumerate(texts)]


def texts_of(formula: Made, words: Words) -> list[str]:
    if not isinstance(formula, Reported):
        return [set_words(one, words) for one in formula.sets()]
    base = formula.denominator
    if base is None:
        return [formula.numerator]
    return [formula.numerator, base if isinstance(base, str) else set_words(base, words)]


def set_words(one: MemberSet, words: Words) -> str:
    if isinstance(one, Named):
        return measure_words(one, words)
    if isinstance(one, AnyOf):
        return "; или ".join(set_words(item, words) for item in one.any)
    if isinstance(one, AllOf):
        return "; и вместе с тем ".join(set_words(item, words) for item in one.all)
    return f"{set_words(one.first, words)}, кроме тех, кто: {set_words(one.without, words)}"


def measure_words(one: Named, words: Words) -> str:
    """«Освоили программу ДПО (программа в федеральном реестре)»."""
    title = words.measures.get(one.measure, one.measure)
    titles = words.filters.get(one.measure, {})
    said = [
        filter_words(titles.get(key, key), value, words.values)
        for key, value in one.filters.items()
    ]
    return f"{title} ({', '.join(said)})" if said else title


def filter_words(title: str, value: object, called: Mapping[str, str]) -> str:
    """A flag is its title; of a title only what stands before its brackets is said."""
    name = title.split(" (", maxsplit=1)[0]
    if isinstance(value, bool):
        return name if value else f"не {name}"
    values = [str(item) for item in value] if isinstance(value, tuple) else [str(value)]
    return f"{name}: {', '.join(called.get(item, item) for item in values)}"
