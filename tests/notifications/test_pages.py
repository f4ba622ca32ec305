"""The bell, the list, the way to the row, and the choice of what to hear."""

import pytest
from django.test import Client
from django.urls import reverse

from rostok.kernel.notices import NoticeKind, kinds, notify
from rostok.notifications.delivery import FEW
from rostok.notifications.models import Notice, NoticeChoice
from tests.architecture.world import sign_in
from tests.factories import BOSS, make_school
from tests.notifications.conftest import QUIET, RETURNED, SAMPLES, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(place: Place) -> Client:
    return sign_in(place.coordinator)


def tell(place: Place, times: int = 1) -> None:
    for _ in range(times):
        notify(BOSS, RETURNED, {place.school: [place.coordinator.pk]}, comment="число")


def page_of(browser: Client, query: str = "") -> str:
    return browser.get(reverse("notifications:list") + query).content.decode()


def test_the_bell_counts_what_is_new(place: Place, browser: Client) -> None:
    assert 'class="count"' not in page_of(browser).split("</header>")[0]
    tell(place, 2)
    assert '<b class="count">2<span class="sr"> новых' in page_of(browser)


def test_opening_a_notice_leads_to_its_row_and_marks_it_read(place: Place, browser: Client) -> None:
    tell(place)
    notice = Notice.objects.get()
    assert browser.get(notice.get_absolute_url())["Location"] == place.school.get_absolute_url()
    assert "Новых уведомлений нет" in page_of(browser)
    assert "Вернули «Школа 1»: число" in page_of(browser, "?all=1")
    browser.post(reverse("notifications:read", args=[notice.pk]))
    assert "Вернули «Школа 1»: число" in page_of(browser)


def test_all_that_was_seen_is_marked_and_nothing_newer(place: Place, browser: Client) -> None:
    tell(place, 2)
    newest = browser.get(reverse("notifications:list")).context["newest"]
    tell(place)
    browser.post(reverse("notifications:read_all"), {"newest": newest})
    assert Notice.objects.unread().count() == 1
    for wrong in ("", "вчера", "9" * 40, "-1"):
        answer = browser.post(reverse("notifications:read_all"), {"newest": wrong})
        assert answer.status_code == 302


def test_a_text_for_a_messenger_holds_an_address_that_opens(place: Place, browser: Client) -> None:
    tell(place)
    [(_row, text)] = browser.get(reverse("notifications:list")).context["rows"]
    address = f"http://testserver{place.school.get_absolute_url()}"
    assert text == f"Росток. Вернули «Школа 1»: число\n{address}"


def test_a_crowd_of_rows_is_told_as_one_number(place: Place, browser: Client) -> None:
    name = "sample.many"
    kinds.add(name, NoticeKind(name, "Назначено", "«{title}»", many=lambda: "/x/"), origin="sample")
    schools = [make_school(place.municipality) for _ in range(FEW + 1)]
    notify(BOSS, name, {school: [place.methodist.pk] for school in schools})
    page = sign_in(place.methodist).get(reverse("notifications:list"))
    assert [row.sentence for row, _text in page.context["rows"]] == [f"Назначено: {FEW + 1}"]
    assert [row.address for row, _text in page.context["rows"]] == ["/x/"]
    del kinds.entries[name]


def test_a_choice_is_kept_and_shown(place: Place, browser: Client) -> None:
    url = reverse("notifications:choose")
    answer = browser.post(url, {RETURNED: "none", QUIET: "letter"}, follow=True)
    assert "Сохранено." in answer.content.decode()
    chosen = {one.kind.name: one.channel for one in answer.context["choices"]}
    assert (chosen[RETURNED], chosen[QUIET]) == ("none", "letter")
    assert chosen[SAMPLES[1].name] == "letter"


def test_a_wrong_choice_is_refused_and_nothing_is_kept(place: Place, browser: Client) -> None:
    url = reverse("notifications:choose")
    answer = browser.post(url, {RETURNED: "none", QUIET: "голубем"})
    assert answer.status_code == 422
    assert "Выберите, как сообщать" in answer.content.decode()
    assert not NoticeChoice.objects.exists()
