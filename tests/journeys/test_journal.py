"""The journal: what the head of a service sees of it, narrowed step by step, and takes home."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.files import sheet_of
from tests.journeys.people import COORDINATOR, METHODIST, SERVICE_HEAD
from tests.journeys.test_pages import check

pytestmark = pytest.mark.browser

SNAPSHOTS = "Срезы показателей: все"
APPROVED = "Срез показателей утверждён"
HEADER = ["Когда", "Кто", "Что произошло", "О ком и о чём", "Раздел"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_journal_is_narrowed_and_the_file_is_what_the_page_shows(
    enter: Any, scripts: bool
) -> None:
    page = enter(SERVICE_HEAD, java_script_enabled=scripts)
    open_journal(page)
    narrow(page, kind=SNAPSHOTS)
    all_of_kind = exported(page, "Excel")
    assert {row["Раздел"] for row in all_of_kind} == {"Срезы показателей"}

    narrow(page, kind=APPROVED, who="соколова", since="2024-01-01", until="2024-12-31")
    rows = exported(page, "Excel")
    assert len(rows) == page.locator(".timeline > li").count() == 1 < len(all_of_kind)
    assert rows[0]["Что произошло"] == APPROVED
    assert rows[0]["Кто"].startswith("Соколова")
    assert "2023 год" in rows[0]["О ком и о чём"]
    assert exported(page, "CSV") == [{**rows[0], "Когда": f"{rows[0]['Когда']:%d.%m.%Y %H:%M}"}]

    page.locator(".timeline").get_by_role("link", name="показатели за 2023 год").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("показатели за 2023 год")


def test_a_wrong_period_is_told_at_its_field(enter: Any) -> None:
    page = enter(SERVICE_HEAD)
    open_journal(page)
    narrow(page, since="2026-02-02", until="2026-02-01")
    expect(page.locator(".error-summary")).to_contain_text("Последний день раньше первого")
    check(page, "a journal with a wrong period")
    narrow(page, since="", until="", text="такогослованетнигде")
    expect(page.locator("main")).to_contain_text("Записей нет")
    check(page, "an empty journal")


def test_a_card_leads_to_its_own_journal(enter: Any) -> None:
    page = enter(SERVICE_HEAD)
    page.goto("/staff/?q=Бадмаева+Анна+Доржиевна")
    page.locator("main tbody").get_by_role("link", name="Бадмаева Анна Доржиевна").click()
    page.get_by_role("link", name="В журнале").click()
    expect(page.locator("main")).to_contain_text("Показаны записи только об одном объекте")
    about_one = exported(page, "Excel")
    assert about_one
    page.get_by_role("link", name="Показать весь журнал").click()
    assert len(exported(page, "Excel")) > len(about_one)


def test_a_coordinator_reads_of_their_school_alone_and_a_methodist_nothing(enter: Any) -> None:
    head, coordinator, methodist = enter(SERVICE_HEAD), enter(COORDINATOR), enter(METHODIST)
    open_journal(head)
    open_journal(coordinator)
    assert len(exported(coordinator, "Excel")) < len(exported(head, "Excel"))
    narrow(coordinator, kind=SNAPSHOTS)
    expect(coordinator.locator("main")).to_contain_text("Записей нет")
    assert methodist.goto("/journal/").status == 403


def open_journal(page: Page) -> None:
    page.goto("/journal/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Журнал")


def narrow(page: Page, *, kind: str = "", **typed: str) -> None:
    titles = {"since": "С", "until": "По", "who": "Кто", "text": "Слова"}
    if kind:
        page.get_by_label("Что произошло").select_option(label=kind)
    for name, value in typed.items():
        page.get_by_label(titles[name], exact=True).fill(value)
    page.get_by_role("button", name="Показать").click()
    page.wait_for_load_state()


def exported(page: Page, title: str) -> list[dict[str, Any]]:
    """Rows of the file; those of a text file as texts."""
    with page.expect_download() as download:
        page.get_by_role("link", name=title).click()
    content = Path(download.value.path()).read_bytes()
    rows = sheet_of(content) if title == "Excel" else lines_of(content)
    assert rows[0] == HEADER
    assert all(isinstance(row[0], datetime) for row in rows[1:]) or title == "CSV"
    return [dict(zip(HEADER, row, strict=True)) for row in rows[1:]]


def lines_of(content: bytes) -> list[list[str]]:
    return [line.split(";") for line in content.decode("utf-8-sig").splitlines()]
