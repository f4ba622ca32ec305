"""A municipality with a roadmap, and three people: one does, one accepts, one is of elsewhere."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

from rostok.accounts.models import RoleHolding
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.services import activate_system
from rostok.roadmaps import permissions
from rostok.roadmaps.models import Occurrence, ProofKind, Roadmap
from rostok.roadmaps.services import NewProof, add_proof
from tests.factories import (
    BOSS,
    actor_at,
    hire,
    make_municipality,
    make_person,
    make_region,
    make_regulation,
    make_school,
    make_user,
)

TODAY = date(2023, 10, 2)
ORDER = NewProof(ProofKind.DOCUMENT, "Приказ о создании ММС", "147", date(2023, 8, 25))


class Place:
    """Муя's roadmap at a municipality of a region, on 2 October 2023."""

    def __init__(self) -> None:
        self.region = make_region("Край")
        self.unit: OrgUnit = make_municipality(self.region, "Район")
        self.school = make_school(self.unit, "Школа")
        self.system: System = activate_system(
            BOSS,
            pack=make_regulation("muya"),
            key="rayon",
            root=self.unit,
            from_date=date(2023, 1, 1),
        )
        self.roadmap: Roadmap = Roadmap.objects.get(system=self.system)
        self.methodist = self.somebody("Методистова", permissions.VIEW, permissions.WORK)
        self.head = self.somebody(
            "Главная",
            permissions.VIEW,
            permissions.WORK,
            permissions.ACCEPT,
            permissions.MANAGE,
        )
        self.stranger_unit = make_municipality()
        self.stranger = actor_at(
            self.stranger_unit, permissions.VIEW, permissions.WORK, permissions.ACCEPT
        )

    def somebody(self, last_name: str, *rights: str) -> Actor:
        person = make_person(last_name)
        hire(person, self.school)
        user = make_user(self.unit, person=person)
        return actor_at(self.unit, *rights, title=last_name, user_id=user.pk, person_id=person.pk)

    def occurrence(self, code: str = "a1", year: int = 2023) -> Occurrence:
        rows = Occurrence.objects.filter(roadmap=self.roadmap, action__code=code, year=year)
        found: Occurrence = rows.order_by("number")[0]
        return found

    def proved(self, code: str = "a1", by: Actor | None = None) -> Occurrence:
        """An occurrence with an order behind it."""
        occurrence = self.occurrence(code)
        add_proof(by or self.methodist, occurrence=occurrence, proof=ORDER)
        occurrence.refresh_from_db()
        return occurrence


@pytest.fixture
def place(db: None) -> Iterator[Place]:
    with clock.moved_to(TODAY):
        yield Place()


@pytest.fixture
def admin(place: Place, client: Client) -> Client:
    """Somebody signed in who may do everything at the region and below."""
    user = make_user(place.region)
    RoleHolding.objects.create(
        user=user, role="administrator", unit=place.region, start=date(2023, 1, 1)
    )
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def enter_as() -> Callable[[Client, OrgUnit, str], None]:
    """Sign somebody in who holds a role at a unit."""

    def enter(client: Client, unit: OrgUnit, role: str) -> None:
        user = make_user(unit)
        RoleHolding.objects.create(user=user, role=role, unit=unit, start=date(2023, 1, 1))
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")

    return enter
