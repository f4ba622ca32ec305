"""The gallery and the sign-in page in a browser: axe, width, versions."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


PAGES = ["/ui/gallery/", "/accounts/login/", "/accounts/password/reset/"]


@pytest.mark.parametrize(
    ("width", "scheme", "version"),
    [
        (1280, "light", ""),
        (1280, "dark", ""),
        (1280, "light", "125.white"),
        (640, "light", ""),
        (360, "light", ""),
        (360, "dark", ""),
        (360, "light", "150.black"),
    ],
)
def test_pages_are_accessible_and_fit(browser, live_server, settings, width, scheme, version):
    settings.DEMO = True
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    if version:
        context.add_cookies(
            [{"name": "rostok_appearance", "value": version, "url": live_server.url}]
        )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for address in PAGES:
        page.goto(live_server.url + address)
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    context.close()
    assert complaints == []


def test_the_menu_opens_without_scripts(browser, live_server, settings):
    settings.DEMO = True
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/ui/gallery/")
    page.locator(".fold > summary").click()
    assert page.locator(".fold .who a").is_visible()
    context.close()
