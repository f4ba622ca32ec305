"""Cells of tables: written once for a column, each with its own value."""

import django_tables2 as tables
from django.template import Context
from django_tables2 import utils

from rostok.kernel.ui.cells import cells_of, inspected, openings_of, signature


class Sums(tables.Table):
    name = tables.Column("Кто <b>")
    sum = tables.Column("Сколько", attrs={"td": {"class": "num"}})

    def render_name(self, value, table):
        return f"{value} из {len(table.rows)}"


def cells(*rows):
    table = Sums(list(rows))
    openings = openings_of(table)
    return [cells_of(row, openings, Context()) for row in table.rows]


def test_each_row_has_its_own_values_under_the_names_of_the_columns():
    first, second = cells({"name": "Анна", "sum": 1.5}, {"name": "Мария", "sum": 20})
    assert (
        first == '<td data-label="Кто ">Анна из 2</td><td class="num" data-label="Сколько">1,5</td>'
    )
    assert "Мария из 2" in second
    assert ">20<" in second


def test_what_is_in_a_cell_is_escaped():
    (row,) = cells({"name": "<script>", "sum": None})
    assert "&lt;script&gt; из 1" in row
    assert "—" in row


def test_functions_of_columns_are_inspected_as_the_library_does():
    table = Sums([])

    def plain(value, record, **rest):
        return None

    assert utils.signature is signature
    for function in (table.render_name, plain, table.columns["sum"].column.render):
        assert signature(function) == inspected(function)
