"""Every number of the home page is the number of rows of the list it leads to, for every role."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from rostok.accounts.models import RoleHolding
from rostok.indicators.models import DataForm, FormState
from rostok.kernel import clock
from rostok.snapshots.models import Snapshot, SnapshotState
from tests.architecture.test_addresses import ROLES
from tests.architecture.world import World, grow, kept_for_module, sign_in, signed_in
from tests.web.homes import check_numbers

STATES = (FormState.ASSIGNED, FormState.RETURNED, FormState.COMPLETE, FormState.APPROVED)
DAYS = (None, -40, -1, 0, 3, 7, 8, 60)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Forms in every state with every kind of term, more of each than stand one by one."""
    with kept_for_module(django_db_blocker) as made:
        for role, definition in ROLES.items():
            user = made.user(role, definition["level"])
            made.sessions[role] = user, sign_in(user).cookies
        grow(made.own, 20)
        spread(made)
        yield made


def spread(world: World) -> None:
    today = clock.today()
    forms = list(DataForm.objects.filter(system=world.own.system).order_by("pk"))
    for number, form in enumerate(forms):
        days = DAYS[number % len(DAYS)]
        form.due = None if days is None else today + timedelta(days=days)
        form.state = STATES[number % 3 if number % 20 else 3]
    DataForm.objects.bulk_update(forms, ["due", "state"])
    Snapshot.objects.filter(state=SnapshotState.DRAFT).update(state=SnapshotState.SUBMITTED)
    RoleHolding.objects.filter(role="teacher", unit=world.own.school).update(
        end=today + timedelta(days=5)
    )


@pytest.mark.django_db
def test_the_list_offers_its_file_of_the_same_choice(world: World) -> None:
    _user, client = signed_in(world, "service_head")
    page = client.get("/today/?when=overdue")
    addresses = [url for _title, url in page.context["exports"]]
    assert addresses == ["/today/?when=overdue&export=xlsx", "/today/?when=overdue&export=csv"]
    book = load_workbook(BytesIO(b"".join(client.get(addresses[0]))))  # type: ignore[arg-type]
    assert [cell.value for cell in book.active[1]][:3] == ["Дело", "О чём", "Срок"]
    assert book.active.max_row - 1 == page.context["page_obj"].paginator.count


def asked() -> list[Any]:
    """The fast suite asks a service and a school, the slow checks all roles."""
    quick = {"service_head", "coordinator", "teacher"}
    return [pytest.param(role, marks=[] if role in quick else [pytest.mark.slow]) for role in ROLES]


@pytest.mark.django_db
@pytest.mark.parametrize("role", asked())
def test_every_number_is_that_of_its_list_and_of_its_file(world: World, role: str) -> None:
    _user, client = signed_in(world, role)
    check_numbers(client)


@pytest.mark.django_db
def test_the_world_has_something_for_those_who_fill_and_those_who_wait(world: World) -> None:
    """So that the test above compares numbers and not noughts."""
    _user, client = signed_in(world, "service_head")
    page = client.get("/").context
    assert {section.title for section in page["sections"]} >= {"Просрочено", "Сегодня", "Позже"}
    assert any(line.number for section in page["sections"] for line in section.lines)
    assert page["number"] > 5


@pytest.mark.django_db
def test_work_is_of_the_nearest(world: World) -> None:
    """The region is not asked for what the municipality sends."""
    titles = {}
    for role in ("service_head", "region_specialist", "administrator"):
        _user, client = signed_in(world, role)
        sections = client.get("/").context["sections"]
        titles[role] = {line.what for section in sections for line in section.lines}
    assert "Заполнить отчётную форму" in titles["service_head"]
    assert "Заполнить отчётную форму" not in titles["region_specialist"] | titles["administrator"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["?when=never", "?source=no.such", "?page=99", "?page=x", "?whose="]
)
def test_an_odd_address_of_the_list_is_no_error(world: World, query: str) -> None:
    _user, client = signed_in(world, "service_head")
    assert client.get(reverse("web:todo") + query).status_code == 200


@pytest.mark.django_db
def test_home_costs_the_same_with_more_rows(world: World) -> None:
    roles = ["service_head", "administrator", "coordinator", "teacher"]
    clients = [signed_in(world, role)[1] for role in roles]
    few = [cost(client) for client in clients]
    grow(world.own, 3)
    assert [cost(client) for client in clients] == few


def cost(client: Client) -> int:
    client.get("/")
    with CaptureQueriesContext(connection) as caught:
        client.get("/")
    return len(caught)


@pytest.mark.django_db
def test_an_empty_home_says_where_to_go_on(world: World) -> None:
    _user, client = signed_in(world, "teacher")
    page = client.get("/").content.decode()
    assert "Сейчас от вас ничего не требуется" in page
    assert "Проверить сведения о себе" in page
