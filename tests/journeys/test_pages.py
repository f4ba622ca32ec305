"""Every page: nothing for axe to find, no wider than a phone, light on the wire."""

import gzip
import urllib.request
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.architecture.addresses import addresses
from tests.journeys.conftest import PHONE, WIDE, Site
from tests.journeys.weighing import FIRST, LATER, REQUESTS, weigh

pytestmark = pytest.mark.browser

# Opened by somebody who has not signed in; the signed-in would be sent on.
OF_STRANGERS = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accounts:enter_by_code",
}
# Steps of a flow, opened where the flow is walked: test_access.py, test_odd_pages.py.
OF_FLOWS = {"account_set_password", "accounts:password_by_code", "accounts:choose_password"}
DOWNLOADS = {
    "kernel:import_template",
    "kernel:import_failed",
    "orgs:export",
    "privacy:answer_file",
    "privacy:my_answer_file",
    "privacy:my_export",
    "privacy:request_scan",
    "privacy:scan",
    "privacy:withdrawal_scan",
    "roadmaps:calendar",
    "roadmaps:document",
    "roadmaps:file",
    "roadmaps:terms",
    "snapshots:docx",
    "snapshots:xlsx",
    "staff:export",
}
QUICK = {"resultTypes": ["violations"], "elementRef": False}
UNSEEN_LINES = """() => [...document.querySelectorAll("svg line")]
    .filter(line => getComputedStyle(line).stroke === "none").map(line => line.outerHTML)"""
NAMES = sorted(
    address.name
    for address in addresses()
    if "get" in getattr(address.view, "http_method_names", ["get"])
    and address.name not in OF_FLOWS | DOWNLOADS
)


@pytest.fixture
def visitor(visit: Any, chief_state: Any) -> Any:
    """A visitor with an empty cache who may open the page."""

    def new(name: str) -> BrowserContext:
        return visit() if name in OF_STRANGERS else visit(storage_state=chief_state)

    return new


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_light_and_accessible(visitor: Any, site: Site, name: str) -> None:
    for url in site.pages[name]:
        page = visitor(name).new_page()
        first, later = weigh(page, url), weigh(page, url)
        assert first.status == later.status == 200, url
        assert first.octets <= FIRST, f"{url}: {first}"
        assert first.requests <= REQUESTS, f"{url}: {first}"
        assert later.octets <= LATER, f"{url}: {later}"
        check(page, url)
        page.context.close()


def check(page: Page, url: str = "") -> None:
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        found = Axe().run(page, options=QUICK).response["violations"]
        told = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
        assert told == [], f"{url} {size['width']}"
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= size["width"], f"{url}: {width} of {size['width']}"
        assert page.evaluate(UNSEEN_LINES) == [], f"{url}: a line that nothing draws"
    page.set_viewport_size(WIDE)


def test_every_part_of_every_regulation_is_light(site: Site) -> None:
    heavy = {url: size for url in site.regulations if (size := on_the_wire(site.url + url)) > LATER}
    assert heavy == {}


def on_the_wire(url: str) -> int:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
    assert gzip.decompress(body)
    return len(body)
