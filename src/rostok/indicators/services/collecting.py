"""What a system's owner asks for: which indicators, of whose units, by when; whose word counts."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from rostok.indicators import journal, permissions
from rostok.indicators.catalogue import indicator_of, indicators_of
from rostok.indicators.engine import is_countable
from rostok.indicators.models import Collected, DataForm, Level, SourceChoice
from rostok.indicators.models.reported import OPEN_STATES
from rostok.indicators.notices import tell_of_assigned
from rostok.indicators.reported.book import COMPUTED, REPORTED
from rostok.indicators.storing import recompute_code, recompute_codes
from rostok.indicators.tree import TERRITORIES, tree_of
from rostok.kernel.access import Actor, authorise
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.notices import settle
from rostok.orgs.models import System

SOURCES = {COMPUTED: "считается по данным системы", REPORTED: "сообщают организации и территории"}


@transaction.atomic
def assign_collection(
    actor: Actor,
    *,
    system: System,
    year: int,
    level: str,
    codes: Sequence[str],
    due: date | None = None,
) -> int:
    """Ask all units of a level for indicators of a year; how many forms there are then.

    Territories above them get a form where they may state a total of their own. Assigning again
    moves the term and adds what is missing. Refused: a year to come; no indicator; no such unit.
    """
    system = lock(system)
    authorise(actor, permissions.COLLECT, system.root)
    titles = {one.code: one.title for one in indicators_of(system, year)}
    refuse_wrong_order(system, year, codes, titles)
    asked, above = units_to_ask(system, year, level)
    if not asked:
        raise RuleViolation("В этой системе нет открытых организаций или территорий этого уровня.")
    for code in codes:
        Collected.objects.update_or_create(
            system=system, year=year, code=code, defaults={"level": level}
        )
    known = set(forms_asked(system, year).values_list("unit", flat=True))
    open_forms(system, year, asked, due=due, obliged=True)
    open_forms(system, year, above, due=due, obliged=False)
    record(
        actor,
        journal.COLLECTION_ASSIGNED,
        system,
        year=year,
        titles=", ".join(f"«{titles[code]}»" for code in codes),
        level=str(Level(level).label),
        forms=len(asked),
        due=f"{due:%d.%m.%Y}" if due else "не назван",
    )
    fresh = (form for form in forms_asked(system, year) if form.unit_id not in known)
    tell_of_assigned(actor, fresh)
    recompute_codes(system=system, codes=codes, year=year)
    return len(asked)


def forms_asked(system: System, year: int) -> QuerySet[DataForm]:
    rows = DataForm.objects.filter(system=system, year=year, obliged=True)
    found: QuerySet[DataForm] = rows.select_related("unit")
    return found


def refuse_wrong_order(
    system: System, year: int, codes: Sequence[str], titles: dict[str, str]
) -> None:
    if year > system.today.year:
        raise RuleViolation(
            "Этот год ещё не наступил.", {"year": "Выберите текущий год или прошедший."}
        )
    if not codes:
        raise RuleViolation(
            "Выберите хотя бы один показатель.", {"codes": "Выберите хотя бы один показатель."}
        )
    if unknown := [code for code in codes if code not in titles]:
        raise RuleViolation(f"В положении нет показателя «{unknown[0]}».")


def units_to_ask(system: System, year: int, level: str) -> tuple[list[int], list[int]]:
    """Open units of the level on the last day of the year (today while it runs), and above them."""
    day = min(date(year, 12, 31), system.today)
    kinds = set(system.limits_on(day)["org_kinds"])
    tree = tree_of(system.root)
    asked = [
        node.id
        for node in tree.nodes
        if node.kind == level
        and node.is_open_on(day)
        and (level != Level.ORGANISATION or node.org_kind in kinds)
    ]
    above = {
        node.id for node in tree.nodes if node.kind in TERRITORIES and node.kind != level
    } - set(asked)
    return asked, sorted(above)


def open_forms(
    system: System, year: int, units: Iterable[int], *, due: date | None, obliged: bool
) -> None:
    """Forms that are missing; those there are asked too and get the term."""
    units = list(units)
    DataForm.objects.bulk_create(
        [
            DataForm(system=system, year=year, unit_id=unit, due=due, obliged=obliged)
            for unit in units
        ],
        ignore_conflicts=True,
    )
    if obliged:
        rows = DataForm.objects.filter(system=system, year=year)
        for start in range(0, len(units), 500):
            rows.filter(unit__in=units[start : start + 500]).update(due=due, obliged=True)


@transaction.atomic
def stop_collecting(actor: Actor, *, system: System, code: str, year: int) -> None:
    """Ask for an indicator no more; what was reported stays. Refused: it was not collected.

    Forms not sent that are asked for nothing else wait for nobody any more.
    """
    system = lock(system)
    authorise(actor, permissions.COLLECT, system.root)
    indicator = indicator_of(system, code, year)
    collected = Collected.objects.filter(system=system, year=year, code=code).first()
    if collected is None:
        raise RuleViolation("Этот показатель за этот год не собирают.")
    settle(forms_left_empty(collected))
    forms_left_empty(collected).update(obliged=False)
    collected.delete()
    record(actor, journal.COLLECTION_STOPPED, system, title=indicator.title, year=year)
    recompute_code(system=system, code=code, year=year)


def forms_left_empty(collected: Collected) -> QuerySet[DataForm]:
    """Forms not sent yet that nothing but this indicator is asked in."""
    where = {"system": collected.system, "year": collected.year}
    others = Collected.objects.filter(level=collected.level, **where).exclude(pk=collected.pk)
    if others.exists():
        return DataForm.objects.none()
    rows: QuerySet[DataForm] = DataForm.objects.filter(
        unit__kind=collected.level, state__in=OPEN_STATES, obliged=True, **where
    )
    return rows


@transaction.atomic
def choose_source(
    actor: Actor,
    *,
    system: System,
    code: str,
    year: int,
    source: str,
    ground: str,
    version: int | None = None,
) -> SourceChoice:
    """Choose the official source of an indicator for a year; the other stands beside.

    Refused: no ground; no such source; «считается» while there is nothing to count by; stale.
    """
    system = lock(system)
    authorise(actor, permissions.CHOOSE_SOURCE, system.root)
    indicator = indicator_of(system, code, year)
    refuse_source(source, ground, countable=is_countable(indicator.value))
    row = SourceChoice.objects.filter(system=system, year=year, code=code).first()
    if row is not None:
        refuse_stale(row, version)
    saved, _ = SourceChoice.objects.update_or_create(
        system=system,
        year=year,
        code=code,
        defaults={
            "source": source,
            "ground": ground.strip(),
            "version": (row.version if row else 0) + 1,
        },
    )
    record(
        actor,
        journal.SOURCE_CHOSEN,
        system,
        title=indicator.title,
        year=year,
        source=SOURCES[source],
        ground=ground.strip(),
    )
    recompute_code(system=system, code=code, year=year)
    return saved


def refuse_source(source: str, ground: str, *, countable: bool) -> None:
    if source not in SOURCES:
        raise RuleViolation("Такого источника нет.", {"source": "Выберите источник."})
    if source == COMPUTED and not countable:
        raise RuleViolation(
            "Посчитать этот показатель пока не по чему: источник ещё не подключён.",
            {"source": "Источник ещё не подключён."},
        )
    if not ground.strip():
        raise RuleViolation(
            "Назовите основание: приказ, протокол, решение.", {"ground": "Назовите основание."}
        )
