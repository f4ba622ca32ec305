import gzip
import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from rostok.kernel import ui
from rostok.kernel.ui.appearance import COOKIE, Appearance

TEMPLATES = Path(ui.__file__).parents[1] / "templates"
STYLESHEET_LIMIT = 8_000
FIRST_VISIT_LIMIT = 100_000
REQUESTS_LIMIT = 10


def zipped(name: str) -> int:
    found = finders.find(name)
    assert found
    return len(gzip.compress(Path(found).read_bytes()))


@pytest.fixture
def gallery(client, settings, db):
    settings.DEMO = True
    return client.get(reverse("kernel:gallery"))


def test_the_gallery_is_only_for_demonstration(client, settings, db):
    settings.DEMO = settings.DEBUG = False
    assert client.get(reverse("kernel:gallery")).status_code == HTTPStatus.NOT_FOUND


def test_the_gallery_shows_everything(gallery):
    assert gallery.status_code == HTTPStatus.OK
    assert "Витрина компонентов" in gallery.content.decode()


def test_the_first_visit_is_light(gallery):
    html = gallery.content.decode()
    names = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    weight = len(gzip.compress(gallery.content)) + sum(map(zipped, names))
    assert zipped("kernel/rostok.css") <= STYLESHEET_LIMIT
    assert weight <= FIRST_VISIT_LIMIT
    assert len(names) + 1 <= REQUESTS_LIMIT


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_styles_or_scripts_of_its_own(template):
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", source)


def test_a_wish_is_kept_and_the_reader_returns(client, db):
    page = "/accounts/login/?next=/x/"
    response = client.post(reverse("kernel:appearance"), {"size": "150", "next": page})
    assert response.url == page
    response = client.post(reverse("kernel:appearance"), {"contrast": "black"})
    assert client.cookies[COOKIE].value == "150.black"
    html = client.get(reverse("account_login")).content.decode()
    assert '<html lang="ru" class="size-150 contrast-black">' in html


def test_the_switch_does_not_lead_to_other_sites(client, db):
    response = client.post(reverse("kernel:appearance"), {"next": "https://example.org/"})
    assert response.url == "/"


@pytest.mark.parametrize("cookie", ["", "9000.red", '"><script>', "150", ".."])
def test_a_strange_cookie_harms_nobody(cookie):
    assert Appearance.read(cookie).classes in {"", "size-150"}


def test_the_sign_in_page_has_landmarks_and_a_skip_link(client, db):
    html = client.get(reverse("account_login")).content.decode()
    for part in ('class="skip" href="#main"', "<header", '<main id="main"', "<footer"):
        assert part in html


def test_an_unknown_page_says_what_to_do(client, settings, db):
    settings.DEBUG = False
    response = client.get("/нет-такой-страницы/")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "На главную" in response.content.decode()
