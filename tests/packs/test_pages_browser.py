"""Every kind of page of a regulation in a browser: axe, and no wider than the screen."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from rostok.kernel.access import installation
from rostok.packs.reader import address_of_part, pages_of, parts_of
from rostok.packs.services import store_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

sync_api = pytest.importorskip("playwright.sync_api")
axe_module = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop beside the database
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("key", ["muya", "todzha"])
def test_pages_are_accessible_and_fit(browser: Any, live_server: Any, key: str, width: int) -> None:
    version = store_version(installation(), key=key)
    first = version.section("clauses").clauses[0].id
    urls = ["/packs/", version.get_absolute_url(), f"{version.get_absolute_url()}clauses/{first}/"]
    for section in pages_of(version):
        parts = parts_of(version, section)
        urls += [address_of_part(version, section, part, parts) for part in parts]
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    for url in urls:
        page.goto(live_server.url + url)
        found = axe_module.Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
