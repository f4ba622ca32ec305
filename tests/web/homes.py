"""What must hold of anybody's home page: its numbers are those of lists, files and pages."""

import csv
from typing import Any

from django.test import Client
from django.utils.html import escape


def check_numbers(client: Client) -> Any:
    """Every number of the page is that of its list and of its file; returns the page's context."""
    page = client.get("/").context
    for sections, whose in ((page["sections"], ""), (page["others"], "&whose=others")):
        for section in sections:
            assert section.number == sum(line.count for line in section.lines)
            assert_holds(client, section.url + whose, section.number)
            for line in section.lines:
                if line.number:
                    assert_holds(client, line.url, line.number)
    assert_holds(client, page["list_url"] + "?", page["number"])
    assert_holds(client, page["others_url"], page["others_number"])
    badge = next((item.number for item in page["menu"] if item.url == "/"), 0)
    assert badge == page["number"]
    return page


def check_figures(client: Client, page: Any) -> None:
    """Three at most, each with its plan, and the page behind says the same."""
    assert len(page["figures"]) <= 3
    for figure, note in page["figures"]:
        words = client.get(figure.url).content.decode()
        assert escape(figure.row.value_words) in words
        if figure.row.has_plan:
            assert figure.row.target_words in note
            assert escape(figure.row.target_words) in words


def assert_holds(client: Client, url: str, number: int) -> None:
    assert rows_of(client, url) == number, url
    assert exported_rows(client, url) == number, url


def rows_of(client: Client, url: str) -> int:
    """How many rows the list shows on all its pages."""
    found, number, pages = 0, 1, 1
    while number <= pages:
        answer = client.get(f"{url}&page={number}")
        assert answer.status_code == 200, url
        pages = answer.context["page_obj"].paginator.num_pages
        found += sum(len(rows) for _source, rows in answer.context["groups"])
        number += 1
    return found


def exported_rows(client: Client, url: str) -> int:
    """How many rows the file of the list has below its header."""
    answer: Any = client.get(f"{url}&export=csv")
    assert answer.status_code == 200, url
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    return len(list(csv.reader(lines, delimiter=";"))) - 1
