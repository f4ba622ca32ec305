"""Pages of a list: the address asks for a page and an order, never for how many rows."""

import django_tables2 as tables
import pytest
from django.test import RequestFactory

from rostok.kernel.ui.rows import data_of, in_pages


class Numbers(tables.Table):
    n = tables.Column()


class ByPart:
    """A sequence that is neither a list nor a query."""

    def __init__(self, numbers):
        self.numbers = list(numbers)

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, part):
        return self.numbers[part]

    def __iter__(self):
        return iter(self.numbers)


ROWS = [{"n": n} for n in (3, 1, 2, 5, 4)]


def shown(rows, address):
    table = in_pages(Numbers(data_of(rows)), RequestFactory().get(address), 2)
    return [row.get_cell("n") for row in table.page.object_list]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("", [3, 1]),
        ("page=3", [4]),
        ("page=99999999999999999999", [4]),
        ("page=x", [3, 1]),
        ("per_page=-1", [3, 1]),
        ("per_page=1000000", [3, 1]),
        ("sort=-n", [5, 4]),
        ("sort=2027-05-05", [3, 1]),
    ],
)
def test_a_page_of_a_list(asked, numbers):
    assert shown(ROWS, f"/?{asked}") == numbers


@pytest.mark.parametrize("asked", ["sort=n", "sort=2027-05-05", "sort=-n&per_page=-1"])
def test_what_is_read_by_part_keeps_its_own_order(asked):
    assert shown(ByPart(ROWS), f"/?{asked}") == [3, 1]
