"""A small world with two regions that must know nothing of each other, and people in every role."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.cookies import SimpleCookie
from itertools import count
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.test import Client

from rostok.accounts.models import OneTimeCode, RoleHolding, SignIn, User
from rostok.indicators.catalogue import default_year, indicators_of, is_context
from rostok.indicators.models import Collected, DataForm, FormState, ReportedValue, Target
from rostok.indicators.services import recompute
from rostok.kernel import clock
from rostok.kernel.files.storing import path_of
from rostok.kernel.ids import uuid7
from rostok.kernel.models import ImportBatch, ImportState, Job
from rostok.kernel.tabular.specs import import_specs
from rostok.notifications.models import Notice
from rostok.orgs.models import (
    FlagKind,
    OrgFlag,
    OrgKind,
    OrgUnit,
    Succession,
    SuccessionKind,
    System,
)
from rostok.packs.models import PackVersion
from rostok.packs.pack import Clauses
from rostok.packs.reader import pages_of
from rostok.parties.services import name_party
from rostok.people.models import Person, PersonMerge
from rostok.roadmaps.models import Action, CalendarFeed, Proof
from rostok.snapshots.models import Snapshot, SnapshotState
from rostok.snapshots.services import make_snapshot
from rostok.staff.models import (
    Absence,
    AbsenceKind,
    Employment,
    Post,
    PostCategory,
    TransferRequest,
    Vacancy,
)
from tests import factories as make
from tests.architecture.decisions import decisions_of
from tests.architecture.roadmap_rows import SCAN, add_proof_of_action

FIRST_DAY = date(2021, 1, 1)
NO_BASIS = {"unfounded_since": FIRST_DAY}
PACK = "muya"
CONTEXT = ("headcount-teaching", "share-under-35", "vacancies")
OWN, FOREIGN = "own", "foreign"
numbers = count(1)


@dataclass
class Side:
    """One region with one of everything."""

    region: OrgUnit
    municipality: OrgUnit
    school: OrgUnit
    system: System
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)
    earlier: Snapshot | None = None
    own_line: int = 0

    def keep(self, row: models.Model) -> Any:
        """The first row of each model is the sample of its side."""
        self.rows.setdefault(type(row), row)
        return row


@dataclass
class World:
    own: Side
    foreign: Side
    version: PackVersion
    sessions: dict[str, tuple[User, SimpleCookie]] = field(default_factory=dict)

    def side(self, name: str) -> Side:
        return self.own if name == OWN else self.foreign

    def user(self, role: str, level: str) -> User:
        """Somebody of our region who holds the role at the unit of its level."""
        side = self.own
        unit = {"region": side.region, "municipality": side.municipality}.get(level, side.school)
        person = add_person(side)
        user = User.objects.create(
            username=f"{role}-{next(numbers)}", title=role, person=person, home=unit
        )
        RoleHolding.objects.create(user=user, role=role, unit=unit, start=FIRST_DAY)
        return user


PARTY = "ruo"


def build_world() -> World:
    version = make.make_regulation(PACK, context=CONTEXT)
    world = World(build_side("own", version), build_side("foreign", version), version)
    for side in (world.own, world.foreign):
        grow(side, 1)
    return world


def build_side(key: str, version: PackVersion) -> Side:
    region = make.make_region()
    municipality = make.make_municipality(region)
    school = make.make_school(municipality)
    system = make.make_system(municipality, key=key, pack=version, from_date=FIRST_DAY)
    side = Side(region, municipality, school, system)
    held = name_party(make.BOSS, system=system, party=PARTY, unit=school, start=FIRST_DAY)
    for row in (school, system, held):
        side.keep(row)
    return side


def grow(side: Side, number: int) -> None:
    """One more of everything that lists show, `number` times, and the figures computed anew."""
    for _ in range(number):
        add_person(side)
        add_system(side)
        add_account(side)
        for row in decisions_of(add_person(side), side.school):
            side.keep(row)
        add_organisation(side)
        add_proof_of_action(side)
        add_newcomer(side)
    year = default_year(side.system)
    recompute(make.BOSS, system=side.system, years=[year - 1, year])
    freeze_again(side)


def on_disk(proof: Proof) -> int:
    """The proof, its file laid where this test keeps files: the row outlives them."""
    path = path_of(proof.file.stored_name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(SCAN)
    return int(proof.pk)


def freeze_again(side: Side) -> None:
    """A snapshot as the sample of its side, fresh after each growth; one approved before any."""
    year = default_year(side.system)
    if side.earlier is None:
        side.earlier = freeze(side, date(year - 1, 12, 31))
        Snapshot.objects.filter(pk=side.earlier.pk).update(state=SnapshotState.APPROVED)
    number = Snapshot.objects.filter(system=side.system).count()
    side.rows[Snapshot] = freeze(side, date(year, 12, 31 - number))


def freeze(side: Side, on: date) -> Snapshot:
    values = {"system": side.system, "unit": side.municipality, "year": on.year, "on": on}
    return make_snapshot(make.BOSS, **values)


def open_code(side: Side) -> str:
    assert side.earlier is not None
    return side.earlier.code


def add_person(side: Side) -> Person:
    number = next(numbers)
    person = side.keep(make.make_person(f"Иванова{number}", gender="f"))
    employment = side.keep(
        Employment.objects.create(
            person=person, organisation=side.school, post=teaching_post(), start=FIRST_DAY
        )
    )
    side.keep(
        Absence.objects.create(
            employment=employment,
            kind=AbsenceKind.CHILD_CARE,
            start=date(2022, 1, 1),
            end=date(2022, 9, 1),
        )
    )
    side.keep(
        Vacancy.objects.create(
            organisation=side.school, post=teaching_post(), start=date(2024, 9, 1)
        )
    )
    return person


def add_newcomer(side: Side) -> None:
    """Somebody whom the figures count in the year shown and not in the one before."""
    Employment.objects.create(
        person=make.make_person(f"Новикова{next(numbers)}"),
        organisation=side.school,
        post=teaching_post(),
        start=date(default_year(side.system), 2, 1),
    )


def teaching_post() -> Post:
    found = Post.objects.filter(category=PostCategory.TEACHING).first()
    return found or Post.objects.create(
        code="teacher", title="Учитель", norm="учитель", category=PostCategory.TEACHING
    )


def add_account(side: Side) -> User:
    user = side.keep(
        User.objects.create(
            username=f"user-{next(numbers)}", person=add_person(side), home=side.school
        )
    )
    side.keep(
        RoleHolding.objects.create(
            user=user, given_by=user, role="teacher", unit=side.school, start=FIRST_DAY, **NO_BASIS
        )
    )
    side.keep(
        OneTimeCode.objects.create(
            user=user, code_hash=f"{user.pk:064}", expires_at="2100-01-01T00:00:00Z"
        )
    )
    side.keep(SignIn.objects.create(user=user, key=f"key-{user.pk}", device="Браузер"))
    side.keep(
        Notice.objects.create(
            user=user,
            kind="notifications.soon",
            ref_kind="unit",
            ref_id=side.school.pk,
            title="Срок",
        )
    )
    side.keep(Job.objects.create(kind="test", title="Работа", user_id=user.pk, actor_title="Кто"))
    side.keep(
        ImportBatch.objects.create(
            spec=next(iter(import_specs), "none"),
            file_name="список.xlsx",
            digest="0" * 64,
            user_id=user.pk,
            actor_title="Кто",
            state=ImportState.APPLIED,
        )
    )
    return user


def add_leaver(side: Side) -> None:
    """Somebody who left and can still sign in."""
    person = add_person(side)
    Employment.objects.filter(person=person).update(end=date(2024, 1, 1))
    User.objects.create(username=f"left-{next(numbers)}", person=person, home=side.school)


def add_merge(side: Side) -> None:
    """A retired card beside the person it was merged into."""
    retired = make.make_person("Бывшая", merged_into=add_person(side))
    side.keep(PersonMerge.objects.create(survivor=retired.merged_into, merged=retired))


def another_person(side: Side) -> int:
    people = Person.objects.filter(employments__organisation=side.school, merged_into=None)
    return int(people.exclude(pk=side.rows[Person].pk).order_by("pk").values_list("pk")[0][0])


def add_transfer(side: Side, school: OrgUnit) -> None:
    """Somebody of the region's school is asked for by another one."""
    side.keep(
        TransferRequest.objects.create(
            person=add_person(side),
            from_organisation=side.school,
            to_organisation=school,
            asked_as="Иванова Мария",
            asked_on=FIRST_DAY,
            above_from=FIRST_DAY,
        )
    )


