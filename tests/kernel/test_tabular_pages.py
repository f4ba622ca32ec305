from dataclasses import replace
from datetime import date
from http import HTTPStatus
from io import BytesIO

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve, reverse
from python_calamine import CalamineWorkbook

from rostok.kernel.errors import Forbidden
from rostok.kernel.jobs import INTERRUPTED
from rostok.kernel.models import ImportBatch, ImportState, Job, JournalEntry, RowAction
from rostok.kernel.tabular import IMPORT_APPLIED, check_batch, confirm_batch, import_specs, pages
from tests.kernel.tabular_toys import (
    HEADER,
    KEEPER,
    OTHER,
    SPEC,
    STRANGER_ACTOR,
    known_lines,
    registered,
    toy_batch,
    xlsx,
)

pytestmark = pytest.mark.django_db

BALL = ("Мяч", "05.03.2020", 3, "малый")
BROKEN = ("Кубик", "вчера", 1, None)


@pytest.fixture(autouse=True)
def toy():
    with registered() as spec:
        yield spec


def ask(url, *, data=None, actor=KEEPER):
    """The page under the address, as the actor sees it."""
    factory = RequestFactory()
    request = factory.get(url) if data is None else factory.post(url, data)
    request.actor, request.htmx = actor, False
    request._messages = CookieStorage(request)
    found = resolve(url.split("?")[0])
    return found.func(request, *found.args, **found.kwargs)


def text_of(response):
    return response.content.decode()


def file_of(*rows, name="список.xlsx"):
    return SimpleUploadedFile(name, xlsx(HEADER, *rows))


def page(name, batch):
    return reverse(f"kernel:{name}", args=[batch.pk])


def workbook(response):
    return CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))


UPLOAD = "/imports/toy/"


def test_the_upload_page_shows_the_columns_and_the_template():
    html = text_of(ask(f"{UPLOAD}?unit=5"))
    assert "/imports/toy/template.xlsx?unit=5" in html
    assert "Дата рождения" in html
    assert "multipart/form-data" in html


def test_an_upload_leads_to_its_preview():
    response = ask(f"{UPLOAD}?unit=5", data={"file": file_of(BALL, BROKEN)})
    batch = ImportBatch.objects.get()
    assert response.url == batch.get_absolute_url()
    assert batch.context == {"unit": "5"}
    html = text_of(ask(response.url))
    assert "Предпросмотр" in html
    assert "(B3)" in html
    assert "«вчера»" in html
    assert "Подтвердить" in html


def test_a_large_upload_is_checked_by_a_job(monkeypatch):
    monkeypatch.setattr(pages, "SMALL_FILE", 10)
    response = ask(UPLOAD, data={"file": file_of(BALL)})
    assert response.url == Job.objects.get().get_absolute_url()
    assert "Файл проверяется" in text_of(ask(ImportBatch.objects.get().get_absolute_url()))


def test_an_empty_form_comes_back_with_words():
    response = ask(UPLOAD, data={})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Выберите файл." in text_of(response)


def test_an_unreadable_file_is_explained():
    response = ask(UPLOAD, data={"file": SimpleUploadedFile("x.xlsx", b"PK half")})
    html = text_of(ask(response.url))
    assert "не полностью" in html
    assert UPLOAD in html


def test_confirming_writes_and_shows_the_report():
    batch = check_batch(KEEPER, batch=toy_batch(BALL))
    response = ask(page("import_confirm", batch), data={})
    assert response.url == batch.get_absolute_url()
    assert "Мяч" in known_lines()
    html = text_of(ask(response.url))
    assert "Записано" in html
    assert "Подтвердить" not in html


def test_confirming_twice_writes_nothing_and_says_so():
    batch = confirm_batch(KEEPER, batch=check_batch(KEEPER, batch=toy_batch(BALL)))
    response = ask(page("import_confirm", batch), data={})
    assert response.url == batch.get_absolute_url()
    assert JournalEntry.objects.filter(kind=IMPORT_APPLIED).count() == 1


def test_many_rows_are_written_by_a_job(monkeypatch):
    monkeypatch.setattr(pages, "SMALL_ROWS", 0)
    batch = check_batch(KEEPER, batch=toy_batch(BALL))
    response = ask(page("import_confirm", batch), data={})
    job = Job.objects.get(kind="imports.apply")
    assert response.url == job.get_absolute_url()
    assert not known_lines()
    assert ask(page("import_confirm", batch), data={}).url == job.get_absolute_url()
    html = text_of(ask(batch.get_absolute_url()))
    assert job.get_absolute_url() in html
    assert "Подтвердить" not in html


def test_work_that_broke_off_says_so_and_can_be_begun_again(monkeypatch):
    monkeypatch.setattr(pages, "SMALL_ROWS", 0)
    batch = check_batch(KEEPER, batch=toy_batch(BALL))
    ask(page("import_confirm", batch), data={})
    Job.objects.update(state="failed", message=INTERRUPTED)
    html = text_of(ask(batch.get_absolute_url()))
    assert INTERRUPTED in html
    assert "Подтвердить" in html
    again = ask(page("import_confirm", batch), data={})
    assert again.url == Job.objects.get(state="queued").get_absolute_url()


class Decisions(forms.Form):
    last_day = forms.DateField(label="Последний день")


