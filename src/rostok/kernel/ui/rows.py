"""Rows of a table: a query, a list, or a sequence that reads only what is shown."""

from typing import Any

from django_tables2.data import TableData, TableListData, TableQuerysetData


class LazyRows(TableListData):
    """A sequence as it is: the library would make a list of all of it to show one page."""


def data_of(rows: Any) -> TableData:
    """The rows as a table takes them."""
    is_plain = isinstance(rows, list) or TableQuerysetData.validate(rows)
    return TableData.from_data(rows) if is_plain else LazyRows(rows)
