"""What every test stands on: quick passwords, plain static names, a folder of its own."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

# A busy machine is slow, not wrong: no example fails by the clock.
hypothesis_settings.register_profile("rostok", deadline=None)
hypothesis_settings.load_profile("rostok")


def pytest_configure() -> None:
    Path(live_settings.STATIC_ROOT).mkdir(exist_ok=True)
    live_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    live_settings.STORAGES = {
        **live_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


# Files that take longest stand first: else one process ends with them while the other is idle.
LONGEST = ("architecture/test_addresses.py", "web/test_home.py", "architecture/test_lists.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONGEST))


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    """Uploaded and generated files of a test go to its own folder."""
    settings.FILES_DIR = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.FILES_DIR},
        },
    }


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from tests.browsing import chromium  # noqa: PLC0415 - the fast suite does without a browser

    with chromium() as opened:
        yield opened


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """In CI a browser journey is never skipped: without a browser it fails."""
    report = yield
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("browser"):
        report.outcome = "failed"
    return report
