"""A methodist freezes a year, somebody else decides, and the approved figures stand in the open."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import METHODIST, SERVICE_HEAD
from tests.journeys.test_pages import check

pytestmark = pytest.mark.browser

WHY = "Проверьте список школы № 2: трое уволены"
ROW = "Доля педагогических работников в возрасте до 35 лет"


def test_a_snapshot_is_frozen_approved_by_another_and_opened_by_anybody(
    enter: Any, visit: Any
) -> None:
    maker, title = enter(METHODIST), "Показатели года для главы района"
    frozen(maker, "2022", title)
    submit(maker)
    expect(maker.get_by_role("link", name="Утвердить")).to_have_count(0)
    figure = figure_of(maker)

    head = enter(SERVICE_HEAD)
    head.get_by_role("link", name=re.compile(f"Утвердить срез.*{title}")).click()
    head.get_by_role("link", name="Утвердить", exact=True).click()
    check(head, "approving a snapshot")
    head.get_by_role("button", name="Утвердить").click()
    expect(head.locator("main")).to_contain_text("Срез утверждён")
    address = head.locator("dd a", has_text="/open/snapshots/").inner_text()

    anybody = visit().new_page()
    assert anybody.goto(address).status == 200
    expect(anybody.get_by_role("heading", level=1)).to_have_text(title)
    assert figure_of(anybody) == figure
    expect(anybody.get_by_role("link", name="кто за числом")).to_have_count(0)
    expect(anybody.locator("main")).not_to_contain_text("Бадмаева")
    check(anybody, "an open snapshot")

    head.get_by_role("link", name="Отозвать").click()
    head.get_by_label("Почему").fill(WHY)
    head.get_by_role("button", name="Отозвать").click()
    expect(head.locator("main")).to_contain_text("открытый адрес закрыт")
    assert visit().new_page().goto(address).status == 404


def test_a_returned_snapshot_says_why_and_is_made_anew_without_scripts(enter: Any) -> None:
    maker, title = enter(METHODIST, java_script_enabled=False), "Показатели, которые вернут"
    frozen(maker, "2021", title)
    submit(maker)
    address = maker.url

    head = enter(SERVICE_HEAD, java_script_enabled=False)
    head.goto(address)
    head.get_by_role("link", name="Вернуть").click()
    head.get_by_role("button", name="Вернуть").click()
    expect(head.locator(".error-summary")).to_be_visible()
    head.get_by_label("Почему").fill(WHY)
    head.get_by_role("button", name="Вернуть").click()
    expect(head.locator("main")).to_contain_text("Срез возвращён с комментарием")

    maker.goto(address)
    expect(maker.locator("main")).to_contain_text(WHY)
    maker.get_by_role("link", name="Отозвать").click()
    maker.get_by_label("Почему").fill("Делаю новый")
    maker.get_by_role("button", name="Отозвать").click()
    frozen(maker, "2021", title)
    assert maker.url != address


def frozen(page: Page, year: str, title: str) -> None:
    """From the menu to the draft, through the work that makes it."""
    page.get_by_role("link", name="Срезы").first.click()
    page.get_by_role("link", name="Сделать срез").click()
    page.get_by_label("Год").select_option(year)
    page.get_by_label("Название").fill(title)
    page.get_by_role("button", name="Сделать срез").click()
    page.wait_for_url("**/jobs/**")
    open_result(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("main")).to_contain_text("черновик")


def open_result(page: Page) -> None:
    """The page of the work renews itself; without scripts a person renews it."""
    result = page.get_by_role("link", name="Открыть результат")
    for _ in range(120):
        if result.is_visible():
            break
        page.wait_for_timeout(500)
        page.reload()
    result.click()


def submit(page: Page) -> None:
    page.get_by_role("link", name="На утверждение").click()
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("main")).to_contain_text("Срез ждёт утверждения")


def figure_of(page: Page) -> str:
    """The value and the counts of one indicator, as the table prints them."""
    cell = page.locator("main tr", has_text=ROW).first.locator("td.num").nth(1)
    return " ".join(cell.inner_text().split())
