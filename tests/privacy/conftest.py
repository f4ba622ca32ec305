"""A teacher who can sign in, their coordinator, and the texts of consents."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.privacy.services import load_texts
from tests.factories import (
    BOSS,
    hold,
    make_municipality,
    make_school,
    make_teacher,
    make_user,
)

TODAY = date(2026, 3, 10)


def scan(name: str = "согласие.pdf") -> dict[str, Any]:
    return {"scan": BytesIO(b"%PDF-1.7\n"), "scan_name": name}


@dataclass
class Place:
    municipality: OrgUnit
    school: OrgUnit
    teacher: Person
    teacher_user: User
    coordinator_user: User

    @property
    def me(self) -> Actor:
        """The teacher as of today."""
        return actor_of(self.teacher_user)

    @property
    def coordinator(self) -> Actor:
        return actor_of(self.coordinator_user)


@pytest.fixture
def place(db: None) -> Place:
    load_texts(BOSS)
    municipality = make_municipality()
    school = make_school(municipality)
    teacher = make_teacher(school, "Иванова", born=date(1990, 5, 1))
    keeper = make_teacher(school, "Петрова")
    teacher_user = make_user(person=teacher)
    coordinator_user = make_user(person=keeper)
    hold(coordinator_user, "coordinator", school)
    return Place(municipality, school, teacher, teacher_user, coordinator_user)
