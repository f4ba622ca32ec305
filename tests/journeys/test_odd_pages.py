"""Pages that only something gone wrong, or just done, brings up: axe and the phone for them too."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site
from tests.journeys.people import COORDINATOR
from tests.journeys.test_pages import check

pytestmark = pytest.mark.browser


@pytest.fixture
def chief(visit: Any, chief_state: Any) -> Page:
    page: Page = visit(storage_state=chief_state).new_page()
    return page


def test_long_work_is_watched_to_its_end(chief: Page) -> None:
    chief.goto("/indicators/todzha/")
    chief.get_by_role("link", name="Пересчитать").click()
    chief.get_by_role("button", name="Пересчитать").click()
    chief.wait_for_url("**/jobs/**")
    expect(chief.get_by_text("Пересчитано значений")).to_be_visible(timeout=60_000)
    check(chief, "job")


def test_errors_of_a_form_stand_on_top_and_at_the_fields(chief: Page, site: Site) -> None:
    chief.goto(site.pages["staff:add"][0])
    chief.get_by_label("Фамилия").fill("Недописанная")
    chief.get_by_role("button", name="Принять").click()
    summary = chief.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(chief.get_by_label("Фамилия")).to_have_value("Недописанная")
    check(chief, "errors of a form")
    summary.get_by_role("link").first.click()
    expect(chief.locator("main form :focus")).to_have_count(1)


def test_a_refused_action_says_why(chief: Page, site: Site) -> None:
    chief.goto(site.pages["accounts:reopen_access"][0])
    chief.get_by_role("button", name="Открыть доступ").click()
    expect(chief.get_by_role("alert")).to_be_visible()
    check(chief, "a refused action")


def test_a_list_without_rows_says_so(visit: Any, chief_state: Any) -> None:
    page = visit(storage_state=chief_state, viewport=PHONE).new_page()
    page.goto("/staff/?q=Такогонетнигде")
    expect(page.locator("main")).to_contain_text("Под условия отбора никто не подходит")
    check(page, "an empty list")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_file_that_is_no_table_is_refused(enter: Any, scripts: bool) -> None:
    page = enter(COORDINATOR, java_script_enabled=scripts)
    page.goto("/staff/")
    page.get_by_role("link", name="Загрузить список").click()
    page.get_by_role("button", name="Загрузить и проверить").click()
    expect(page.locator(".error-summary")).to_contain_text("Выберите файл")
    page.get_by_label("Файл с таблицей").set_input_files(
        {"name": "письмо.xlsx", "mimeType": "text/plain", "buffer": b"%PDF-1.7\n1 0 obj"}
    )
    page.get_by_role("button", name="Загрузить и проверить").click()
    expect(page.locator("main")).to_contain_text("ничего не записано")
    if scripts:
        check(page, "a file that was not read")
