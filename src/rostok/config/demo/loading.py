"""The demo: made-up people for the five systems, loaded once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from rostok.config.demo import journal
from rostok.config.demo.decisions import write_decisions
from rostok.config.demo.doubles import write_doubles
from rostok.config.demo.freezing import write_snapshots
from rostok.config.demo.history import write_history
from rostok.config.demo.notices import write_notices
from rostok.config.demo.parties import name_parties
from rostok.config.demo.personas import create_personas, people_of_stories
from rostok.config.demo.plans import SIZES, Plan, Size
from rostok.config.demo.population import build_plan
from rostok.config.demo.reports import write_reports
from rostok.config.demo.roadmaps import write_lives
from rostok.config.demo.writing import write_jobs, write_people, write_units, write_vacancies
from rostok.indicators.models import IndicatorValue
from rostok.indicators.services import recompute_all
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.models import JournalEntry
from rostok.kernel.statistics import refresh_statistics
from rostok.orgs.models import OrgUnit, System, UnitKind
from rostok.orgs.services import activate_system
from rostok.packs.services import store_version
from rostok.people.models import Person
from rostok.privacy.services import load_texts
from rostok.staff.models import Employment
from rostok.staff.services import load_reference

SEED = 2026
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Summary:
    """What stands in the database; `loaded` is false when it stood there before."""

    size: str
    seed: int
    loaded: bool
    organisations: int
    people: int
    employments: int
    systems: int


def say_nothing(_phrase: str) -> None:
    """Progress for those who do not watch."""


def load_demo(
    actor: Actor, *, size: str | Size, seed: int = SEED, progress: Progress = say_nothing
) -> Summary:
    """Load the demo and compute its indicators; a second call changes nothing.

    Refused: when `ROSTOK_DEMO` is off; to all but the installation; an unknown size; where data
    stand that are no demo, or another demo.
    """
    wanted = size if isinstance(size, Size) else size_of(size)
    if not actor.unlimited:
        raise Forbidden("Демонстрационные данные загружает только администратор установки.")
    if not settings.DEMO:
        raise RuleViolation("Демонстрация выключена: задайте ROSTOK_DEMO=1.")
    missing = not stands(wanted, seed)
    if missing:
        refuse_foreign()
        write_demo(actor, wanted, seed, progress)
        refresh_statistics()
    if missing or not IndicatorValue.objects.exists():
        progress("Делаем срезы показателей")
        write_snapshots()
        progress("Считаем показатели")
        recompute_all(actor)
    if missing:
        write_notices(actor)
    return summary_of(wanted, seed, loaded=missing)


def size_of(name: str) -> Size:
    if name not in SIZES:
        raise RuleViolation(f"Нет размера «{name}». Есть: {', '.join(SIZES)}.")
    return SIZES[name]


def stands(size: Size, seed: int) -> bool:
    """Whether this very demo is loaded. Refused when another one is."""
    entry = JournalEntry.objects.filter(kind=journal.LOADED).first()
    if entry is None:
        return False
    there = entry.params["size"], entry.params["seed"]
    if there != (size.name, seed):
        raise RuleViolation(
            f"Здесь уже стоит другая демонстрация: размер «{there[0]}», число {there[1]}."
            " Для новой возьмите пустую базу: другую папку ROSTOK_HOME или другой DATABASE_URL."
        )
    return True


def refuse_foreign() -> None:
    if OrgUnit.objects.exists() or Person.objects.exists() or System.objects.exists():
        raise RuleViolation(
            "В этой установке уже есть данные, и это не демонстрация:"
            " она загружается только в пустую базу."
        )


@transaction.atomic
def write_demo(actor: Actor, size: Size, seed: int, progress: Progress) -> None:
    """Everything in one transaction: an interrupted load leaves an empty installation."""
    progress("Придумываем людей и организации")
    plan = build_plan(size, seed)
    load_reference(actor)
    load_texts(actor)
    progress(f"Записываем территории и организации: {len(plan.units)}")
    units = write_units(actor, plan.units)
    progress("Загружаем положения")
    with clock.moved_to(min(system.start for system in plan.systems)):
        systems = activate_systems(actor, plan, units)
        name_parties(actor, systems, units)
    progress(f"Записываем людей: {len(plan.people)}")
    people = write_people(plan.people)
    write_jobs(people, plan.people, units)
    write_vacancies(plan.vacancies, units)
    write_reports(systems, units)
    create_personas(actor, people_of_stories(people, plan.people), units, systems)
    write_history(actor, units)
    people += write_doubles(actor, units)
    write_decisions(actor, units)
    write_lives(systems, seed)
    organisations = [unit for unit in units.values() if unit.kind == UnitKind.ORGANISATION]
    record(
        actor,
        journal.LOADED,
        *people,
        size=size.name,
        seed=seed,
        organisations=len(organisations),
        people=len(people),
    )


def activate_systems(actor: Actor, plan: Plan, units: dict[str, OrgUnit]) -> dict[str, System]:
    for key in dict.fromkeys(system.pack for system in plan.systems):
        store_version(actor, key=key)
    return {
        row.key: activate_system(
            actor, pack=row.pack, key=row.key, root=units[row.root], from_date=row.start
        )
        for row in plan.systems
    }


def summary_of(size: Size, seed: int, *, loaded: bool) -> Summary:
    return Summary(
        size=size.name,
        seed=seed,
        loaded=loaded,
        organisations=OrgUnit.objects.organisations().count(),
        people=Person.objects.count(),
        employments=Employment.objects.count(),
        systems=System.objects.count(),
    )
