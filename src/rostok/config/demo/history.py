"""Organisations of the demo that were joined, divided, renamed, opened again: made-up orders."""

from collections.abc import Mapping
from datetime import date

from rostok.kernel.access import Actor
from rostok.orgs.models import OrgKind, OrgUnit, UnitKind
from rostok.orgs.services import (
    NewUnit,
    Part,
    close_unit,
    create_unit,
    join_unit,
    rename_unit,
    resume_unit,
    split_unit,
)
from rostok.staff.models import Employment

DISTRICT, NEIGHBOUR = "tom-zarechny", "tom-tomsky"
AUTUMN, LAST_AUTUMN = date(2026, 9, 1), date(2025, 9, 1)
ORDER = "Постановление администрации Заречного района от {day} № {number} (вымышленное)"
SHARE_OF_THE_SECOND = 3


def write_history(actor: Actor, units: Mapping[str, OrgUnit]) -> None:
    """What happened to organisations of a made-up district and of one beside it."""
    join_schools(actor, units)
    make_branch(actor, units)
    divide(actor, units)
    rename(actor, units)
    open_again(actor, units)


def join_schools(actor: Actor, units: Mapping[str, OrgUnit]) -> None:
    join_unit(
        actor,
        unit=units[f"{DISTRICT}-s03"],
        into=units[f"{DISTRICT}-s02"],
        day=LAST_AUTUMN,
        ground=ORDER.format(day="16.06.2025", number=118),
    )


def make_branch(actor: Actor, units: Mapping[str, OrgUnit]) -> None:
    """A kindergarten goes on as a branch of a school and stays one in the figures."""
    garden = units[f"{DISTRICT}-k02"]
    branch = create_unit(
        actor,
        kind=UnitKind.UNIT,
        code=f"{DISTRICT}-s01-k",
        title=f"Дошкольное подразделение школы ({garden.short_title})",
        short_title=f"Дошкольное подразделение, прежде {garden.short_title}",
        parent=units[f"{DISTRICT}-s01"],
        org_kind=OrgKind.KINDERGARTEN,
        opened_on=AUTUMN,
    )
    ground = ORDER.format(day="20.05.2026", number=97)
    join_unit(actor, unit=garden, into=branch, day=AUTUMN, ground=ground)


def divide(actor: Actor, units: Mapping[str, OrgUnit]) -> None:
    """A school of a large enough demo becomes two; a third of the people go to the second."""
    school = units.get(f"{NEIGHBOUR}-s02")
    if school is None:
        return
    work = Employment.objects.active_on(AUTUMN).filter(organisation=school).order_by("pk")
    people = list(dict.fromkeys(work.values_list("person", flat=True)))
    new = [
        NewUnit(
            school.kind,
            f"{NEIGHBOUR}-s{number}",
            f"{school.title} ({words} корпус)",
            f"{school.short_title}, {words} корпус",
            org_kind=school.org_kind,
        )
        for number, words in ((51, "северный"), (52, "южный"))
    ]
    going = frozenset(people[: len(people) // SHARE_OF_THE_SECOND])
    split_unit(
        actor,
        unit=school,
        parts=[Part(new[0]), Part(new[1], going)],
        day=AUTUMN,
        ground="Постановление администрации Томского района от 11.06.2026 № 204 (вымышленное)",
    )


def rename(actor: Actor, units: Mapping[str, OrgUnit]) -> None:
    school = units[f"{DISTRICT}-s01"]
    rename_unit(
        actor,
        unit=school,
        title=f"{school.title} — центр образования",
        short_title=f"Центр образования ({school.short_title})",
        on=AUTUMN,
    )


def open_again(actor: Actor, units: Mapping[str, OrgUnit]) -> None:
    """A house of creativity closed for repairs and opened five years later."""
    house = create_unit(
        actor,
        kind=UnitKind.ORGANISATION,
        code=f"{DISTRICT}-a51",
        title="Муниципальное бюджетное учреждение дополнительного образования «Дом ремёсел»",
        short_title="Дом ремёсел",
        parent=units[DISTRICT],
        org_kind=OrgKind.ADDITIONAL,
        opened_on=date(1985, 9, 1),
    )
    close_unit(actor, unit=house, closed_on=date(2019, 7, 1))
    ground = ORDER.format(day="02.08.2024", number=151)
    resume_unit(actor, unit=house, on=date(2024, 9, 1), ground=ground)
