"""Giving a kept file to those who may see its owner, always to be saved, never to be run."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest

from rostok.kernel.files.storing import kind_of, opened
from rostok.kernel.models import StoredFile
from rostok.kernel.pages import ObjectPage


def file_response(stored: StoredFile) -> FileResponse:
    """The file as an attachment of the kind we found in it; no browser may guess another."""
    response = FileResponse(
        opened(stored),
        as_attachment=True,
        filename=stored.name,
        content_type=kind_of(stored).content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


class FileDownloadPage(ObjectPage):
    """The file of a row: name `model` and `permission`, and `file_field`, its foreign key.

    Whoever may not see the row finds nothing; so do they when the row has no file.
    """

    file_field = "file"

    def get_file(self) -> StoredFile | None:
        found: StoredFile | None = getattr(self.object, self.file_field)
        return found

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> FileResponse:
        stored = self.get_file()
        if stored is None:
            raise Http404
        return file_response(stored)
