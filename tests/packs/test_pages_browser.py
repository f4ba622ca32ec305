"""Every kind of page of a regulation in a browser: axe, and no wider than the screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from rostok.kernel.access import installation
from rostok.packs.reader import address_of_part, pages_of, parts_of
from rostok.packs.services import store_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
