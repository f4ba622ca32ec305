"""Acts of whole roadmaps in the demo: one is prolonged, planned for a year, handed down in part."""

from dataclasses import dataclass
from datetime import date, timedelta

from rostok.config.demo.chance import Chance
from rostok.kernel import clock
from rostok.kernel.access import Actor, installation
from rostok.orgs.models import OrgUnit, UnitKind
from rostok.roadmaps.models import TO_DO_STATES, Occurrence, Roadmap, WorkPlan
from rostok.roadmaps.prolonging import MOVE, Answers
from rostok.roadmaps.services import (
    OwnAction,
    add_line,
    approve_plan,
    draw_plan,
    hand_down,
    prolong_roadmap,
    set_days,
    submit_plan,
)

ACT = "Приказ"
SIGNED_BEFORE = timedelta(days=13)
HANDED_BEFORE, HANDED_BY = timedelta(days=120), timedelta(days=60)
RECEIVERS = 6
OWN_LINES = (
    ("Семинар для наставников молодых педагогов", "Программа семинара, список участников", 3, 20),
    ("Выездная консультация в малокомплектных школах", "Справка о выезде", 10, 15),
)


@dataclass(frozen=True)
class Pair:
    """Who acts and who decides."""

    worker: Actor
    accepter: Actor


def service_of(unit: OrgUnit) -> Pair:
    """The service of a unit under its own name."""
    service = f"Методическая служба, {unit.short_title}"
    return Pair(installation(service), installation(f"Руководитель: {service}"))


def prolong(roadmap: Roadmap, last: date, pair: Pair, chance: Chance) -> None:
    """Prolonged by a year, by an act signed in the December before."""
    signed = last - SIGNED_BEFORE
    number = str(chance.number(120, 320))
    answers = Answers(kind=ACT, number=number, signed_on=signed, for_all=MOVE)
    with clock.moved_to(signed):
        prolong_roadmap(pair.accepter, roadmap=roadmap, answers=answers)
    roadmap.refresh_from_db()


def plan_year(roadmap: Roadmap, pair: Pair, year: int) -> WorkPlan:
    """Drawn in January: days given, own lines added, approved by somebody else."""
    with clock.moved_to(min(date(year, 1, 15), clock.today())):
        unit = roadmap.system.root
        plan = draw_plan(pair.worker, roadmap=roadmap, unit=unit, year=year)
        for month, line in enumerate(plan.lines.filter(due__isnull=True), start=1):
            day = date(year, 1 + month % 11, 25)
            set_days(pair.worker, plan=plan, occurrence=line, days=[day])
        for title, result, month, number in OWN_LINES:
            own = OwnAction(title, due=date(year, month, number), result=result)
            add_line(pair.worker, plan=plan, own=own)
        sent = submit_plan(pair.worker, plan=plan)
        return approve_plan(pair.accepter, plan=sent)


def hand_to_districts(roadmap: Roadmap, pair: Pair, year: int, chance: Chance) -> list[Occurrence]:
    """The first action of the year that is still open goes to some municipalities, in good time."""
    rows = Occurrence.objects.own().filter(roadmap=roadmap, year=year, state__in=TO_DO_STATES)
    first = rows.filter(due__isnull=False).select_related("action__roadmap__system").first()
    below = OrgUnit.objects.below(roadmap.system.root).filter(kind=UnitKind.MUNICIPALITY)
    units = list(below.order_by("sort_key")[:RECEIVERS])
    if first is None or first.due is None or not units:
        return []
    day = chance.working_day(first.due - HANDED_BEFORE, first.due - HANDED_BY)
    with clock.moved_to(min(day, clock.today())):
        hand_down(pair.worker, action=first.action, above=roadmap.system.root, units=units)
    copies = Occurrence.objects.filter(action=first.action, above__isnull=False)
    return list(copies.with_actions().order_by("unit__sort_key", "year"))