def add_organisation(side: Side) -> OrgUnit:
    school = make.make_school(side.municipality, org_kind=OrgKind.SCHOOL)
    add_transfer(side, school)
    add_merge(side)
    add_leaver(side)
    side.keep(OrgFlag.objects.create(unit=school, flag=FlagKind.LOW_RESULTS, start=FIRST_DAY))
    side.keep(
        Target.objects.create(
            system=side.system,
            unit=school,
            code=target_code(side),
            year=default_year(side.system),
            value=10,
        )
    )
    add_form(side, school)
    side.keep(
        Succession.objects.create(
            act=uuid7(),
            predecessor=school,
            successor=side.school,
            kind=SuccessionKind.SEPARATION,
            day=FIRST_DAY,
            ground="Постановление",
        )
    )
    return school


def add_system(side: Side) -> System:
    pack = side.system.current_version
    return make.make_system(make.make_municipality(side.region), pack=pack, from_date=FIRST_DAY)


def add_form(side: Side, school: OrgUnit) -> DataForm:
    """A sent form with a cell, so that every step of it has something to do."""
    year, code = default_year(side.system), target_code(side)
    Collected.objects.get_or_create(
        system=side.system, year=year, code=code, defaults={"level": "organisation"}
    )
    form = side.keep(
        DataForm.objects.create(
            system=side.system, unit=school, year=year, state=FormState.COMPLETE
        )
    )
    ReportedValue.objects.create(
        form=form, code=code, numerator=1, denominator=2, author_title="Кто", moment=clock.now()
    )
    return form


