"""A snapshot as files: a workbook, and a table ready for an order."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rostok.kernel.export import workbook_response
from rostok.snapshots.files.docx import order_table, word_response
from rostok.snapshots.files.xlsx import workbook
from rostok.snapshots.views.base import OneSnapshotPage


class WorkbookPage(OneSnapshotPage):
    """Values and territories; small groups hidden as on the pages."""

    def get(self, _request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponseBase:
        content = workbook(self.actor, self.snapshot)
        return workbook_response(content, self.snapshot.title)


class OrderTablePage(OneSnapshotPage):
    """The indicators of the place as an annex to an order."""

    def get(self, _request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponseBase:
        content = order_table(self.actor, self.snapshot, self.place)
        return word_response(content, self.snapshot.title)
