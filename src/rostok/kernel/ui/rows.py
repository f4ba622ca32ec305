"""Rows of a table: a query, a list, or a sequence that reads only what is shown."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django_tables2 import RequestConfig, Table
from django_tables2.data import TableData, TableListData, TableQuerysetData


class LazyRows(TableListData):
    """A sequence as it is: the library would make a list of all of it to show one page.

    It has an order of its own, whatever the address asks for.
    """

    def order_by(self, aliases: Any) -> None:
        pass


def data_of(rows: Any) -> TableData:
    """The rows as a table takes them."""
    is_plain = isinstance(rows, list) or TableQuerysetData.validate(rows)
    return TableData.from_data(rows) if is_plain else LazyRows(rows)


def in_order(table: Table, request: HttpRequest) -> Table:
    """All rows, in the order that the address asks for."""
    return RequestConfig(request, paginate=False).configure(table)


def in_pages(table: Table, request: HttpRequest, size: int) -> Table:
    """One page of them; its number stands in the address, its size never does.

    A page that is not there is the nearest one that is.
    """
    in_order(table, request)
    table.paginator = Paginator(table.rows, size)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field, 1))
    return table
