"""Something is returned: it is on the home page and in the bell until it is mended."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site
from tests.journeys.people import COORDINATOR

pytestmark = pytest.mark.browser

FILL = "Заполнить отчётную форму"
WORDS = "возвращена, исправьте"


def test_what_was_returned_is_seen_copied_mended_and_gone(enter: Any, site: Site) -> None:
    page: Page = enter(COORDINATOR)
    page.goto(f"{site.url}/")
    returned = page.locator(".due li").filter(has_text=WORDS)
    expect(returned).to_have_count(1)
    before = number_at_menu(page)

    page.get_by_role("link", name=re.compile("^Уведомления")).click()
    news = page.locator(".news li").filter(has_text="Исправьте отчётную форму")
    expect(news).to_have_count(1)
    news.get_by_role("button", name="Скопировать").click()
    expect(news.get_by_role("button", name=re.compile("Скопировано|Выделено"))).to_be_visible()
    assert f"{site.url}/indicators/reports/" in news.locator("textarea").input_value()

    news.get_by_role("link", name=re.compile("Исправьте")).click()
    expect(page).to_have_url(re.compile(r"/indicators/reports/\d+/"))
    page.get_by_role("link", name="Сдать форму").click()
    page.get_by_label("Пояснение").fill("Замечание учтено, число сверено с приказом.")
    page.get_by_role("button", name="Сдать").click()

    page.goto(f"{site.url}/")
    expect(page.locator(".due li").filter(has_text=WORDS)).to_have_count(0)
    assert number_at_menu(page) == before - 1
    page.goto(f"{site.url}/notices/")
    expect(page.locator(".news li").filter(has_text="Исправьте отчётную форму")).to_have_count(0)


def number_at_menu(page: Page) -> int:
    mark = page.locator(".masthead > .nav").get_by_role("link", name=re.compile("^Сегодня"))
    found = re.search(r"\d+", mark.inner_text())
    return int(found.group()) if found else 0


def test_notices_read_without_scripts_on_a_phone(visit: Any, site: Site, enter: Any) -> None:
    page: Page = enter(COORDINATOR, java_script_enabled=False, viewport=PHONE)
    page.goto(f"{site.url}/notices/?all=1")
    first = page.locator(".news li").first
    expect(first.get_by_role("button", name="Скопировать")).to_have_count(0)
    first.locator("summary").click()
    expect(first.locator("textarea")).to_be_visible()
