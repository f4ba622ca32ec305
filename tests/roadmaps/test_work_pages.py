"""The forms of a term as people meet them: who is named, who accepts, what is refused."""

from datetime import date
from typing import Any, get_args

import pytest
from django.test import Client
from django.urls import reverse

from rostok.accounts.models import RoleHolding, User
from rostok.kernel.errors import RuleViolation
from rostok.roadmaps import services
from rostok.roadmaps.models import Occurrence, ProofKind
from rostok.roadmaps.models.roadmap import SHOWN_BY
from rostok.roadmaps.pack import ResultKind
from rostok.roadmaps.services import NewProof
from rostok.roadmaps.views import assigning
from tests.factories import hire, make_person, make_school
from tests.roadmaps.conftest import Place

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def address(occurrence: Occurrence, step: str = "") -> str:
    return f"/roadmaps/terms/{occurrence.pk}/{step}"


def enter(client: Client, place: Place) -> User:
    """The head signed in, with the role that lets them accept."""
    user = User.objects.get(pk=place.head.user_id)
    RoleHolding.objects.create(
        user=user, role="service_head", unit=place.unit, start=date(2023, 1, 1)
    )
    client.force_login(user, BACKEND)
    return user


def test_those_nearest_are_offered_and_others_found_by_name(place: Place, admin: Client) -> None:
    hire(make_person("Здешнева"), place.unit)
    far = make_person("Дальнева")
    hire(far, place.school)
    page = address(place.occurrence(), "assign/")
    assert "Здешнева" in admin.get(page).content.decode()
    assert "Дальнева" not in admin.get(page).content.decode()
    found = admin.get(page, {"name": "дальн"}).content.decode()
    assert "Дальнева" in found
    assert "Школа" in found
    assert "нет никого с именем" in admin.get(page, {"name": "Нетакой"}).content.decode()
    admin.post(f"{page}?name=дальн", {"person": far.pk})
    assert place.occurrence().responsible == far
    assert admin.get(page).content.decode().index("Дальнева") > 0


