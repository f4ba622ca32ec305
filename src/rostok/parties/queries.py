"""The structure of a system: parties by level, who they are, how each function stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from rostok.accounts import permissions as access
from rostok.accounts.models import RoleHolding
from rostok.kernel.access import Actor
from rostok.kernel.journal import kinds
from rostok.kernel.models import JournalEntry, JournalPlace
from rostok.orgs.models import System
from rostok.orgs.pack import Party
from rostok.orgs.queries import parties_of, systems_for_list
from rostok.packs.fields import LEVEL_TITLES
from rostok.packs.pack import Clause
from rostok.parties import permissions
from rostok.parties.carrying import Capability, address_in, capabilities
from rostok.parties.models import PartyUnit
from rostok.roadmaps.models import TO_DO_STATES, Occurrence


@dataclass(frozen=True)
class FunctionCard:
    """A duty of a party: where it is carried out and when something was last done there."""

    clause: Clause
    capability: Capability
    url: str
    last: datetime | None

    @property
    def look(self) -> str:
        if self.capability.is_planned:
            return "draft"
        return "done" if self.last else "planned"


@dataclass(frozen=True)
class Terms:
    """What the roadmap asks of a party."""

    following: date | None = None
    overdue: int = 0


@dataclass(frozen=True)
class Seat:
    """A unit that is the party, and the people who hold roles there, as far as the reader may."""

    held: PartyUnit
    people: tuple[str, ...]


@dataclass(frozen=True)
class PartyCard:
    system: System
    party: Party
    within: str
    seats: list[Seat]
    terms: Terms
    functions: list[FunctionCard]

    @property
    def pack(self) -> str:
        return self.system.current_version.key


@dataclass(frozen=True)
class LevelPart:
    level: str
    title: str
    cards: list[PartyCard]


def structure_of(actor: Actor, system: System) -> list[LevelPart]:
    """All parties of a system by level; the number of queries does not grow with them."""
    seats, terms, last = seats_in(actor, [system]), terms_in(system), last_acts(system)
    return [
        LevelPart(
            str(part.key),
            str(LEVEL_TITLES[part.key]),
            [
                card(system, party, within, duties, seats, terms, last)
                for party, within, duties in part.context["parties"]
            ],
        )
        for part in parties_of(system)
    ]


def my_functions(actor: Actor) -> list[PartyCard]:
    """Parties that are units where the actor works or holds a role, in every system."""
    own = {grant.unit_id for grant in actor.grants if grant.unit_id}
    rows = PartyUnit.objects.filter(unit__in=own).values_list("system", "party")
    mine: dict[int, set[str]] = defaultdict(set)
    for system, party in rows.distinct():
        mine[system].add(party)
    systems = systems_for_list(actor).filter(pk__in=mine)
    return [
        one
        for system in systems
        for part in structure_of(actor, system)
        for one in part.cards
        if one.party.code in mine[system.pk]
    ]


def card(
    system: System,
    party: Party,
    within: str,
    duties: Iterable[Clause],
    seats: dict[tuple[int, str], list[Seat]],
    terms: dict[str, Terms],
    last: dict[str, datetime],
) -> PartyCard:
    return PartyCard(
        system,
        party,
        within,
        seats.get((system.pk, party.code), []),
        terms.get(party.code, Terms()),
        [function_card(clause, system, last) for clause in duties],
    )


def function_card(clause: Clause, system: System, last: dict[str, datetime]) -> FunctionCard:
    capability = capabilities()[clause.capability]
    url = "" if capability.is_planned else address_in(capability, system)
    return FunctionCard(clause, capability, url, last.get(capability.code))


def seats_in(actor: Actor, systems: list[System]) -> dict[tuple[int, str], list[Seat]]:
    """Who the parties are today, two queries for all."""
    today = systems[0].today
    rows = list(
        PartyUnit.objects.visible_to(actor, permissions.VIEW)
        .active_on(today)
        .filter(system__in=systems)
        .select_related("unit", "system")
    )
    people = people_at(actor, {row.unit_id for row in rows}, today)
    found: dict[tuple[int, str], list[Seat]] = defaultdict(list)
    for row in rows:
        found[row.system_id, row.party].append(Seat(row, tuple(people[row.unit_id])))
    return found


def people_at(actor: Actor, units: set[int], today: date) -> dict[int, list[str]]:
    holdings: Any = RoleHolding.objects.visible_to(actor, access.VIEW)
    held = holdings.active_on(today).filter(unit__in=units, user__is_active=True)
    found: dict[int, list[str]] = defaultdict(list)
    for row in held.select_related("user__person").order_by("user__norm"):
        name = row.user.get_full_name()
        if name not in found[row.unit_id]:
            found[row.unit_id].append(name)
    return found


def terms_in(system: System) -> dict[str, Terms]:
    """Party → its next term in the roadmap and how many are overdue, in one query."""
    today = system.today
    rows = Occurrence.objects.own().filter(
        roadmap__system=system, state__in=TO_DO_STATES, due__isnull=False
    )
    following: dict[str, date] = {}
    overdue: dict[str, int] = defaultdict(int)
    for parties, due in rows.order_by("due").values_list("action__parties", "due"):
        for party in parties:
            if due < today:
                overdue[party] += 1
            else:
                following.setdefault(party, due)
    return {party: Terms(following.get(party), overdue[party]) for party in {*following, *overdue}}


def last_acts(system: System) -> dict[str, datetime]:
    """Capability → when something of it was last done in the territory."""
    here = JournalPlace.objects.filter(entry=OuterRef("pk"), unit_id=system.root_id)
    found = {}
    for code, capability in capabilities().items():
        of_it = [name for name in kinds if name.startswith(capability.journal)]
        entry = JournalEntry.objects.filter(Exists(here), kind__in=of_it).order_by("-pk").first()
        if entry is not None:
            found[code] = entry.at
    return found
