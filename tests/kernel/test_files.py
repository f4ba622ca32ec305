"""Kept files: the kind is found in the content, names harm nobody, a file has one owner."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.files import (
    KeptFileField,
    file_response,
    keep_file,
    keep_made_file,
    opened,
    remove_file,
    storing,
    sweep,
)
from rostok.kernel.files.kinds import LARGEST, ZIP
from rostok.kernel.models import StoredFile
from tests.factories import BOSS

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def package(*names: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(ZipInfo(name), "<x/>")  # no moment of making: the same bytes each time
    return made.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
WITH_MACROS = package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


def keep(content: bytes = PDF, name: str = "Согласие.pdf") -> StoredFile:
    return keep_file(BOSS, BytesIO(content), name=name)


def on_disk() -> list[Path]:
    return [path for path in storing.folder().rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("a.JPEG", JPG, "jpg"),
        ("a.png", PNG, "png"),
        ("a.docx", DOCX, "docx"),
        ("a.xlsx", XLSX, "xlsx"),
    ],
)
def test_a_file_is_kept_whole_under_a_random_name(name: str, content: bytes, kind: str) -> None:
    stored = keep(content, name)
    assert (stored.kind, stored.size) == (kind, len(content))
    assert stored.stored_name not in name
    with opened(stored) as file:
        assert file.read() == content
    assert oct(on_disk()[0].stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize(
    ("name", "content", "phrase"),
    [
        ("a.pdf", b"", "Файл пустой"),
        ("a.exe", b"MZ\x90\x00", "Такой файл приложить нельзя"),
        ("a.svg", b"<svg onload='alert(1)'/>", "Такой файл приложить нельзя"),
        ("a.html", b"<html>%PDF-", "Такой файл приложить нельзя"),
        ("a.pdf", PNG, "внутри PNG"),
        ("a", PDF, "внутри PDF"),
        ("a.docx", XLSX, "внутри XLSX"),
        ("a.docx", package("a.txt"), "архив, а не документ"),
        ("a.docx", WITH_MACROS, "макросы"),
        ("a.docx", DOCX[:40], "повреждён"),
        ("a.pdf", PDF + b"x" * LARGEST, "больше 10 МБ"),
    ],
)  # fmt: skip
def test_what_may_not_be_kept_leaves_nothing(name: str, content: bytes, phrase: str) -> None:
    with pytest.raises(RuleViolation, match=phrase):
        keep(content, name)
    assert not StoredFile.objects.exists()
    assert on_disk() == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/приказ.pdf", "приказ.pdf"),
        ("C:\\Мои документы\\приказ № 5.PDF", "приказ № 5.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("\u202efdp.pdf", "fdp.pdf"),
        ("....pdf", "файл.pdf"),
        ("ё" * 300 + ".pdf", "ё" * 150 + ".pdf"),
    ],
)
def test_a_name_harms_neither_disk_nor_header(given: str, kept: str) -> None:
    stored = keep(name=given)
    assert stored.name == kept
    assert "\n" not in file_response(stored).headers["Content-Disposition"]


def test_a_file_is_given_to_be_saved_and_never_guessed() -> None:
    response = file_response(keep(name="Согласие Ивановой.pdf"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == PDF


def test_a_file_that_is_gone_or_cut_is_told_of_in_words() -> None:
    stored = keep()
    on_disk()[0].write_bytes(b"%PDF")
    with pytest.raises(RuleViolation, match="повреждён"):
        opened(stored)
    on_disk()[0].unlink()
    with pytest.raises(RuleViolation, match="нет на сервере"):
        opened(stored)


def test_an_archive_is_kept_only_when_we_made_it() -> None:
    content = package("a.txt")
    assert keep_made_file(BOSS, BytesIO(content), name="Мои данные.zip", kind=ZIP).kind == "zip"
    with pytest.raises(RuleViolation):
        keep(content, "a.zip")


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_leaves_the_disk_only_when_the_transaction_holds() -> None:
    stored = keep()
    with transaction.atomic():
        remove_file(stored)
        assert on_disk()
        transaction.set_rollback(True)
    assert on_disk()
    remove_file(StoredFile.objects.get())
    assert on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_the_sweep_takes_what_nobody_owns_and_leaves_what_is_fresh() -> None:
    fresh, old = keep(), keep()
    StoredFile.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=2))
    lost = storing.path_of("ab" * 16)
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_bytes(b"x")
    os.utime(lost, (0, 0))
    assert sweep() == 2
    assert [path.name for path in on_disk()] == [fresh.stored_name]


def test_a_field_refuses_at_its_place() -> None:
    field = KeptFileField(label="Скан")
    assert field.clean(SimpleUploadedFile("a.pdf", PDF)).name == "a.pdf"
    for file in (SimpleUploadedFile("a.pdf", b"MZ"), SimpleUploadedFile("a.pdf", b""), None):
        with pytest.raises(Exception, match=r"приложить|пустой|Выберите"):
            field.clean(file)
