"""The staff list goes out in the columns that come in: sent back, it changes nothing."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rostok.accounts.models import User
from rostok.kernel.tabular import check_batch, upload
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person, PersonSensitive
from rostok.people.queries import read_phone
from rostok.staff.categories import ATTESTED
from rostok.staff.imports import CODE
from rostok.staff.models import (
    Absence,
    AbsenceKind,
    EducationLevel,
    EmploymentKind,
    Post,
    QualificationCategory,
    StaffCard,
    TeachingSubject,
)
from rostok.staff.services import load_reference
from tests.factories import (
    BOSS,
    hire,
    hold,
    make_municipality,
    make_person,
    make_school,
    make_system,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> OrgUnit:
    load_reference(BOSS)
    district = make_municipality()
    make_system(district, "north")
    school = make_school(district, code="oo-1")
    person = make_person("Северова", gender="f")
    PersonSensitive.objects.create(
        person=person, birth_date=date(1991, 3, 14), phone=read_phone("+7 900 000-00-00")
    )
    StaffCard.objects.create(
        person=person,
        education=EducationLevel.HIGHER_PEDAGOGICAL,
        pedagogical_since=date(2013, 9, 1),
    )
    for level in ("first", "methodist"):
        QualificationCategory.objects.create(person=person, level=level, start=date(2023, 12, 22))
    teacher, head = Post.objects.get(code="teacher"), Post.objects.filter(category="management")[0]
    one = hire(person, school, post=teacher, rate=Decimal("0.75"))
    one.subjects.set(TeachingSubject.objects.all()[:3])
    hire(person, school, post=head, kind=EmploymentKind.INTERNAL)
    away = hire(make_person("Полева", patronymic=""), school, post=teacher)
    Absence.objects.create(employment=away, kind=AbsenceKind.CHILD_CARE, start=date(2024, 2, 1))
    hire(make_person("Ушедшая"), school, post=teacher, end=date(2022, 1, 1))
    return school


def client_as(role: str, unit: OrgUnit) -> Client:
    user = make_user()
    hold(user, role, unit)
    return signed_in(user)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def exported(client: Client, **params: str) -> bytes:
    answer = client.get(reverse("staff:export"), params)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def counts_of(content: bytes, form: str) -> dict[str, Any]:
    file = BytesIO(content)
    batch = upload(
        BOSS, spec=CODE, file=file, file_name=f"список.{form}", context={"system": "north"}
    )
    batch = check_batch(BOSS, batch=batch)
    assert batch.message == ""
    return {name: number for name, number in batch.counts.items() if number}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_exported_list_comes_back_unchanged(school: OrgUnit, form: str) -> None:
    content = exported(client_as("coordinator", school), format=form)
    assert counts_of(content, form) == {"unchanged": 3}


def test_without_the_right_no_birth_date_leaves_and_nothing_is_lost(school: OrgUnit) -> None:
    content = exported(client_as("municipal_methodist", school.parent), format="csv")
    text = content.decode("utf-8-sig")
    assert "Дата рождения" not in text
    assert "Телефон" not in text
    assert "1991" not in text
    assert counts_of(content, "csv") == {"unchanged": 3}


def test_the_file_follows_the_selection(school: OrgUnit) -> None:
    content = exported(client_as("coordinator", school), format="csv", q="полева")
    assert len(content.decode("utf-8-sig").splitlines()) == 2
    assert "Полева" not in exported(client_as("coordinator", make_school()), format="csv").decode()


def test_closed_data_leave_only_of_those_whose_closed_data_may_be_seen(school: OrgUnit) -> None:
    neighbour = make_school(school.parent)
    other = make_person("Дальняя")
    PersonSensitive.objects.create(person=other, birth_date=date(1977, 5, 6))
    hire(other, neighbour)
    user = make_user()
    hold(user, "coordinator", school)
    hold(user, "municipal_methodist", school.parent)
    text = exported(signed_in(user), format="csv").decode("utf-8-sig")
    assert "14.03.1991" in text
    assert "Дальняя" in text
    assert "06.05.1977" not in text


def test_of_several_categories_and_absences_the_row_shows_one(school: OrgUnit) -> None:
    person = Person.objects.get(last_name="Северова")
    QualificationCategory.objects.create(person=person, level="highest", start=date(2022, 3, 1))
    text = exported(client_as("coordinator", school), format="csv").decode("utf-8-sig")
    row = next(line for line in text.splitlines() if "Северова" in line)
    assert "высшая;01.03.2022" in row
    assert "первая" not in row


def test_a_longer_list_costs_no_more_queries(school: OrgUnit) -> None:
    client = client_as("coordinator", school)
    exported(client, format="csv")
    with CaptureQueriesContext(connection) as short:
        exported(client, format="csv")
    for number in range(30):
        person = make_person(f"Новая{number}")
        work = hire(person, school)
        work.subjects.set(TeachingSubject.objects.all()[:2])
        PersonSensitive.objects.create(person=person, birth_date=date(1980, 1, 1))
        QualificationCategory.objects.create(person=person, level="first", start=date(2023, 1, 1))
        Absence.objects.create(employment=work, kind=AbsenceKind.LONG_LEAVE, start=date(2026, 1, 1))
    with CaptureQueriesContext(connection) as long:
        assert len(exported(client, format="csv").splitlines()) == 34
    assert len(long) == len(short)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other plans by its own statistics")
def test_a_category_is_found_by_its_person_before_the_database_counts_its_rows() -> None:
    held = QualificationCategory.objects.active_on(date(2026, 1, 1))
    plan = held.filter(person=1, level__in=ATTESTED).values("level").explain()
    assert "staff_category_held" in plan


def test_the_list_of_a_past_day_offers_no_file_to_upload(school: OrgUnit) -> None:
    client = client_as("coordinator", school)
    files = reverse("staff:export")
    assert files in client.get(reverse("staff:list")).content.decode()
    past = client.get(reverse("staff:list"), {"on": "2024-12-31"}).content.decode()
    assert "Кто работал на" in past
    assert files not in past
