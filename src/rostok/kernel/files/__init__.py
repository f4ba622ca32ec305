"""Kept files: scans, proofs, made archives. A row of an upper package owns each by a foreign key.

A service calls `keep_file` in its transaction and puts the row it returns into its own; a page of
`FileDownloadPage` gives the file to those who may see the owner. Nobody else can reach it.
"""

from rostok.kernel.files.forms import KeptFileField
from rostok.kernel.files.kinds import FileKind, kind_of_content
from rostok.kernel.files.pages import FileDownloadPage, file_response
from rostok.kernel.files.storing import keep_file, keep_made_file, opened, remove_file, sweep

__all__ = [
    "FileDownloadPage",
    "FileKind",
    "KeptFileField",
    "file_response",
    "keep_file",
    "keep_made_file",
    "kind_of_content",
    "opened",
    "remove_file",
    "sweep",
]
