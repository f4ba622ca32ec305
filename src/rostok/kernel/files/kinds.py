"""What a file is, found in its content: the name and the browser's word are never believed."""

from dataclasses import dataclass
from typing import IO
from zipfile import BadZipFile, LargeZipFile, ZipFile

from rostok.kernel.errors import RuleViolation

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
HEAD = 16
MOST_ENTRIES = 5000
OFFICE = "application/vnd.openxmlformats-officedocument"
MACROS = "vbaproject.bin"


@dataclass(frozen=True)
class FileKind:
    """`starts` are the first bytes; of an office file `part` is what its package must hold."""

    code: str
    title: str
    content_type: str
    extensions: tuple[str, ...]
    starts: bytes
    part: str = ""

    @property
    def extension(self) -> str:
        return self.extensions[0]


PACKAGE = b"PK\x03\x04"
PDF = FileKind("pdf", "PDF", "application/pdf", ("pdf",), b"%PDF-")
JPG = FileKind("jpg", "JPG", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), b"\xff\xd8\xff")
PNG = FileKind("png", "PNG", "image/png", ("png",), b"\x89PNG\r\n\x1a\n")
DOCX = FileKind(
    "docx",
    "DOCX",
    f"{OFFICE}.wordprocessingml.document",
    ("docx",),
    PACKAGE,
    "word/document.xml",
)
XLSX = FileKind(
    "xlsx", "XLSX", f"{OFFICE}.spreadsheetml.sheet", ("xlsx",), PACKAGE, "xl/workbook.xml"
)
ZIP = FileKind("zip", "ZIP", "application/zip", ("zip",), PACKAGE)  # only made by us, never taken
TAKEN = (PDF, JPG, PNG, DOCX, XLSX)
KINDS = {kind.code: kind for kind in (*TAKEN, ZIP)}
ACCEPT = ",".join(f".{extension}" for kind in TAKEN for extension in kind.extensions)
WANTED = "Принимаются PDF, JPG, PNG, DOCX и XLSX."
EMPTY = "Файл пустой. Проверьте, что выбрали нужный, и отправьте его снова."
TOO_LARGE = (
    f"Файл больше {LARGEST // MEGABYTE} МБ. Уменьшите разрешение при сканировании или разделите"
    " документ на части."
)
DAMAGED = "Файл повреждён или передан не полностью. Откройте его, сохраните заново и приложите."
WITH_MACROS = "В файле есть макросы. Сохраните его как обычный DOCX, XLSX или PDF и приложите."


def kind_of_content(file: IO[bytes]) -> FileKind:
    """The kind of a file by what is in it; the file is left at its start.

    Refused: nothing in it, another kind, a damaged office file, one with macros.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise RuleViolation(EMPTY)
    found = [kind for kind in TAKEN if head.startswith(kind.starts)]
    if not found:
        raise RuleViolation(f"Такой файл приложить нельзя. {WANTED}")
    return found[0] if len(found) == 1 else office_kind(file)


def office_kind(file: IO[bytes]) -> FileKind:
    try:
        with ZipFile(file) as package:
            entries = package.infolist()
    except (BadZipFile, LargeZipFile, ValueError, OSError, EOFError) as error:
        raise RuleViolation(DAMAGED) from error
    finally:
        file.seek(0)
    names = {entry.filename.casefold() for entry in entries}
    if any(name.endswith(MACROS) for name in names):
        raise RuleViolation(WITH_MACROS)
    found = [kind for kind in TAKEN if kind.part and kind.part in names]
    if len(entries) > MOST_ENTRIES or len(found) != 1 or "[content_types].xml" not in names:
        raise RuleViolation(f"Это архив, а не документ. {WANTED}")
    return found[0]


def refuse_foreign_extension(name: str, kind: FileKind) -> None:
    """A name that promises another kind: «приказ.pdf» with a picture inside."""
    extension = name.rpartition(".")[2].casefold()
    if extension not in kind.extensions:
        raise RuleViolation(
            f"Название файла заканчивается не так, как его содержимое: внутри {kind.title}."
            f" Переименуйте файл в «….{kind.extension}» или сохраните его заново."
        )
