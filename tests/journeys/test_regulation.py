"""The regulation as a living document: sections, and an address of every clause."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.people import METHODIST

pytestmark = pytest.mark.browser


def test_a_clause_has_an_address_and_leads_to_where_it_stands(visit: Any) -> None:
    page = visit().new_page()
    page.goto("/packs/muya/")
    page.get_by_role("main").get_by_role("link", name="Субъекты").first.click()
    page.get_by_role("link", name="Муниципальный уровень").first.click()
    mark = page.locator("main").get_by_role("link", name=re.compile(r"^MUY-")).first
    number = mark.inner_text().strip()
    mark.click()
    page.wait_for_url(f"**/packs/muya/clauses/{number}/")
    text = page.locator(f"[id='{number}']").inner_text()
    assert len(text) > 20

    page.locator(f"main a[href$='#{number}']").first.click()
    page.wait_for_url(re.compile(f"#{number}$"))
    anchor = page.locator(f"[id='{number}']")
    expect(anchor).to_be_in_viewport()


def test_every_section_opens_from_the_contents(visit: Any) -> None:
    page = visit().new_page()
    page.goto("/packs/todzha/")
    sections = page.locator("main ol a").evaluate_all("links => links.map(link => link.pathname)")
    assert len(sections) > 6
    for section in sections:
        assert page.goto(section).status == 200
        assert page.locator("main h1").inner_text()


def test_the_roadmap_and_the_indicators_stand_as_printed(enter: Any) -> None:
    page = enter(METHODIST)
    page.goto("/packs/muya/roadmap/")
    assert page.locator("main tbody tr").count() > 5
    page.goto("/packs/muya/indicators/")
    expect(page.locator("main")).to_contain_text("Цель, как напечатано")
