"""A table reads of a long sequence only what it shows."""

from collections.abc import Sequence

import django_tables2 as tables
from django.test import RequestFactory
from django_tables2 import RequestConfig

from rostok.kernel.ui.rows import data_of


class Numbers(Sequence):
    """A hundred thousand rows that remember which of them were made."""

    def __init__(self):
        self.made = []

    def __len__(self):
        return 100_000

    def __getitem__(self, part):
        self.made += range(len(self))[part]
        return [{"number": number} for number in range(len(self))[part]]


class NumberTable(tables.Table):
    number = tables.Column(orderable=False)


def test_only_the_page_that_is_shown_is_read():
    rows = Numbers()
    table = NumberTable(data_of(rows))
    request = RequestFactory().get("/", {"page": "3"})
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    assert [row.record["number"] for row in table.page.object_list] == list(range(100, 150))
    assert rows.made == list(range(100, 150))


def test_a_list_can_still_be_ordered():
    table = tables.Table(
        data_of([{"number": 2}, {"number": 1}]),
        extra_columns=[("number", tables.Column())],
        order_by="number",
    )
    assert [row.record["number"] for row in table.rows] == [1, 2]
