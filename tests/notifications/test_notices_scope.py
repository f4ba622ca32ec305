"""A notice is its reader's alone, and never tells of a row they may not see (any more)."""

import pytest
from django.urls import reverse

from rostok.accounts.models import RoleHolding
from rostok.kernel.notices import notify
from rostok.notifications.models import Notice
from rostok.notifications.queries import notices_of, unread_count
from rostok.notifications.wording import shown
from tests.architecture.world import sign_in
from tests.factories import BOSS
from tests.notifications.conftest import RETURNED, Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _told(place: Place) -> None:
    notify(BOSS, RETURNED, {place.school: [place.coordinator.pk]}, comment="тайное число")


def test_nobody_reads_or_marks_anothers_notice(place: Place) -> None:
    notice = Notice.objects.get()
    stranger = sign_in(place.methodist)
    for name in ("notifications:open", "notifications:read"):
        url = reverse(name, args=[notice.pk])
        assert stranger.get(url).status_code == 404
        assert stranger.post(url).status_code in {404, 405}
    stranger.post(reverse("notifications:read_all"), {"newest": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None
    assert unread_count(place.actor(place.methodist)) == 0


def test_who_lost_the_right_reads_neither_title_nor_words(place: Place) -> None:
    RoleHolding.objects.filter(user=place.coordinator).delete()
    actor = place.actor(place.coordinator)
    [row] = shown(actor, list(notices_of(actor)))
    page = sign_in(place.coordinator).get(reverse("notifications:list")).content.decode()
    for text in (row.sentence, row.outside, row.text("https://rostok.example.ru"), page):
        assert "Школа 1" not in text
        assert "тайное" not in text
    assert "записи больше нет, или она вам не видна" in page


def test_opening_what_is_not_seen_any_more_leads_back_with_a_word(place: Place) -> None:
    RoleHolding.objects.filter(user=place.coordinator).delete()
    browser = sign_in(place.coordinator)
    answer = browser.get(Notice.objects.get().get_absolute_url(), follow=True)
    assert answer.redirect_chain == [(reverse("notifications:list"), 302)]
    assert "она вам не видна" in answer.content.decode()
