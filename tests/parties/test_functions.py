"""How each function stands: by the rows of the roadmap, the ways and the people of its party."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rostok.accounts.models import RoleHolding
from rostok.kernel import clock
from rostok.kernel.access import LINE, Actor, Grant
from rostok.kernel.journal import record
from rostok.orgs.models import OrgUnit, UnitKind
from rostok.orgs.services import activate_system
from rostok.parties.cards import FunctionCard, PartyCard, Standing
from rostok.parties.queries import my_functions, structure_of
from rostok.parties.services import name_party
from rostok.roadmaps import permissions as roadmap_rights
from rostok.roadmaps.models import Occurrence
from rostok.roadmaps.services import accept, begin, hand_down, submit
from rostok.staff.models import Employment
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    make_municipality,
    make_person,
    make_school,
    make_unit,
    make_user,
)
from tests.roadmaps.conftest import TODAY, Place, place

__all__ = ["place"]
START = date(2023, 9, 1)
CARRY, HELP, INTERNSHIPS = "MUY-0-04", "MUY-3.1.2-02", "MUY-3.1.2-01"


def card(place: Place, code: str) -> PartyCard:
    parts = structure_of(BOSS, place.system)
    return next(one for part in parts for one in part.cards if one.party.code == code)


def function(place: Place, party: str, clause: str) -> FunctionCard:
    rows = card(place, party).functions
    return next(row for row in rows if row.clause.id == clause)


def service_of(place: Place, *parties: str) -> OrgUnit:
    """A methodical service below the district, named as these parties."""
    unit = make_school(place.unit, "Служба", org_kind="service")
    for party in parties:
        name_party(BOSS, system=place.system, party=party, unit=unit, start=START)
    return unit


def worker_at(place: Place, unit: OrgUnit, name: str = "Работникова") -> Actor:
    """Somebody employed at the unit, with rights in the whole district."""
    person = make_person(name)
    hire(person, unit)
    user = make_user(unit, person=person)
    rights = (roadmap_rights.VIEW, roadmap_rights.WORK, roadmap_rights.MANAGE)
    return actor_at(place.unit, *rights, title=name, user_id=user.pk, person_id=person.pk)


def reader_at(unit: OrgUnit) -> Actor:
    """Somebody of the unit who reads what stands above it."""
    rights = ("parties.view", "systems.view")
    return Actor(title="Читатель", grants=tuple(Grant(one, LINE, unit.pk) for one in rights))


def test_terms_are_of_the_actions_that_carry_a_function_out(place: Place) -> None:
    """Of all that ММС promises, internships are one action and help to teachers three others."""
    due, help_before = place.occurrence("a19").due, function(place, "mms", HELP).terms
    assert function(place, "mms", INTERNSHIPS).terms.following == due
    passed = TODAY - timedelta(days=3)
    Occurrence.objects.filter(action__code="a19").update(start=None, due=passed)
    late = function(place, "mms", INTERNSHIPS)
    assert (late.standing, late.word) == (Standing.OVERDUE, "просрочено: 2")
    assert late.terms.late == passed
    assert function(place, "mms", HELP).terms == help_before


def test_a_party_counts_only_actions_that_name_it(place: Place) -> None:
    """The same clause stands at РДМЦ and at schools; no action names schools."""
    assert function(place, "rdmc", CARRY).terms.overdue > 0
    assert function(place, "org", CARRY).terms.overdue == 0


def test_a_copy_handed_down_is_the_function_of_whom_it_was_handed_to(place: Place) -> None:
    action = place.occurrence("a1").action
    before = function(place, "rdmc", CARRY).terms.overdue
    with clock.moved_to(date(2023, 8, 1)):
        hand_down(BOSS, action=action, above=place.unit, units=[place.school])
    assert function(place, "org", CARRY).terms.overdue == 1
    assert function(place, "rdmc", CARRY).terms.overdue == before


def test_acts_are_those_of_the_partys_own_people(place: Place) -> None:
    unit = service_of(place, "rdmc")
    outsider = worker_at(place, make_school(place.unit), "Посторонняя")
    begin(outsider, occurrence=place.occurrence("a9"))
    assert function(place, "rdmc", CARRY).last is None
    begin(worker_at(place, unit), occurrence=place.occurrence("a10"))
    last = function(place, "rdmc", CARRY).last
    assert last is not None
    assert last.date() == TODAY


def test_work_at_an_action_is_an_act_of_its_function_alone(place: Place) -> None:
    begin(worker_at(place, service_of(place, "mms")), occurrence=place.occurrence("a19"))
    assert function(place, "mms", INTERNSHIPS).last is not None
    assert function(place, "mms", HELP).last is None


def test_who_holds_a_role_there_is_of_the_party_while_they_hold_it(place: Place) -> None:
    unit = service_of(place, "rdmc")
    user = make_user(unit)
    held = RoleHolding.objects.create(
        user=user, role="municipal_methodist", unit=unit, start=date(2023, 1, 1), end=START
    )
    actor = replace(worker_at(place, place.school, "Другая"), user_id=user.pk)
    begin(actor, occurrence=place.occurrence("a9"))
    assert function(place, "rdmc", CARRY).last is None
    RoleHolding.objects.filter(pk=held.pk).update(end=None)
    assert function(place, "rdmc", CARRY).last is not None


def test_who_left_the_unit_acts_for_it_no_more(place: Place) -> None:
    unit = service_of(place, "rdmc")
    actor = worker_at(place, unit)
    Employment.objects.filter(organisation=unit).update(end=START)
    begin(actor, occurrence=place.occurrence("a9"))
    assert function(place, "rdmc", CARRY).last is None


def test_a_department_acts_for_its_organisation_but_a_school_not_for_its_district(
    place: Place,
) -> None:
    unit = service_of(place, "rdmc")
    department = make_unit(UnitKind.UNIT, unit, "Методкабинет")
    name_party(BOSS, system=place.system, party="mms", unit=place.unit, start=START)
    begin(worker_at(place, department), occurrence=place.occurrence("a19"))
    assert function(place, "rdmc", CARRY).last is not None
    assert function(place, "mms", INTERNSHIPS).last is None


def test_an_act_of_elsewhere_is_not_one_of_this_territory(place: Place) -> None:
    unit = service_of(place, "rdmc")
    elsewhere = make_school(make_municipality())
    record(worker_at(place, unit), "roadmaps.progressed", elsewhere, progress="чужое")
    assert function(place, "rdmc", CARRY).last is None


def test_where_the_party_did_nothing_the_territory_is_told_apart(place: Place) -> None:
    service_of(place, "mms")
    begin(worker_at(place, place.school), occurrence=place.occurrence("a9"))
    record(place.head, "roadmaps.handed", place.unit, count=3)
    row = function(place, "mms", "MUY-3.1.2-03")
    assert row.standing == Standing.NOTHING
    assert "но не те, кто указан" in row.lines[-1]


def test_nobody_named_says_why_no_act_is_seen(place: Place) -> None:
    row = function(place, "mms", "MUY-3.1.2-03")
    assert row.standing == Standing.NOTHING
    assert row.lines == ["Не указано, кто это, поэтому действий не видно."]


def test_a_party_without_units_acts_through_the_one_it_belongs_to(place: Place) -> None:
    """РДМЦ is within МКУ РУО."""
    unit = service_of(place, "ruo")
    begin(worker_at(place, unit), occurrence=place.occurrence("a9"))
    assert card(place, "rdmc").through == "МКУ РУО"
    assert function(place, "rdmc", CARRY).last is not None


def test_what_is_done_for_the_territory_counts_whoever_did_it(place: Place) -> None:
    """The regulation was put in force and the roadmap drawn by an administrator."""
    for clause in ("MUY-0-01", "MUY-0-02", "MUY-0-03"):
        assert function(place, "ruo", clause).standing == Standing.DONE


def test_being_named_is_the_function_where_the_clause_says_only_that(place: Place) -> None:
    assert function(place, "cnppm", "MUY-2.6-03").standing == Standing.NOTHING
    name_party(BOSS, system=place.system, party="cnppm", unit=place.region, start=START)
    row = function(place, "cnppm", "MUY-2.6-03")
    assert (row.standing, row.since) == (Standing.DONE, START)


def test_what_waits_for_acceptance_and_what_was_accepted(place: Place) -> None:
    occurrence = place.proved("a19")
    submit(place.methodist, occurrence=occurrence)
    assert function(place, "mms", INTERNSHIPS).standing == Standing.REVIEW
    occurrence.refresh_from_db()
    accept(place.head, occurrence=occurrence)
    row = function(place, "mms", INTERNSHIPS)
    assert (row.standing, row.terms.accepted) == (Standing.DONE, TODAY)


def test_every_organisation_is_the_party_without_being_named(place: Place) -> None:
    make_school(place.unit, org_kind="kindergarten")
    make_school(place.unit, org_kind="authority")
    shown = card(place, "org")
    assert [unit.org_kind for unit in shown.every] == ["school", "kindergarten"]
    [mine] = my_functions(reader_at(place.school))
    assert (mine.party.code, mine.every) == ("org", (place.school,))
    assert not mine.seats


def test_my_functions_tell_what_my_organisation_did(place: Place) -> None:
    other = make_school(place.unit)
    begin(worker_at(place, other), occurrence=place.occurrence("a9"))
    [mine] = my_functions(reader_at(place.school))
    [theirs] = my_functions(reader_at(other))

    def last(shown: PartyCard) -> datetime | None:
        return next(row.last for row in shown.functions if row.clause.id == CARRY)

    assert last(mine) is None
    assert last(theirs) is not None


def test_numbers_of_a_party_add_up_to_its_functions(place: Place) -> None:
    for part in structure_of(BOSS, place.system):
        for one in part.cards:
            assert sum(number for _look, _word, number in one.summary) == len(one.functions)


def test_a_version_without_the_section_still_shows_what_is_known(place: Place) -> None:
    """As one accepted by an earlier release: functions then have the state of their section."""
    version = place.system.current_version
    version.content = {name: one for name, one in version.content.items() if name != "functions"}
    version.pk, version.digest, version._state.adding = None, "0" * 64, True
    version.save()
    place.system = activate_system(
        BOSS, pack=version, key="prezhniy", root=make_municipality(), from_date=START
    )
    assert function(place, "mms", INTERNSHIPS).standing == Standing.ABSENT
    row = function(place, "rdmc", CARRY)
    assert row.standing == Standing.UNMARKED
    assert "отдельно по этой функции не отмечается" in row.lines[-1]
    assert row.places[0].url


@pytest.mark.parametrize("hours", [-1, 1])
def test_the_latest_act_is_shown_whatever_the_order_of_writing(place: Place, hours: int) -> None:
    unit = service_of(place, "rdmc")
    actor = worker_at(place, unit)
    moments = [datetime(2023, 9, 20, 12, tzinfo=UTC) + timedelta(hours=n) for n in (0, hours)]
    for moment, code in zip(moments, ("a9", "a10"), strict=True):
        row: Any = record(actor, "roadmaps.progressed", place.occurrence(code), progress="…")
        type(row).objects.filter(pk=row.pk).update(at=moment)
    assert function(place, "rdmc", CARRY).last == max(moments)
    assert clock.today() == TODAY
