"""Every list costs the same number of queries for ten rows and for twenty."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rostok.kernel.pages import ListPage
from tests.architecture.addresses import Address, addresses
from tests.architecture.world import World, grow, kept_for_module, sign_in

LISTS = [
    address
    for address in addresses()
    if isinstance(address.view, type) and issubclass(address.view, ListPage)
]
# Lists whose rows a regulation fixes, whatever the size of the territory.
FIXED = {
    "indicators:compare_places",
    "indicators:compare_years",
    "indicators:dashboard",
    "privacy:texts",
}
Costs = dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def costs(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Costs, Costs]]:
    """Queries and rows of each list in a territory of ten, then of twenty."""
    with kept_for_module(django_db_blocker) as world:
        client = sign_in(world.user("administrator", "region"))
        grow(world.own, 9)
        few = costs_of_lists(world, client)
        grow(world.own, 10)
        yield few, costs_of_lists(world, client)


def costs_of_lists(world: World, client: Client) -> Costs:
    return {one.name: queries_and_rows(client, one.url(world, world.own)) for one in LISTS}


def queries_and_rows(client: Client, url: str) -> tuple[int, int]:
    client.get(url)  # what is kept for the life of a process is read now
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return len(caught), len(answer.context["table"].rows)


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS, ids=lambda address: address.name)
def test_a_list_costs_the_same_for_ten_and_twenty_rows(
    address: Address, costs: tuple[Costs, Costs]
) -> None:
    (few, rows), (many, more_rows) = (part[address.name] for part in costs)
    assert many == few
    assert more_rows > rows or address.name in FIXED, "grow() adds no row to this list"