def test_a_decision_is_asked_and_kept(monkeypatch):
    spec = replace(SPEC, decisions_form=lambda _batch, data=None: Decisions(data))
    monkeypatch.setitem(
        import_specs.entries, "toy", import_specs.entries["toy"].__class__(spec, "toy")
    )
    batch = check_batch(KEEPER, batch=toy_batch(BALL))
    assert "Последний день" in text_of(ask(batch.get_absolute_url()))
    refused = ask(page("import_confirm", batch), data={"last_day": ""})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    ask(page("import_confirm", batch), data={"last_day": "05.03.2026"})
    batch.refresh_from_db()
    assert batch.decisions == {"last_day": str(date(2026, 3, 5))}


def test_a_batch_is_checked_again_and_dropped():
    batch = check_batch(KEEPER, batch=toy_batch(BALL))
    assert ask(page("import_check", batch), data={}).url == batch.get_absolute_url()
    assert ask(page("import_drop", batch), data={}).url == "/"
    batch.refresh_from_db()
    assert batch.state == ImportState.DROPPED
    assert "отменена" in text_of(ask(batch.get_absolute_url()))


def test_rows_are_shown_by_tabs_and_pages(django_assert_max_num_queries):
    batch = check_batch(KEEPER, batch=toy_batch(*[(f"Мяч {n}", None, n, None) for n in range(120)]))
    with django_assert_max_num_queries(10):
        html = text_of(ask(f"{batch.get_absolute_url()}?tab=new&page=2"))
    assert "Мяч 60" in html
    assert "Мяч 10<" not in html
    assert "page=3" in html
    assert text_of(ask(f"{batch.get_absolute_url()}?tab=nonsense"))


def test_changes_of_sensitive_columns_are_shown_only_before_the_end():
    confirm_batch(KEEPER, batch=check_batch(KEEPER, batch=toy_batch(BALL)))
    batch = check_batch(KEEPER, batch=toy_batch(("Мяч", "06.03.2020", 3, "малый")))
    assert "06.03.2020" in text_of(ask(batch.get_absolute_url()))
    confirm_batch(KEEPER, batch=batch)
    html = text_of(ask(batch.get_absolute_url()))
    assert "06.03.2020" not in html
    assert "Дата рождения" in html


def test_failed_rows_are_a_file_to_mend_and_upload_again():
    batch = check_batch(KEEPER, batch=toy_batch(BALL, BROKEN))
    book = workbook(ask(page("import_failed", batch)))
    header, row = book.get_sheet_by_index(0).to_python()
    assert header == [*HEADER, "Ошибка"]
    assert row == [*["Кубик", "вчера", "1", ""], "Дата рождения: Нужна дата в виде дд.мм.гггг."]


def test_the_template_is_an_empty_table_with_rules_and_examples():
    book = workbook(ask("/imports/toy/template.xlsx"))
    assert book.sheet_names == ["Список", "Пример", "Как заполнять"]
    assert book.get_sheet_by_index(0).to_python() == [list(HEADER)]
    assert book.get_sheet_by_index(1).to_python()[1] == ["Мяч", date(2020, 3, 5), 3.0, "малый"]


def test_the_empty_template_is_refused_politely():
    content = b"".join(ask("/imports/toy/template.xlsx").streaming_content)
    response = ask(UPLOAD, data={"file": SimpleUploadedFile("шаблон.xlsx", content)})
    assert "Заполните таблицу" in text_of(ask(response.url))


@pytest.mark.parametrize(
    "name", ["import_batch", "import_confirm", "import_check", "import_drop", "import_failed"]
)
def test_another_persons_batch_does_not_exist(name):
    batch = check_batch(KEEPER, batch=toy_batch(BALL))
    data = None if name in {"import_batch", "import_failed"} else {}
    with pytest.raises(Http404):
        ask(page(name, batch), data=data, actor=OTHER)


@pytest.mark.parametrize("url", [UPLOAD, "/imports/toy/template.xlsx", f"{UPLOAD}?unit=foreign"])
def test_without_the_right_there_is_no_page(url):
    actor = KEEPER if "foreign" in url else STRANGER_ACTOR
    with pytest.raises(Forbidden):
        ask(url, actor=actor)


@pytest.mark.parametrize(
    ("url", "actor"), [(UPLOAD, STRANGER_ACTOR), (f"{UPLOAD}?unit=foreign", KEEPER)]
)
def test_without_the_right_nothing_is_uploaded(url, actor):
    with pytest.raises(Forbidden):
        ask(url, data={"file": file_of(BALL)}, actor=actor)
    assert not ImportBatch.objects.exists()


def test_an_unknown_import_does_not_exist():
    with pytest.raises(Http404):
        ask("/imports/nonsense/")


def test_what_cannot_be_undone_is_said_before_it_is_asked():
    batch = confirm_batch(KEEPER, batch=check_batch(KEEPER, batch=toy_batch(BALL)))
    assert page("import_undo", batch) not in text_of(ask(batch.get_absolute_url()))
    html = text_of(ask(page("import_undo", batch)))
    assert "нельзя отменить" in html
    refused = ask(page("import_undo", batch), data={})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([], "Ставка:"),
        ([{"title": "Итог", "old": "сумма 4 из 10", "new": "итог 5 из 10"}], "сумма 4 из 10"),
    ],
)
def test_a_new_row_tells_what_is_written_or_what_it_changes(changes, said):
    row = pages.ShownRow(4, "", "Итого, Район", [], changes, [("Ставка", "1")])
    shown = {"tab": RowAction.NEW, "shown_rows": [row]}
    assert said in render_to_string("kernel/imports/_rows.html", shown)
