"""The structure of a system: parties by level, who they are, how each function stands."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from rostok.accounts import permissions as access
from rostok.accounts.models import RoleHolding
from rostok.kernel.access import Actor
from rostok.kernel.refs import links, ref_to
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.models.units import OrgUnitQuerySet
from rostok.orgs.pack import Parties
from rostok.orgs.queries import parties_of, systems_for_list, units_of
from rostok.packs.fields import LEVEL_TITLES
from rostok.parties import permissions
from rostok.parties.cards import LevelPart, PartyCard, Seat
from rostok.parties.models import PartyUnit
from rostok.parties.standing import Held, card_of, known_of

Units = frozenset[int]


def structure_of(actor: Actor, system: System, own: Units | None = None) -> list[LevelPart]:
    """Parties of a system by level; the number of queries does not grow with them.

    With `own`: the parties that these units are, and only what these units did.
    """
    parties = system.current_version.read.find(Parties)
    if parties is None:
        return []
    seats, every = seats_in(actor, system), organisations_in(system, parties)
    held = held_by(parties, seats, list(every.only("title", "short_title", "org_kind")))
    if own is not None:
        held = {code: one.only(own) for code, one in held.items()}
        every = every.filter(pk__in=own)
    known = known_of(system, held, units_in(seats, every))
    return [
        LevelPart(
            str(part.key),
            str(LEVEL_TITLES[part.key]),
            [
                card_of(known, party, within, duties)
                for party, within, duties in part.context["parties"]
            ],
        )
        for part in parties_of(system)
    ]


def my_functions(actor: Actor) -> list[PartyCard]:
    """Parties that are units where the actor works or holds a role, in every system over them."""
    own = own_units(actor)
    over = Q(root__below_rows__descendant__in=own) | Q(party_units__unit__in=own)
    concerned = System.objects.filter(over).values("pk")
    return [
        one
        for system in systems_for_list(actor).filter(pk__in=concerned)
        for part in structure_of(actor, system, own)
        for one in part.cards
        if one.seats or one.every or (one.through and one.functions)
    ]


def own_units(actor: Actor) -> Units:
    """Units of the actor's rights, with the organisations that their departments belong to."""
    own = {grant.unit_id for grant in actor.grants if grant.unit_id}
    holding = OrgUnit.objects.organisations().filter(below_rows__descendant__in=own)
    return Units({*own, *holding.order_by().values_list("pk", flat=True)})


def held_by(
    parties: Parties, seats: Mapping[str, list[Seat]], organisations: list[OrgUnit]
) -> dict[str, Held]:
    """By party: the units that are it today, and where people look, who they are."""
    by_code, found = parties.by_code, dict[str, Held]()

    def of(code: str) -> Held:
        if code not in found:
            party = by_code[code]
            found[code] = Held(
                tuple(seats.get(code, ())),
                tuple(unit for unit in organisations if unit.org_kind in party.every),
                of(party.within) if party.within else None,
            )
        return found[code]

    return {code: of(code) for code in by_code}


def units_in(seats: Mapping[str, list[Seat]], every: OrgUnitQuerySet) -> OrgUnitQuerySet:
    named = {seat.unit.pk for held in seats.values() for seat in held}
    rows: OrgUnitQuerySet = OrgUnit.objects.all()
    return rows.filter(Q(pk__in=named) | Q(pk__in=every.values("pk")))


def seats_in(actor: Actor, system: System) -> dict[str, list[Seat]]:
    """Who the parties are today by their codes, in three queries."""
    rows = PartyUnit.objects.visible_to(actor, permissions.VIEW).active_on(system.today)
    held = list(rows.filter(system=system).select_related("unit", "system"))
    people = people_at(actor, {row.unit_id for row in held}, system.today)
    addresses = links(actor, [ref_to(row.unit) for row in held])
    found: dict[str, list[Seat]] = defaultdict(list)
    for row in held:
        url = addresses.get(("unit", row.unit_id), "")
        found[row.party].append(Seat(row.unit, row, tuple(people[row.unit_id]), url))
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


def organisations_in(system: System, parties: Parties) -> OrgUnitQuerySet:
    """Open organisations of the kinds that are a party each."""
    kinds = {kind for party in parties.parties for kind in party.every}
    rows = units_of(system).organisations().open_on(system.today)
    return rows.filter(org_kind__in=kinds).order_by()
