"""Records out in the very columns that an import reads: the file may be sent back as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from rostok.kernel.export import CONTENT_TYPES, Sheet, csv_lines, disposition, workbook_file
from rostok.kernel.tabular.columns import Column

Values = Mapping[str, Any]


def records_response(
    columns: Sequence[Column],
    records: Iterable[Values],
    *,
    name: str,
    format: str,  # noqa: A002 - as in `table_response`
) -> HttpResponseBase:
    """A file of records by code of column; read as they are written, never held whole."""
    header = [column.title for column in columns]
    rows = rows_of_records(columns, records)
    if format == "csv":
        response: HttpResponseBase = StreamingHttpResponse(csv_lines(header, rows))
    else:
        response = FileResponse(workbook_file([Sheet(name, header, rows)]))
    response.headers["Content-Type"] = CONTENT_TYPES[format]
    response.headers["Content-Disposition"] = disposition(name, format)
    return response


def rows_of_records(columns: Sequence[Column], records: Iterable[Values]) -> Iterator[list[Any]]:
    for record in records:
        yield [cell_of(column, record.get(column.code)) for column in columns]


def cell_of(column: Column, value: Any) -> Any:
    """Days and numbers as such, everything else in the words that the column reads."""
    if value is None or isinstance(value, date | Decimal):
        return value
    return column.show(value)