def test_namesakes_differ_by_their_place_and_a_long_list_says_so(
    place: Place, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_school(place.unit, "Лицей")
    for school in (place.school, other):
        hire(make_person("Тёзкина"), school)
    monkeypatch.setattr(assigning, "MOST_OFFERED", 1)
    page = address(place.occurrence(), "assign/")
    assert "Показаны не все" in admin.get(page, {"name": "тезкина"}).content.decode()
    monkeypatch.setattr(assigning, "MOST_OFFERED", 2)
    found = admin.get(page, {"name": "тезкина"}).content.decode()
    assert "Показаны не все" not in found
    assert ", Школа" in found
    assert ", Лицей" in found


def test_somebody_of_elsewhere_is_not_named(place: Place, admin: Client) -> None:
    stranger = make_person("Чужова")
    hire(stranger, make_school(place.stranger_unit))
    page = address(place.occurrence(), "assign/")
    assert "Чужова" not in admin.get(page, {"name": "чужова"}).content.decode()
    assert admin.post(page, {"person": stranger.pk}).status_code == 422


def test_a_ground_is_asked_only_where_nobody_else_accepts(place: Place, client: Client) -> None:
    enter(client, place)
    of_another = services.submit(place.methodist, occurrence=place.proved("a5"))
    assert "Основание" not in client.get(address(of_another, "accept/")).content.decode()
    own = services.submit(place.head, occurrence=place.proved("a1"))
    assert address(own, "accept/") in client.get(address(own)).content.decode()
    assert "Основание принять самим" in client.get(address(own, "accept/")).content.decode()
    given = {"version": own.version, "ground": "Других нет"}
    assert client.post(address(own, "accept/"), given).status_code == 302


def test_whoever_sent_it_is_offered_no_acceptance_where_another_may(
    place: Place, client: Client, admin: Client
) -> None:
    enter(client, place)
    own = services.submit(place.head, occurrence=place.proved("a1"))
    RoleHolding.objects.create(
        user=User.objects.get(pk=place.methodist.user_id),
        role="service_head",
        unit=place.unit,
        start=date(2023, 1, 1),
    )
    page = client.get(address(own)).content.decode()
    assert address(own, "accept/") not in page
    assert "Принимает другой человек" in page


@pytest.mark.parametrize(
    "written",
    [
        "https://user:secret@service.example/",
        "https://127.0.0.1/order",
        "https://[::1]/order",
        "https://localhost/order",
        "javascript:alert(1)",
        "https://[",
    ],
)
def test_an_address_that_others_cannot_open_is_no_proof(place: Place, written: str) -> None:
    proof = NewProof(ProofKind.ADDRESS, "", address=written)
    with pytest.raises(RuleViolation, match="открытую страницу"):
        services.add_proof(place.methodist, occurrence=place.occurrence(), proof=proof)


def test_an_address_with_cyrillic_letters_is_a_proof(place: Place) -> None:
    proof = NewProof(ProofKind.ADDRESS, "", address="https://школа.рф/приказ")
    made = services.add_proof(place.methodist, occurrence=place.occurrence(), proof=proof)
    assert made.title == "https://школа.рф/приказ"


def test_a_year_of_two_digits_is_not_taken_for_the_first_century(
    place: Place, admin: Client
) -> None:
    given: dict[str, Any] = {"title": "Приказ", "number": "1", "signed_on": "0023-08-25"}
    answer = admin.post(address(place.occurrence(), "prove/document/"), given)
    assert answer.status_code == 422
    assert "Проверьте год: 0023." in answer.content.decode()
    assert not place.occurrence().proofs.exists()


def test_what_was_said_of_the_work_is_taken_away_by_an_empty_text(place: Place) -> None:
    occurrence = services.begin(place.methodist, occurrence=place.occurrence(), progress="Пишем")
    occurrence = services.begin(place.methodist, occurrence=occurrence)
    assert occurrence.progress == "Пишем"
    assert services.begin(place.methodist, occurrence=occurrence, progress=" ").progress == ""


def test_a_roadmap_leads_to_what_is_mine(place: Place, admin: Client) -> None:
    assert 'href="/roadmaps/mine/"' in admin.get(place.roadmap.get_absolute_url()).content.decode()


def test_a_sender_who_may_not_accept_takes_it_back_on_its_page(
    place: Place, client: Client
) -> None:
    user = User.objects.get(pk=place.methodist.user_id)
    RoleHolding.objects.create(
        user=user, role="municipal_methodist", unit=place.unit, start=date(2023, 1, 1)
    )
    client.force_login(user, BACKEND)
    sent = services.submit(place.methodist, occurrence=place.proved())
    assert address(sent, "recall/") in client.get(address(sent)).content.decode()
    assert "пока вы не отправите снова" in client.get(address(sent, "recall/")).content.decode()
    assert client.post(address(sent, "recall/")).status_code == 302
    sent.refresh_from_db()
    assert sent.state == "in-work"
    assert address(sent, "recall/") not in client.get(address(sent)).content.decode()


def test_others_do_not_take_back_what_they_did_not_send(place: Place, client: Client) -> None:
    enter(client, place)
    sent = services.submit(place.methodist, occurrence=place.proved())
    assert address(sent, "recall/") not in client.get(address(sent)).content.decode()
    assert client.post(address(sent, "recall/")).status_code == 422


def test_what_shows_the_result_is_said_where_it_is_attached(place: Place, admin: Client) -> None:
    assert set(SHOWN_BY) == set(get_args(ResultKind))
    term = place.occurrence("a1")
    assert term.action.result_kind == "order"
    for url in (
        term.get_absolute_url(),
        term.action.get_absolute_url(),
        reverse("roadmaps:prove", args=[term.pk, "document"]),
    ):
        assert "приказ, распоряжение" in admin.get(url).content.decode()


def test_the_page_of_an_action_names_who_does_each_of_its_terms(
    place: Place, admin: Client
) -> None:
    person = make_person("Исполнителева")
    hire(person, place.school)
    term = services.assign(place.head, occurrence=place.occurrence("a5"), person=person)
    page = admin.get(term.action.get_absolute_url()).content.decode()
    assert page.count(person.full_name) == 1
