"""Parties of a system: who they are, where each function is carried out, how it stands."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostok.accounts.models import RoleHolding
from rostok.kernel.access import LINE, Actor, Grant
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.orgs.models import System
from rostok.packs.pack import Clauses
from rostok.parties import permissions
from rostok.parties.cards import PartyCard, Standing
from rostok.parties.carrying import address_in, capabilities
from rostok.parties.queries import my_functions, structure_of
from rostok.parties.services import name_party, release_party
from rostok.roadmaps.models import Roadmap
from rostok.roadmaps.services import NewProof, add_proof
from tests.factories import BOSS, actor_at, make_municipality, make_school, make_user
from tests.roadmaps.conftest import ORDER, Place, place

__all__ = ["place"]
START = date(2023, 9, 1)


def cards(system: System, actor: Actor = BOSS) -> dict[str, PartyCard]:
    return {card.party.code: card for part in structure_of(actor, system) for card in part.cards}


def test_every_duty_of_the_regulation_stands_at_its_party(place: Place) -> None:
    shown = {row.clause.id for card in cards(place.system).values() for row in card.functions}
    section = place.system.current_version.section("parties")
    assert shown == {clause for party in section.parties for clause in party.clauses}


def test_a_party_is_a_unit_with_its_people(place: Place) -> None:
    user = make_user(place.unit, title="Ольга Методистова")
    RoleHolding.objects.create(
        user=user, role="service_head", unit=place.unit, start=date(2023, 1, 1)
    )
    name_party(BOSS, system=place.system, party="ruo", unit=place.unit, start=START)
    seat = cards(place.system)["ruo"].seats[0]
    assert (seat.unit, seat.people) == (place.unit, ("Ольга Методистова",))
    reader = actor_at(place.unit, permissions.VIEW)
    assert cards(place.system, reader)["ruo"].seats[0].people == ()


def test_terms_of_the_roadmap_stand_at_the_party(place: Place) -> None:
    """On 2 October 2023 the orders of August are overdue, the year's work is due in December."""
    terms = cards(place.system)["ruo"].terms
    assert terms.following == date(2023, 12, 31)
    assert terms.overdue > 0


def test_what_is_not_built_and_not_in_the_roadmap_says_so(place: Place) -> None:
    absent = [
        row
        for card in cards(place.system).values()
        for row in card.functions
        if row.standing == Standing.ABSENT
    ]
    assert absent
    assert not any(one.url for row in absent for one in row.places)
    assert all(capabilities()[row.clause.capability].is_planned for row in absent)


def test_a_built_capability_opens_a_page_of_the_system(place: Place) -> None:
    named = {clause.capability for clause in place.system.current_version.read.of(Clauses).clauses}
    for code in named:
        capability = capabilities()[code]
        if capability.state == "finished" and capability.pages:
            assert address_in(capability, place.system), code


def test_the_cost_does_not_grow_with_parties(place: Place) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            structure_of(BOSS, System.objects.with_versions().get(pk=place.system.pk))
        return len(asked)

    name_party(BOSS, system=place.system, party="ruo", unit=place.unit, start=START)
    few = cost()
    for party in ("ruo", "rdmc", "mms"):
        name_party(BOSS, system=place.system, party=party, unit=place.school, start=START)
    assert cost() == few


def test_my_functions_are_those_of_my_unit(place: Place) -> None:
    name_party(BOSS, system=place.system, party="ruo", unit=place.unit, start=START)
    own = Actor(
        title="Своя",
        grants=(
            Grant(permissions.VIEW, LINE, place.unit.pk),
            Grant("systems.view", LINE, place.unit.pk),
        ),
    )
    assert [card.party.code for card in my_functions(own)] == ["ruo", "head-ruo", "rdmc"]
    name_party(BOSS, system=place.system, party="rdmc", unit=place.school, start=START)
    assert [card.party.code for card in my_functions(own)] == ["ruo", "head-ruo"]
    other = actor_at(make_municipality(), permissions.VIEW, "systems.view")
    assert my_functions(other) == []


@pytest.mark.parametrize(
    ("party", "unit", "words"),
    [
        ("nobody", "unit", "нет субъекта"),
        ("ruo", "elsewhere", "другой территории"),
    ],
)
def test_wrong_names_are_refused(place: Place, party: str, unit: str, words: str) -> None:
    where = place.unit if unit == "unit" else make_school(make_municipality())
    with pytest.raises(RuleViolation, match=words):
        name_party(BOSS, system=place.system, party=party, unit=where, start=START)


def test_the_same_unit_is_not_named_twice_and_ends_once(place: Place) -> None:
    held = name_party(BOSS, system=place.system, party="ruo", unit=place.unit, start=START)
    with pytest.raises(RuleViolation, match="уже указана"):
        name_party(BOSS, system=place.system, party="ruo", unit=place.unit, start=START)
    with pytest.raises(RuleViolation, match="не раньше"):
        release_party(BOSS, held=held, last_day=date(2023, 8, 1))
    ended = release_party(BOSS, held=held, last_day=date(2023, 10, 31))
    assert ended.end == date(2023, 11, 1)
    with pytest.raises(RuleViolation, match="Уже завершено"):
        release_party(BOSS, held=held, last_day=date(2023, 12, 31))


def test_a_party_of_the_region_may_serve_a_municipality(place: Place) -> None:
    held = name_party(BOSS, system=place.system, party="cnppm", unit=place.region, start=START)
    assert held.unit == place.region


def test_a_stranger_names_nobody(place: Place) -> None:
    held = name_party(BOSS, system=place.system, party="ruo", unit=place.unit, start=START)
    stranger = actor_at(make_municipality(), permissions.NAME)
    with pytest.raises(Forbidden):
        name_party(stranger, system=place.system, party="rdmc", unit=place.unit, start=START)
    with pytest.raises(Forbidden):
        release_party(stranger, held=held, last_day=date(2023, 10, 31))


def test_a_done_term_is_no_more_overdue(place: Place) -> None:
    before = cards(place.system)["ruo"].terms.overdue
    occurrence = place.occurrence("a1")
    add_proof(place.methodist, occurrence=occurrence, proof=ORDER)
    Roadmap.objects.get(system=place.system).occurrences.filter(pk=occurrence.pk).update(
        state="submitted"
    )
    assert cards(place.system)["ruo"].terms.overdue == before - 1
    assert isinstance(ORDER, NewProof)
