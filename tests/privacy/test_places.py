"""Where pages of personal data are found: one's own at the name, the duty with the teachers."""

from django.urls import reverse

from rostok.kernel.nav import items
from tests.architecture.world import sign_in
from tests.factories import hold, make_user
from tests.privacy.conftest import Place

MINE, KEPT = reverse("privacy:mine"), reverse("privacy:consents")


def test_ones_own_data_stand_at_ones_name(place: Place) -> None:
    page = sign_in(place.teacher_user).get("/accounts/me/").content.decode()
    who = page[page.index('class="who"') :]
    assert f'<small><a href="{MINE}">Мои данные</a></small>' in who
    assert not [item for item in items.values() if item.url.startswith("privacy:")]


def test_consents_are_kept_from_the_list_of_teachers(place: Place) -> None:
    page = sign_in(place.coordinator_user).get(reverse("staff:list")).content.decode()
    assert KEPT in page
    methodist = make_user(place.municipality)
    hold(methodist, "municipal_methodist", place.municipality)
    assert KEPT not in sign_in(methodist).get(reverse("staff:list")).content.decode()
