"""Every file that the product gives, opened in LibreOffice: the same tables, rows and headings."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from rostok.kernel.export import CONTENT_TYPES
from rostok.kernel.word import WORD
from tests.architecture.addresses import addresses
from tests.architecture.sources import SRC, name_of, python_files, tree_of
from tests.journeys import office
from tests.journeys.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.office]

KINDS = {content.split(";")[0]: kind for kind, content in CONTENT_TYPES.items()} | {WORD: "docx"}
# A link to a file says so: by its attribute, or by words that a person reads.
NAMED = re.compile(r"\b(Excel|CSV|xlsx|docx|Word)\b|приказ")
# What may be of another length than the list on the page says so by its own address.
OWN_EXPORT = re.compile(r"[?&]export=")
SHOWN = re.compile(r"–[\d\s]+ из ([\d\s]+)<")
# Where a response is made of a table, and where stored files of people are given back.
MAKERS = {
    "src/rostok/kernel/export.py",
    "src/rostok/kernel/word.py",
    "src/rostok/kernel/tabular/exporting.py",
    "src/rostok/roadmaps/files/docx.py",
    "src/rostok/snapshots/files/docx.py",
}
# Pages whose file holds more than the table they count, by design.
LONGER = {"indicators:dashboard": "the context indicators, on the page cards below the table"}
STORED = {"src/rostok/kernel/files/pages.py"}
RESPONSES = {"FileResponse", "StreamingHttpResponse"}


@dataclass(frozen=True)
class Given:
    """A file: from which address of which page, and how many rows the page says it has."""

    name: str
    url: str
    kind: str
    content: bytes
    rows: int | None


@pytest.fixture(scope="module")
def given(site: Site, browser: Any, chief_state: Any) -> list[Given]:
    """All files that the administrator is offered on all pages, each once."""
    context = browser.new_context(base_url=site.url, storage_state=chief_state)
    asked: set[str] = set()
    found = [
        one
        for name, urls in sorted(site.pages.items())
        for one in files_of(context, name, urljoin(site.url, urls[0]), asked)
    ]
    context.close()
    return found


def files_of(context: Any, name: str, url: str, asked: set[str]) -> Iterator[Given]:
    answer = context.request.get(url)
    kind = kind_of(answer)
    if kind:
        yield Given(name, url, kind, answer.body(), None)
    elif "html" in answer.headers.get("content-type", ""):
        yield from linked(context, name, answer, asked)
    asked.update({url, answer.url})


def linked(context: Any, name: str, page: Any, asked: set[str]) -> Iterator[Given]:
    text = page.text()
    said = SHOWN.search(text)
    rows = int("".join(said[1].split())) if said else None
    targets = {urljoin(page.url, target).rstrip("?") for target in links_to_files(text)}
    for url in sorted(targets - asked):
        asked.add(url)
        answer = context.request.get(url)
        kind = kind_of(answer)
        if kind:
            yield Given(name, url, kind, answer.body(), rows if OWN_EXPORT.search(url) else None)


def kind_of(answer: Any) -> str | None:
    return KINDS.get(answer.headers.get("content-type", "").split(";")[0])


def links_to_files(page: str) -> list[str]:
    reader = LinkReader()
    reader.feed(page)
    return reader.found


class LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.target = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "a":
            told = dict(attrs)
            self.target = told.get("href") or ""
            if "download" in told:
                self.found.append(self.target)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.target = ""

    def handle_data(self, data: str) -> None:
        if self.target and NAMED.search(data):
            self.found.append(self.target)


@pytest.mark.parametrize("kind", sorted(office.TARGETS))
def test_libreoffice_reads_what_was_written(given: list[Given], kind: str, tmp_path: Path) -> None:
    if not office.SOFFICE.exists():
        pytest.skip(f"no {office.SOFFICE}")  # in CI a skipped journey fails: tests/conftest.py
    files = [one for one in given if one.kind == kind]
    assert files
    paths = office.opened(tmp_path, kind, [one.content for one in files])
    wrong = [
        f"{one.name} {one.url}: {problem}"
        for one, path in zip(files, paths, strict=True)
        for problem in problems(one, path)
    ]
    assert wrong == [], wrong


def problems(one: Given, path: Path) -> Iterator[str]:
    if not path.exists():
        yield "not opened"
        return
    ours, theirs = office.written(one.kind, one.content), office.read(one.kind, path)
    if list(ours) != list(theirs):
        yield f"tables {list(theirs)} of {list(ours)}"
    for title, table in ours.items():
        yield from differences(one.kind, table, theirs.get(title, []))
    if one.kind == "docx":
        headings = office.headings_of_word(one.content)
        if not headings or headings != office.headings_of_page(path.read_text(encoding="utf-8")):
            yield f"headings {headings}"


def differences(kind: str, ours: office.Table, theirs: office.Table) -> Iterator[str]:
    if len(ours) != len(theirs):
        yield f"{len(theirs)} rows of {len(ours)}"
    elif ours[:1] != theirs[:1]:
        yield f"the header {theirs[0]} of {ours[0]}"
    elif list(office.full_cells(ours)) != list(office.full_cells(theirs)):
        yield "cells are lost"
    elif kind != "csv":  # numbers and days of a text file are read by the custom of the place
        pairs = zip(chain(*ours), chain(*theirs), strict=True)
        changed = [pair for pair in pairs if not office.same(*pair)]
        yield from [f"cells are other: {changed[:3]}"] if changed else []


def test_a_file_has_as_many_rows_as_its_page_says(given: list[Given]) -> None:
    counted = [one for one in given if one.rows is not None and one.name not in LONGER]
    rows = [len(next(iter(office.written(one.kind, one.content).values()))) - 1 for one in counted]
    wrong = [
        f"{one.name} {one.url}: {number} of {one.rows}"
        for one, number in zip(counted, rows, strict=True)
        if number != one.rows
    ]
    assert len(counted) > 20
    assert wrong == [], wrong


def test_every_place_that_makes_files_has_given_one(given: list[Given]) -> None:
    """A file that no page offers by a link, or only after steps, would not be opened above."""
    makers = {name_of(path) for path in python_files("src") if calls(path) & RESPONSES}
    assert makers == MAKERS | STORED
    views = {address.name: address.view for address in addresses()}
    seen = {module for one in given for module in modules_of(views[one.name])}
    unseen = {name for name in pages_with_files() if name not in seen}
    assert unseen == set()


def pages_with_files() -> set[str]:
    """Modules that take a maker of responses from those above."""
    makers = {name.removeprefix("src/").removesuffix(".py").replace("/", ".") for name in MAKERS}
    makers.add("rostok.kernel.tabular")  # hands on what it has in `exporting`
    return {
        module_of(path)
        for path in python_files("src")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module in makers
        if any(one.name.endswith("_response") for one in node.names)
        if path.name != "__init__.py"
    }


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(SRC.parent).with_suffix("").parts)


def modules_of(view: type) -> set[str]:
    return {one.__module__ for one in view.__mro__}


def calls(path: Path) -> set[str]:
    nodes = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return {node.func.id for node in nodes if isinstance(node.func, ast.Name)}
