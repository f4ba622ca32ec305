"""What another version of a regulation does to indicators: their method, targets and values."""

from datetime import date
from decimal import Decimal

from rostok.indicators.asking import question_about, target_printed_for, target_years
from rostok.indicators.computing import NOTHING, Sheet
from rostok.indicators.engine import outcomes
from rostok.indicators.pack import ContextIndicator, Indicators
from rostok.indicators.small_groups import is_sensitive
from rostok.indicators.wording import value_words
from rostok.orgs.models import System
from rostok.orgs.queries import EffectTable, version_effects
from rostok.packs.models import PackVersion

HEADS = ("Показатель", "Что меняется", "Планы положения", "Значение за год")
NEW, GONE = "появляется", "больше не считается"


def effect_on_indicators(system: System, version: PackVersion, day: date) -> EffectTable:
    """Indicators that differ, with the value of the day's year at the root by both methods."""
    old, new = passports(system.current_version), passports(version)
    sheet = Sheet.of(system, day.year)
    rows = [
        [
            str((new.get(code) or old[code]).title),
            change_of(old.get(code), new.get(code)),
            targets_changed(old.get(code), new.get(code)),
            " → ".join(
                shown(sheet, held.get(code), day.year, by)
                for held, by in ((old, system.current_version), (new, version))
            ),
        ]
        for code in dict.fromkeys([*old, *new])
    ]
    return EffectTable(
        f"Показатели за {day.year} год", HEADS, [row for row in rows if differs(row)]
    )


def passports(version: PackVersion) -> dict[str, ContextIndicator]:
    section = version.read.find(Indicators)
    listed = [*section.indicators, *section.context] if section else []
    return {indicator.code: indicator for indicator in listed}


def change_of(old: ContextIndicator | None, new: ContextIndicator | None) -> str:
    if old is None or new is None:
        return GONE if new is None else NEW
    changed = {
        "расчёт": old.value != new.value,
        "срок и дата расчёта": (old.period, old.base_date) != (new.period, new.base_date),
        "название": old.title != new.title,
    }
    return ", ".join(word for word, is_changed in changed.items() if is_changed)


def targets_changed(old: ContextIndicator | None, new: ContextIndicator | None) -> str:
    years = sorted({year for one in (old, new) if one for year in target_years(one)})
    pairs = ((year, target(old, year), target(new, year)) for year in years)
    return "; ".join(
        f"{year}: {words(before)} → {words(after)}"
        for year, before, after in pairs
        if before != after
    )


def target(indicator: ContextIndicator | None, year: int) -> Decimal | None:
    return target_printed_for(indicator, year) if indicator else None


def words(number: Decimal | None) -> str:
    return "—" if number is None else f"{number:f}".replace(".", ",")


def shown(sheet: Sheet, indicator: ContextIndicator | None, year: int, version: PackVersion) -> str:
    """The value at the root by the method of a version, counted now and not stored.

    Of a sensitive measure none: the difference of two methods may be one person.
    """
    if indicator is None or is_sensitive(indicator.value):
        return "—"
    question = question_about(sheet.system, indicator, year, version=version)
    found = None if question.is_future else outcomes(question, sheet.tree)
    outcome = (found or {}).get(sheet.tree.root, NOTHING)
    return value_words(outcome.value, indicator.unit)


def differs(row: list[str]) -> bool:
    before, _arrow, after = row[3].partition(" → ")
    return bool(row[1] or row[2] or before != after)


version_effects.add("indicators", effect_on_indicators, origin="indicators")
