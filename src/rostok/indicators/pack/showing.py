"""Indicators as `packs show` prints them and as their page of the regulation shows them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from rostok.indicators.pack.models import Collection, Indicator, Indicators, Method, Methods
from rostok.indicators.pack.words import Words, formula_words, words_of
from rostok.indicators.wording import UNIT_WORDS
from rostok.packs.content import PackContent
from rostok.packs.sections import Part

PERIODS = {
    "year": "календарный год",
    "school_year": "учебный год",
    "to_date": "нарастающим итогом",
}
BETTER = {"up": "чем больше, тем лучше", "down": "чем меньше, тем лучше"}


def show_indicators(content: PackContent) -> dict[str, Any]:
    methods = methods_of(content)
    return {
        "indicators": [
            show_indicator(one, collection_of(one, methods))
            for one in content.of(Indicators).indicators
        ]
    }


def show_indicator(one: Indicator, collection: Collection) -> dict[str, Any]:
    """Targets as numbers by year; the formula in the form of the pack."""
    shown = one.model_dump(
        mode="json",
        by_alias=True,
        include={
            "code",
            "printed_number",
            "title",
            "unit",
            "better",
            "period",
            "value",
            "targets_printed",
            "target_printed",
            "note",
        },
    )
    standing = one.target_standing
    shown["collection"] = collection.model_dump(mode="json") if collection.said else None
    shown["targets"] = {str(year): plain(value) for year, value in one.targets.items()}
    shown["target_standing"] = standing and {
        "value": plain(standing.value),
        "from": standing.first,
        "to": standing.last,
        "per": standing.per,
    }
    return shown


def plain(value: Decimal | None) -> int | float | None:
    """A number for JSON: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def show_methods(content: PackContent) -> dict[str, Any]:
    return {"methods": [method.model_dump(mode="json") for method in methods_of(content)]}


def methods_of(content: PackContent) -> list[Method]:
    section = content.find(Methods)
    return section.methods if section else []


def collection_of(one: Indicator, methods: Sequence[Method]) -> Collection:
    """What is printed at the indicator; the rest is that of the methods named for it."""
    own, held = one.collection or Collection(), serving(one, methods)
    return Collection(
        method=own.method or joined(method.title for method in held),
        processing=own.processing or joined(method.processing for method in held),
        use=own.use or joined(method.use for method in held),
    )


def serving(one: Indicator, methods: Sequence[Method]) -> list[Method]:
    return [method for method in methods if one.code in method.indicators]


def collecting(one: Indicator, methods: Sequence[Method]) -> list[tuple[str, str]]:
    """For a page: how it is collected, each with the code of the method that says the rest."""
    held = serving(one, methods)
    if one.collection and one.collection.method:
        return [(one.collection.method, held[0].code if held else "")]
    return [(method.title, method.code) for method in held]


def joined(texts: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(text for text in texts if text)) or None


def parts_of_indicators(content: PackContent) -> list[Part]:
    """One page: the groups as printed, each with passports of its indicators."""
    section, words, methods = content.of(Indicators), words_of(content), methods_of(content)
    groups: dict[str, list[Any]] = {}
    titles = {group.number: group.title for group in section.groups}
    for one in section.indicators:
        groups.setdefault(titles.get(one.group or "", ""), []).append(
            passport(one, words) | {"collecting": collecting(one, methods)}
        )
    shown = frozenset(one.clause for one in section.indicators if one.clause)
    context = {"groups": list(groups.items()), "content": section}
    return [Part("all", "", context, clauses=shown)]


def passport(one: Indicator, words: Words) -> dict[str, Any]:
    """The regulation's row in words; years are texts, they are not grouped by thousands."""
    return {
        "indicator": one,
        "unit": UNIT_WORDS[one.unit],
        "period": period_words(one),
        "better": BETTER[one.better],
        "caption": f"Целевые значения, как напечатано: {one.title}",
        "targets": [(str(year), text) for year, text in sorted(one.targets_printed.items())],
        "standing": standing_words(one),
        "formula": formula_words(one.value, words),
        "readings": [(r, formula_words(r.value, words)) for r in one.other_readings],
        "figures": [figure.title for figure in one.members],
    }


def period_words(one: Indicator) -> str:
    since = f" с {one.since} года" if one.since else ""
    return f"{PERIODS[one.period]}{since}"


def standing_words(one: Indicator) -> str:
    """The years in which an undated target stands, by the document's period."""
    standing = one.target_standing
    if standing is None:
        return ""
    each = "в каждом году" if standing.per == "year" else "за всё время"
    return f"{each}, {standing.first}–{standing.last}"