def target_code(side: Side) -> str:
    """An indicator of the regulation: territories may set targets of their own for it."""
    return str(indicators_of(side.system)[0].code)


def computed_code(side: Side) -> str:
    """An indicator that facts of this world give a value and members."""
    return next(str(one.code) for one in indicators_of(side.system) if is_context(one))


@contextmanager
def kept_for_module(blocker: Any) -> Iterator[World]:
    """A world that many tests read; what each of them writes is undone after it."""
    with blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def signed_in(world: World, role: str) -> tuple[User, Client]:
    """The person of a role and a browser of theirs, signed in once for all tests."""
    user, cookies = world.sessions[role]
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
    return user, client


def sign_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


# What stands in an address, by the name of its part (`route.part` where one route differs).
Sample = Callable[[World, Side], Any]
BY_NAME: dict[str, Sample] = {
    "clause": lambda world, _side: world.version.read.of(Clauses).clauses[0].id,
    "section": lambda world, _side: pages_of(world.version)[0].name,
    "code": lambda _world, side: computed_code(side),
    "roadmaps:file.pk": lambda _world, side: on_disk(side.rows[Proof]),
    "parties:name.party": lambda _world, _side: PARTY,
    "roadmaps:received.unit": lambda _world, side: side.school.pk,
    "roadmaps:take_back.unit": lambda _world, side: side.rows[Action].handings.all()[0].unit_id,
    "roadmaps:plan_days.line": lambda _world, side: side.own_line,
    "roadmaps:take_out.line": lambda _world, side: side.own_line,
    "roadmaps:calendar.token": lambda _world, side: side.rows[CalendarFeed].token,
    "roadmaps:prove.way": lambda _world, _side: "document",
    "snapshots:open.code": lambda _world, side: open_code(side),
    "other": lambda _world, side: side.earlier.pk if side.earlier else 0,
    "indicators:return_target.code": lambda _world, side: target_code(side),
    "indicators:target.code": lambda _world, side: target_code(side),
    "kind": lambda _world, _side: "limit",
    "name": lambda _world, _side: "methodist_load",
    "indicators:reported.code": lambda _world, side: target_code(side),
    "indicators:cell.code": lambda _world, side: target_code(side),
    "indicators:stop.code": lambda _world, side: target_code(side),
    "staff:compare.other": lambda _world, side: another_person(side),
    "staff:set_apart.other": lambda _world, side: another_person(side),
    "purpose": lambda _world, _side: "publication",
    "spec": lambda _world, _side: next(iter(import_specs), "none"),
    "year": lambda _world, side: default_year(side.system),
}
PACK_KEY: Sample = lambda world, _side: world.version.key  # noqa: E731 - a table of functions
SYSTEM_KEY: Sample = lambda _world, side: side.system.key  # noqa: E731 - a table of functions
