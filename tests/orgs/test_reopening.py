"""The page that opens a closed organisation again says who comes back."""

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from rostok.orgs.services import close_unit
from rostok.staff.models import Employment
from tests.factories import BOSS, hire, make_municipality, make_person, make_school


def test_the_page_offers_shows_and_gives_back(enter: Callable[..., Client]) -> None:
    district = make_municipality()
    school = make_school(district)
    hire(make_person("Иванова"), school)
    close_unit(BOSS, unit=school, closed_on=date(2024, 9, 1), dismiss=True)
    school.refresh_from_db()
    client = enter("service_head", district)
    address = reverse("orgs:reopen", args=[school.pk])
    offer = "Вернуть на работу 1 человека, уволенного при закрытии"
    assert offer in client.get(address).content.decode()
    data = {"version": school.version, "give_back": "on"}
    late = client.post(address, {**data, "on": "01.09.2025"})
    assert late.status_code == 422
    assert "После перерыва людей принимают заново" in late.content.decode()
    assert "Возвращается: Иванова" in client.post(address, data).content.decode()
    assert "Не возвращается" in client.post(address, {"version": school.version}).content.decode()
    assert Employment.objects.get().end
    assert client.post(address, {**data, "confirmed": "1"}).status_code == 302
    assert Employment.objects.get().end is None
