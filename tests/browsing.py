"""Debian's Chromium, for tests that look at pages: the build without windows where it is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

BUILDS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks anything of another host gets no answer, and the journey fails.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; where there is none, the test is skipped, and in CI fails (tests/conftest.py)."""
    found = [build for build in BUILDS if build.exists()]
    if not found:
        pytest.skip("no chromium-headless-shell and no chromium")
    with sync_playwright() as driver, lenient_django():
        opened = driver.chromium.launch(executable_path=found[0], args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def lenient_django() -> Iterator[None]:
    """Playwright runs a loop in this thread, beside the fixtures that touch the test database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
