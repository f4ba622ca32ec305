"""A coordinator fills a form while the link comes and goes; the methodist returns it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import COORDINATOR, METHODIST

pytestmark = pytest.mark.browser
NOTE = "Сверьте со списком работников"


def test_a_form_saves_as_one_types_and_comes_back_with_a_comment(enter: Any) -> None:
    page = enter(COORDINATOR)
    page.get_by_role("link", name=re.compile("Заполнить отчётную форму.*2026")).click()
    address = page.url
    first, second = page.locator("tr[hx-post]").nth(0), page.locator("tr[hx-post]").nth(1)
    fill(first, "12", "10")
    expect(first.get_by_role("alert")).to_contain_text("Числитель больше знаменателя")
    fill(first, "12", "40")
    expect(first).to_contain_text("30,0")
    without_link(page, second)
    page.reload()
    expect(second.locator("input[name^=numerator]")).to_have_value("2")

    page.get_by_role("link", name="Сдать форму").click()
    page.get_by_role("button", name="Сдать", exact=True).click()
    expect(page.locator("main")).to_contain_text("сдана, ждёт утверждения")
    returned(enter(METHODIST), address)
    page.reload()
    expect(page.locator("main")).to_contain_text(NOTE)
    fill(first, "11", "40")
    expect(first).to_contain_text("27,5")
    expect(first).not_to_contain_text(NOTE)


def fill(row: Locator, numerator: str, denominator: str) -> None:
    row.locator("input[name^=numerator]").fill(numerator)
    row.locator("input[name^=denominator]").fill(denominator)
    row.locator("input[name^=denominator]").press("Tab")


def without_link(page: Page, row: Locator) -> None:
    """What could not be sent is marked and goes by itself when the link is back."""
    page.route("**/cells/**", lambda route: route.abort())
    fill(row, "2", "3")
    expect(row.get_by_role("alert")).to_contain_text("нет связи")
    page.unroute("**/cells/**")
    expect(row).to_contain_text("66,7", timeout=15_000)


def returned(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Вернуть с замечаниями").click()
    page.locator("textarea").first.fill(NOTE)
    page.get_by_role("button", name="Вернуть", exact=True).click()
    expect(page.locator("main")).to_contain_text(NOTE)
