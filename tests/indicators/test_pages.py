"""Pages of indicators as people of different reach see them."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rostok.accounts.models import RoleHolding, User
from rostok.indicators.models import Target
from rostok.indicators.services import recompute
from rostok.people.models import Person
from rostok.privacy.looks import looks_at
from tests.factories import BOSS, make_municipality, make_school

pytestmark = pytest.mark.usefixtures("today")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(role, unit):
    user = User.objects.create_user(f"{role}-{unit.pk}")
    RoleHolding.objects.create(user=user, role=role, unit=unit, start="2021-01-01")
    client = Client()
    client.force_login(user, BACKEND)
    return client


@pytest.fixture
def ready(world):
    for number in range(3):
        world.person(f"Лицо {number}", world.first)
    world.person("Ёлкина", world.second)
    recompute(BOSS, system=world.system, years=[2023, 2024])
    return world


def text(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_stranger_is_sent_to_sign_in(ready):
    answer = Client().get("/indicators/rayon/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_the_dashboard_shows_plan_and_fact_of_the_last_year_with_targets(ready):
    page = text(signed_in("municipal_methodist", ready.municipality).get("/indicators/rayon/"))
    assert "2024 год" in page
    assert "не менее 30" in page.replace("\u00a0", " ")
    assert "источник ещё не подключён" in page
    assert "Численность педагогических работников" in page


def test_a_coordinator_sees_their_own_school_only(ready):
    client = signed_in("coordinator", ready.first)
    page = text(client.get("/indicators/rayon/"))
    assert ready.first.title in page
    foreign = client.get(f"/indicators/rayon/?unit={ready.municipality.pk}")
    assert foreign.status_code == 404
    members = text(client.get("/indicators/rayon/headcount-teaching/members/"))
    assert "Лицо 1" in members
    assert "Ёлкина" not in members
    other = client.get(f"/indicators/rayon/headcount-teaching/members/?unit={ready.second.pk}")
    assert other.status_code == 404


def test_who_was_named_behind_a_number_finds_it_among_looks(ready):
    """One line a day for a number, for those on the page only, at the price of one look-up."""
    client = signed_in("coordinator", ready.first)
    address = "/indicators/rayon/headcount-teaching/members/?year=2024"
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    assert not [one for one in caught if one["sql"].startswith(("INSERT", "UPDATE"))]
    seen, other = (Person.objects.get(last_name=name) for name in ("Лицо 1", "Ёлкина"))
    [look] = looks_at(seen)
    assert look.words == "список: Кто за числом: Численность педагогических работников"
    assert looks_at(other) == []
    client.get(f"{address}&q=нет-таких")
    assert len(looks_at(seen)) == 1


@pytest.mark.parametrize("place", ["", "headcount-teaching/", "headcount-teaching/members/"])
def test_somebody_of_another_territory_finds_nothing(ready, place):
    client = signed_in("municipal_methodist", make_municipality())
    assert client.get(f"/indicators/rayon/{place}").status_code == 404


def test_a_role_without_names_sees_numbers_and_no_people(ready):
    client = signed_in("ministry", ready.region)
    text(client.get("/indicators/rayon/headcount-teaching/"))
    assert client.get("/indicators/rayon/headcount-teaching/members/").status_code == 404


def test_the_list_behind_a_number_is_as_long_as_the_number(ready):
    client = signed_in("municipal_methodist", ready.municipality)
    page = text(client.get("/indicators/rayon/headcount-teaching/members/?year=2024"))
    assert "1–4 из 4" in page.replace("\u00a0", " ")


def test_the_export_holds_what_the_page_shows(ready):
    client = signed_in("municipal_methodist", ready.municipality)
    answer = client.get("/indicators/rayon/headcount-teaching/members/?export=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    names = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sorted(names) == sorted([f"Лицо {n} Анна" for n in range(3)] + ["Ёлкина Анна"])


def test_territories_can_be_sorted_by_value(ready):
    client = signed_in("municipal_methodist", ready.municipality)
    page = text(client.get("/indicators/rayon/headcount-teaching/?level=organisation&sort=-value"))
    assert page.index("Первая школа") < page.index("Вторая школа")


@pytest.mark.parametrize(
    "query", ["year=1900", "year=abc", "unit=abc", "unit=999999999", "year=2024&unit=-1"]
)
def test_a_made_up_address_is_404_and_not_an_error(ready, query):
    client = signed_in("municipal_methodist", ready.municipality)
    assert client.get(f"/indicators/rayon/?{query}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_territories(ready, django_assert_max_num_queries):
    client = signed_in("municipal_methodist", ready.municipality)
    for number in range(20):
        make_school(ready.municipality, f"Школа {number}")
    recompute(BOSS, system=ready.system, years=[2024])
    with django_assert_max_num_queries(37):
        text(client.get("/indicators/rayon/headcount-teaching/?level=organisation"))


def test_the_head_of_the_service_changes_a_target_on_the_page(ready):
    client = signed_in("service_head", ready.municipality)
    address = "/indicators/rayon/young-support/target/?year=2024"
    assert "Основание" in text(client.get(address))
    empty = client.post(address, {"value": "75", "ground": ""})
    assert empty.status_code == 422
    answer = client.post(address, {"value": "75,5", "ground": "Приказ № 1"})
    assert answer.status_code == 302
    assert Target.objects.get().value == 75.5


def test_the_own_target_is_taken_back_on_a_page(ready):
    client = signed_in("service_head", ready.municipality)
    address = "/indicators/rayon/young-support/target/return/?year=2024"
    assert client.post(address).status_code == 422
    client.post(
        "/indicators/rayon/young-support/target/?year=2024", {"value": "75", "ground": "Приказ № 1"}
    )
    offered = text(client.get("/indicators/rayon/young-support/?year=2024"))
    assert "Вернуть план положения" in offered
    assert "Приказ № 1" in text(client.get(address))
    assert client.post(address).status_code == 302
    assert not Target.objects.exists()


def test_a_methodist_has_no_form_for_targets(ready):
    client = signed_in("municipal_methodist", ready.municipality)
    answer = client.get("/indicators/rayon/young-support/target/?year=2024")
    assert answer.status_code == 403


def test_recomputing_from_the_page_starts_a_job(ready):
    client = signed_in("service_head", ready.municipality)
    answer = client.post("/indicators/rayon/recompute/")
    assert answer.status_code == 302
    assert "/jobs/" in answer["Location"]


def test_the_dashboard_says_how_a_figure_changed_since_the_year_before(ready):
    ready.person("Новая", ready.first, start="2024-09-01")
    recompute(BOSS, system=ready.system, years=[2024])
    page = text(signed_in("municipal_methodist", ready.municipality).get("/indicators/rayon/"))
    assert "+1 к 2023 году" in page
