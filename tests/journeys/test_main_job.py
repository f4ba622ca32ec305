"""The main job: a methodist opens a number and sees who is behind it, and why each is counted."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.files import sheet_of
from tests.journeys.people import METHODIST

pytestmark = pytest.mark.browser

INDICATOR = "Доля педагогических работников с высшей или первой категорией"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_number_equals_the_people_behind_it(enter: Any, scripts: bool) -> None:
    page = enter(METHODIST, java_script_enabled=scripts)
    open_indicator(page)
    counted, base = counts(page.locator("main").inner_text())
    assert 0 < counted < base

    page.get_by_role("link", name="Кто за числом").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Кто за числом")
    assert rows_of(page) == counted
    file = exported(page)
    assert len(file) == counted
    assert shown(page) == [row["Кто"] for row in file[:50]]

    page.get_by_role("navigation", name="Кто показан").get_by_text("Не учтены").click()
    page.wait_for_url("**show=not-counted**")
    assert rows_of(page) == base - counted
    left_out = exported(page)
    assert len(left_out) == base - counted
    assert all(row["Почему"] for row in left_out)


def open_indicator(page: Page) -> None:
    page.get_by_role("link", name="Показатели").first.click()
    page.get_by_role("navigation", name="Годы").get_by_text("2026").click()
    page.wait_for_url("**year=2026**")
    page.get_by_role("link", name=INDICATOR).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(INDICATOR)
    page.wait_for_load_state()


def counts(text: str) -> tuple[int, int]:
    """The numerator and the denominator, as the page prints them."""
    found = re.search(r"(\d+) из (\d+)", text.replace("\u00a0", "").replace("\u202f", ""))
    assert found, text
    return int(found[1]), int(found[2])


def rows_of(page: Page) -> int:
    """How many rows the list says it has."""
    return counts(page.locator(".table-bar").inner_text().split("–")[-1])[1]


def shown(page: Page) -> list[str]:
    """Who stands on the page, in order."""
    cells = page.locator("main tbody tr > :first-child").all_inner_texts()
    return [text.strip() for text in cells]


def exported(page: Page) -> list[dict[str, Any]]:
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    header, *rows = sheet_of(Path(download.value.path()).read_bytes())
    return [dict(zip(header, row, strict=True)) for row in rows]
