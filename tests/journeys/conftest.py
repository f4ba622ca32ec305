"""A site in processes of its own, as people run it, and a browser to walk through it.

`JOURNEYS_WORLD=<folder>` keeps the loaded demo between runs while journeys are being written.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.people import CHIEF, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SAID = "prepared.json"
READY = 60.0
PATIENCE = 20_000  # a busy machine is slow, not broken
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@dataclass(frozen=True)
class Site:
    """A running site and what stands on it."""

    url: str
    pages: dict[str, list[str]]
    regulations: list[str]
    stranger: str


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("journeys")
    with database() as url:
        variables = environment(home, url)
        made = prepared(variables, home)
        with served(variables, home) as address:
            yield Site(address, **made)


@contextmanager
def database() -> Iterator[str | None]:
    """On PostgreSQL a database of the journeys' own; SQLite lies in their home."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield None
        return
    name = f"rostok_journeys_{uuid4().hex[:8]}"
    server = given.rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        yield f"{server}/{name}"
        connection.execute(f'drop database "{name}" with (force)')


def environment(home: Path, database_url: str | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ROSTOK_")}
    kept.pop("DATABASE_URL", None)
    return kept | {
        "ROSTOK_HOME": str(home),
        "ROSTOK_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "rostok.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        **({"DATABASE_URL": database_url} if database_url else {}),
    }


def prepared(variables: dict[str, str], home: Path) -> dict[str, Any]:
    world = Path(os.environ.get("JOURNEYS_WORLD") or home)
    if "DATABASE_URL" in variables or world == home:
        return json.loads(loaded(variables))
    if not (world / SAID).exists():
        said = loaded(variables)
        shutil.copytree(home, world, dirs_exist_ok=True)
        (world / SAID).write_text(said)
    shutil.copytree(world, home, dirs_exist_ok=True)
    return json.loads((world / SAID).read_text())


def loaded(variables: dict[str, str]) -> str:
    """What the loading of the demo says of it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.prepare"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def served(variables: dict[str, str], home: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-c", "from rostok.config.cli import main; main()"]
    with (home / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port)],
            cwd=ROOT,
            env=variables,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(READY)
    said = (home / "serve.log").read_text()
    assert "Internal Server Error" not in said, said


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the site does not answer at {url}")


Visit = Callable[..., BrowserContext]


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """A new visitor with an empty cache; nobody may ask another host or break a script."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=site.url, accept_downloads=True, **{"viewport": WIDE, **options}
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: note_foreign(complaints, site, request.url))
        context.on("weberror", lambda problem: complaints.append(str(problem.error)))
        context.on("console", lambda message: note_refused(complaints, message.text))
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()
    assert complaints == []


def note_foreign(complaints: list[str], site: Site, url: str) -> None:
    if not url.startswith((f"{site.url}/", "data:", "blob:")):
        complaints.append(f"asked of another host: {url}")


def note_refused(complaints: list[str], text: str) -> None:
    if "Content Security Policy" in text:
        complaints.append(text)


@pytest.fixture
def enter(visit: Visit) -> Callable[..., Page]:
    """A page of somebody who has come in as a persona of the demo, by one click."""

    def come_in(persona: str, **options: Any) -> Page:
        page = visit(**options).new_page()
        page.goto("/accounts/login/")
        page.get_by_role("button", name=persona).click()
        page.wait_for_url("/")
        return page

    return come_in


@pytest.fixture(scope="module")
def chief_state(browser: Browser, site: Site) -> Any:
    """The cookies of the administrator, so that each page of a test is a first visit."""
    context = browser.new_context(base_url=site.url)
    sign_in(context.new_page(), CHIEF, PASSWORD)
    state = context.storage_state()
    context.close()
    return state


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Имя для входа или почта").fill(name)
    page.get_by_label("Пароль").fill(password)
    page.get_by_role("button", name="Войти", exact=True).click()
    page.wait_for_load_state()
