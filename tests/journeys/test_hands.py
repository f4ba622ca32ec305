"""Other hands and other links: the keyboard, a phone, a village line of 64 kbit/s."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site
from tests.journeys.people import CHIEF, METHODIST, PASSWORD
from tests.journeys.test_pages import DOWNLOADS

pytestmark = pytest.mark.browser

SLOW_LINK = {
    "offline": False,
    "latency": 1000,
    "downloadThroughput": 64_000 / 8,
    "uploadThroughput": 64_000 / 8,
}
READABLE = 10.0  # seconds until the dashboard's text stands on the screen at a first visit
AGAIN = 5.0  # the same with styles and scripts kept by the browser


def test_sign_in_and_the_filter_need_no_mouse(visit: Any) -> None:
    page = visit().new_page()
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    assert focused(page) == "К содержанию"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    walk_to(page, "Имя для входа или почта")
    assert focus_is_visible(page)
    page.keyboard.type(CHIEF)
    walk_to(page, "Пароль")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("/")

    page.goto("/staff/")
    walk_to(page, "Имя")
    assert focus_is_visible(page)
    page.keyboard.type("Дашиева Аюна")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert page.locator("main tbody tr").count() == 1


def walk_to(page: Page, name: str, steps: int = 60) -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(steps):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"«{name}» is not reached by the keyboard")


def focused(page: Page) -> str:
    """The name of what has the focus: its label, else its text."""
    text: str = page.evaluate(
        """() => {
            const one = document.activeElement, label = one.labels && one.labels[0];
            return (label || one).innerText || "";
        }"""
    )
    return text.strip().split("\n")[0]


def focus_is_visible(page: Page) -> bool:
    outlined: bool = page.evaluate(
        """() => {
            const look = getComputedStyle(document.activeElement);
            return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
        }"""
    )
    return outlined


def test_the_filter_of_a_phone_opens_by_the_keyboard(enter: Any) -> None:
    page = enter(METHODIST, viewport=PHONE)
    page.goto("/staff/")
    walk_to(page, "Поиск и отбор")
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    walk_to(page, "Имя")
    page.keyboard.type("Дашиева Аюна")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    expect(page.get_by_text("включён")).to_be_visible()


def test_the_largest_text_fits_a_phone(visit: Any, chief_state: Any, site: Site) -> None:
    context = visit(storage_state=chief_state, viewport=PHONE)
    context.add_cookies([{"name": "rostok_appearance", "value": "150.black", "url": site.url}])
    page = context.new_page()
    wide = {}
    for url in (urls[0] for name, urls in site.pages.items() if name not in DOWNLOADS):
        page.goto(url)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        if width > PHONE["width"]:
            wide[url] = width
    assert wide == {}


@pytest.mark.parametrize("width", [961, 1024, 1280])
def test_the_whole_menu_stands_in_one_line(
    visit: Any, chief_state: Any, site: Site, width: int
) -> None:
    page = visit(storage_state=chief_state, viewport={"width": width, "height": 900}).new_page()
    page.goto("/")
    items = page.locator(".masthead > .nav a")
    assert items.count() >= 11
    tops = {items.nth(at).bounding_box()["y"] for at in range(items.count())}
    assert len(tops) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_menu_of_a_phone_opens_by_the_keyboard(enter: Any, scripts: bool) -> None:
    page = enter(METHODIST, java_script_enabled=scripts, viewport=PHONE)
    summary = page.locator(".fold > summary")
    summary.focus()
    page.keyboard.press("Enter")
    link = page.locator(".fold .nav").get_by_role("link", name="Педагоги")
    expect(link).to_be_visible()
    if scripts:
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()
        page.keyboard.press("Enter")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/")


def test_the_dashboard_is_readable_on_a_slow_link(visit: Any, chief_state: Any) -> None:
    page = visit(storage_state=chief_state, viewport=PHONE).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINK)
    first = seconds_until_readable(page)
    again = seconds_until_readable(page)
    assert first <= READABLE
    assert again <= AGAIN


def seconds_until_readable(page: Page) -> float:
    """Until the text is painted: asked of the browser, so that a busy test does not count."""
    begun = time.monotonic()
    page.goto("/indicators/muya/?year=2026", wait_until="commit")
    page.get_by_text("Контекст: кадры").wait_for()
    page.wait_for_function(PAINTED)
    assert time.monotonic() - begun >= 1  # the link is slow indeed
    milliseconds: float = page.evaluate(PAINTED)
    return milliseconds / 1000


PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
