"""How each function stands: what the regulation says carries it out, against what is known."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet
from django.utils.text import Truncator

from rostok.orgs.models import OrgUnit, System
from rostok.orgs.pack import Parties, Party
from rostok.packs.pack import Clause, Clauses
from rostok.parties.acts import Acts, acts_in
from rostok.parties.cards import FunctionCard, PartyCard, Place, Seat
from rostok.parties.carrying import Capability, Way, Whose, address_in, capabilities, ways
from rostok.parties.pack import Function, Functions, carries
from rostok.parties.terms import Promises, promises_in

LONG = 90  # characters of an action's title


@dataclass(frozen=True)
class Held:
    """Who a party is today: units named to it, and those that are it without being named.

    A party of which nothing is said acts through the one it belongs to.
    """

    seats: tuple[Seat, ...] = ()
    every: tuple[OrgUnit, ...] = ()
    above: "Held | None" = None

    @cached_property
    def units(self) -> frozenset[int]:
        own = frozenset(unit.pk for unit in (*self.every, *(seat.unit for seat in self.seats)))
        return own or (self.above.units if self.above else own)

    @property
    def is_through_above(self) -> bool:
        return bool(self.units) and not self.seats and not self.every

    def only(self, own: Collection[int]) -> "Held":
        """As far as it is these units."""
        return Held(
            tuple(seat for seat in self.seats if seat.unit.pk in own),
            tuple(unit for unit in self.every if unit.pk in own),
            self.above.only(own) if self.above and self.is_through_above else None,
        )

    @property
    def since(self) -> date | None:
        return min((seat.held.start for seat in self.seats if seat.held), default=None)


@dataclass(frozen=True)
class Known:
    """All that the states of a system's functions are read from."""

    system: System
    parties: Parties
    clauses: Mapping[str, Clause]
    functions: Mapping[str, Function]
    held: Mapping[str, Held]
    acts: Acts
    promises: Promises

    def codes_of(self, party: Party) -> list[str]:
        """Rows of the roadmap that name the party."""
        return [
            code for code, action in self.promises.actions.items() if party.code in action.parties
        ]


def known_of(system: System, held: Mapping[str, Held], units: QuerySet[OrgUnit]) -> Known:
    """`units` are those of all the parties, as a query: organisations may be thousands."""
    content = system.current_version.read
    section = content.find(Functions) or Functions()
    kinds = {kind for way in ways().values() if way.whose == Whose.PARTY for kind in way.kinds}
    return Known(
        system,
        content.of(Parties),
        content.of(Clauses).by_id,
        section.by_clause,
        held,
        acts_in(system, units, kinds),
        promises_in(system, units, {seat.unit.pk for one in held.values() for seat in one.seats}),
    )


def card_of(known: Known, party: Party, within: str, duties: Iterable[Clause]) -> PartyCard:
    held = known.held[party.code]
    return PartyCard(
        known.system,
        party,
        within,
        list(held.seats),
        known.promises.of(known.codes_of(party), held.units),
        [function_card(known, party, clause) for clause in duties],
        every=held.every,
        through=within if held.is_through_above else "",
    )


@dataclass(frozen=True)
class Duty:
    """A clause as a duty of one party, with what carries it out."""

    clause: Clause
    ways: tuple[Way, ...] = ()
    actions: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    whole: bool = False
    is_absent: bool = False


def duty_of(known: Known, party: Party, clause: Clause) -> Duty:
    """What the regulation says of the clause, and of the clauses that it is made of."""
    function = known.functions.get(clause.id, Function(clause=clause.id))
    told = [
        function,
        *(known.functions[part] for part in function.parts if part in known.functions),
    ]
    named = [code for one in told for code in actions_of(known, party, one)]
    parts = [known.clauses[part] for part in function.parts if part in known.clauses]
    return Duty(
        clause,
        tuple(ways()[name] for one in told for name in one.ways if name in ways()),
        tuple(dict.fromkeys(named)),
        tuple(function.parts),
        any(one.whole_roadmap for one in told),
        all(capabilities()[one.capability].is_planned for one in parts or [clause]),
    )


def actions_of(known: Known, party: Party, function: Function) -> list[str]:
    """Rows of the roadmap in force that carry the function out and are the party's."""
    return [
        code
        for code, action in known.promises.actions.items()
        if (function.whole_roadmap or code in function.actions)
        and carries(action.parties, party, known.parties)
    ]


def function_card(known: Known, party: Party, clause: Clause) -> FunctionCard:
    duty, held = duty_of(known, party, clause), known.held[party.code]
    terms = known.promises.of(duty.actions, held.units, whole=duty.whole)
    return FunctionCard(
        clause=clause,
        places=tuple(places_of(known, duty)),
        terms=terms,
        last=last_act(known, duty, held.units),
        since=held.since if any(way.whose == Whose.SEAT for way in duty.ways) else None,
        around=last_around(known, duty),
        is_marked=bool(duty.ways),
        has_terms=bool(duty.actions),
        is_absent=duty.is_absent,
        is_named=bool(held.units),
        parts=duty.parts,
    )


def last_act(known: Known, duty: Duty, units: frozenset[int]) -> datetime | None:
    """The latest of what the party's people did and of what was done for the territory."""
    kinds = {kind for way in duty.ways if way.whose == Whose.PARTY for kind in way.kinds}
    actions = {known.promises.actions[code].pk for code in duty.actions}
    anyone = [
        known.acts.territory.get(way.code) for way in duty.ways if way.whose == Whose.TERRITORY
    ]
    own = known.acts.of(units, kinds, actions)
    return max(filter(None, (own, *anyone)), default=None)


def last_around(known: Known, duty: Duty) -> datetime | None:
    """When anybody in the territory last did the same, or used the capability at all."""
    codes = [way.code for way in duty.ways] or [duty.clause.capability]
    return max(filter(None, map(known.acts.territory.get, codes)), default=None)


def places_of(known: Known, duty: Duty) -> Iterator[Place]:
    """Pages of the ways, the rows of the roadmap, then the capability and those beside it."""
    for way in dict.fromkeys(duty.ways):
        yield Place(way.title, address_in(way, known.system))
    if not duty.whole:
        for code in duty.actions:
            action = known.promises.actions[code]
            yield Place(Truncator(action.title).chars(LONG), action.get_absolute_url())
    if not duty.ways:
        yield place_of(capabilities()[duty.clause.capability], known.system)
    for code in duty.clause.also:
        if not capabilities()[code].is_planned:
            yield place_of(capabilities()[code], known.system)


def place_of(capability: Capability, system: System) -> Place:
    url = "" if capability.is_planned else address_in(capability, system)
    return Place(capability.title, url, is_absent=capability.is_planned)
