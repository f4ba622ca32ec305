"""Which column is which: asked when it can't be guessed, corrected, remembered, forgotten."""

from http import HTTPStatus
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.models import ColumnMapping, ImportBatch, ImportState, JournalEntry, WordMeaning
from rostok.kernel.tabular import check_batch, confirm_batch, import_specs, upload
from rostok.kernel.tabular.contents import place_of
from rostok.kernel.tabular.layouts import Layout
from rostok.kernel.tabular.memory import forget, remember_words, set_layout
from tests.kernel.tabular_toys import (
    HEADER,
    KEEPER,
    OTHER,
    STRANGER_ACTOR,
    known_lines,
    registered,
    xlsx,
)
from tests.kernel.test_tabular_pages import ask, page, text_of

pytestmark = pytest.mark.django_db

STRANGE = (("Список",), ("Что", "Когда", "Сколько", "Какой"), ("Мяч", "05.03.2020", 3, "огромный"))


@pytest.fixture(autouse=True)
def toy():
    with registered() as spec:
        yield spec


def batch_of(*rows, content=None, actor=KEEPER, name="a.xlsx", **context):
    content = content or xlsx(*rows)
    batch = upload(actor, spec="toy", file=BytesIO(content), file_name=name, context=context)
    return check_batch(actor, batch=batch)


def layout(**columns):
    return Layout(
        sheet="Лист1",
        header=2,
        columns=columns,
        titles=STRANGE[1],
    )


def explained(batch, remember=True, **columns):
    set_layout(KEEPER, batch=batch, layout=layout(**columns), remember=remember)
    return check_batch(KEEPER, batch=ImportBatch.objects.get(pk=batch.pk))


def test_a_file_nobody_understands_waits_for_a_person():
    batch = batch_of(*STRANGE)
    assert batch.state == ImportState.MAPPING
    assert "нет заголовка" in batch.message
    with pytest.raises(RuleViolation, match="какой столбец"):
        confirm_batch(KEEPER, batch=batch)


def test_columns_that_a_person_named_are_read_and_remembered_in_any_order():
    batch = explained(batch_of(*STRANGE), title=0, total=2)
    assert batch.state == ImportState.CHECKED
    assert batch.rows.get().values == {"title": "Мяч", "total": 3}
    assert JournalEntry.objects.filter(kind="imports.columns_remembered").count() == 1
    swapped = [(row[2], row[0]) for row in STRANGE[1:]]
    swapped = batch_of(("Какой", "Сколько", "Когда", "Что"), ("", 4, "", "Куб"))
    assert swapped.rows.get().values == {"title": "Куб", "total": 4}
    assert swapped.layout["origin"] == "remembered"


def test_what_is_remembered_belongs_to_its_lists_alone():
    explained(batch_of(*STRANGE, unit="5"), title=0)
    assert batch_of(*STRANGE, unit="5").state == ImportState.CHECKED
    assert batch_of(*STRANGE, unit="6").state == ImportState.MAPPING


def test_a_choice_may_be_for_one_file_only():
    explained(batch_of(*STRANGE), remember=False, title=0)
    assert batch_of(*STRANGE).state == ImportState.MAPPING
    assert not ColumnMapping.objects.exists()


def test_a_remembered_choice_is_changed_by_the_next_one():
    explained(batch_of(*STRANGE), title=3)
    explained(batch_of(*STRANGE), title=0)
    assert batch_of(*STRANGE).rows.get().title == "Мяч"
    assert ColumnMapping.objects.count() == 1


def test_a_forgotten_choice_is_asked_again(toy):
    explained(batch_of(*STRANGE), title=0)
    known = ColumnMapping.objects.get()
    forget(KEEPER, spec=toy, context={}, kind="mapping", pk=known.pk)
    assert batch_of(*STRANGE).state == ImportState.MAPPING
    with pytest.raises(RuleViolation, match="забыто"):
        forget(KEEPER, spec=toy, context={}, kind="mapping", pk=known.pk)


def test_a_layout_without_what_is_required_is_refused():
    batch = batch_of(*STRANGE)
    with pytest.raises(RuleViolation, match="Не выбраны столбцы: «Название»"):
        explained(batch, total=2)


def test_strangers_say_nothing_of_anybodys_files(toy):
    batch = batch_of(*STRANGE)
    for actor in (OTHER, STRANGER_ACTOR):
        with pytest.raises(Forbidden):
            set_layout(actor, batch=batch, layout=layout(title=0), remember=True)
        with pytest.raises(Forbidden):
            remember_words(actor, batch=batch, meanings={})
    with pytest.raises(Forbidden):
        forget(STRANGER_ACTOR, spec=toy, context={}, kind="word", pk=1)


def test_a_file_that_is_over_is_explained_no_more():
    batch = confirm_batch(KEEPER, batch=batch_of(HEADER, ("Мяч", None, 1, None)))
    with pytest.raises(RuleViolation, match="завершена"):
        set_layout(KEEPER, batch=batch, layout=layout(title=0), remember=True)


def test_one_value_may_be_said_for_the_whole_file(toy, monkeypatch):
    chosen = Layout(sheet="Лист1", header=1, columns={"title": 0}, constants={"kind": "малый"})
    batch = batch_of(("Что",), ("Мяч",))
    set_layout(KEEPER, batch=batch, layout=chosen, remember=False)
    batch = check_batch(KEEPER, batch=ImportBatch.objects.get(pk=batch.pk))
    assert batch.rows.get().values == {"title": "Мяч", "kind": "small"}


# Words that no list knows


def test_an_unknown_word_is_explained_once_for_all_files():
    batch = batch_of(HEADER, ("Мяч", None, 1, "Огромный"), ("Куб", None, 1, " огромный "))
    assert batch.unknown == {"kind": {"Огромный": 1, "огромный": 1}}
    remember_words(KEEPER, batch=batch, meanings={("kind", "Огромный"): "большой"})
    again = check_batch(KEEPER, batch=batch)
    assert [row.values["kind"] for row in again.rows.all()] == ["big", "big"]
    later = batch_of(HEADER, ("Шар", None, 1, "ОГРОМНЫЙ"))
    assert later.rows.get().values["kind"] == "big"
    entry = JournalEntry.objects.get(kind="imports.words_remembered")
    assert "Огромный — большой" in entry.params["words"]


def test_a_meaning_that_no_list_offers_is_refused():
    batch = batch_of(HEADER, ("Мяч", None, 1, "огромный"))
    with pytest.raises(RuleViolation, match="такого значения нет"):
        remember_words(KEEPER, batch=batch, meanings={("kind", "огромный"): "исполинский"})
    with pytest.raises(RuleViolation, match="такого значения нет"):
        remember_words(KEEPER, batch=batch, meanings={("nothing", "огромный"): "большой"})
    assert not WordMeaning.objects.exists()


# Several sheets


def sheets(**lines):
    file = BytesIO()

    book = xlsxwriter.Workbook(file)
    for title, rows in lines.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def test_all_sheets_are_read_and_each_row_knows_its_own():
    content = sheets(
        Первый=[HEADER, ("Мяч", "", 1, "")],
        Свод=[("Всего", 2)],
        Второй=[("Отчёт",), HEADER[::-1], ("", 2, "вчера", "Куб")],
    )
    batch = batch_of(content=content)
    assert list(batch.layout["others"]) == ["Второй"]
    chosen = Layout.of({**batch.layout, "all_sheets": True})
    set_layout(KEEPER, batch=batch, layout=chosen, remember=True)
    batch = check_batch(KEEPER, batch=ImportBatch.objects.get(pk=batch.pk))
    good, wrong = batch.rows.all()
    assert (good.title, place_of(batch, good.number)) == ("Мяч", ("Первый", 2))
    assert place_of(batch, wrong.number) == ("Второй", 3)
    assert wrong.problems[0]["cell"] == "C3"
    assert "«Свод»" in batch.notes["lines"][-1]
    confirm_batch(KEEPER, batch=batch)
    assert known_lines().keys() == {"Мяч"}


# Pages


def uploaded(*rows):
    return SimpleUploadedFile("a.xlsx", xlsx(*rows))


def test_the_page_opens_by_itself_and_leads_to_the_preview():
    response = ask("/imports/toy/", data={"file": uploaded(*STRANGE)})
    response = ask(response.url)
    batch = ImportBatch.objects.get()
    assert response.url == page("import_columns", batch)
    html = text_of(ask(response.url + "?header=2"))
    assert "Сколько" in html
    assert "05.03.2020" in html
    data = {"sheet": "Лист1", "header": "2", "depth": "1", "all_sheets": "False", "remember": "on"}
    response = ask(page("import_columns", batch), data={**data, "column_0": "title"})
    assert response.url == batch.get_absolute_url()
    assert "Предпросмотр" in text_of(ask(response.url))


def test_a_choice_that_cannot_be_comes_back_with_words():
    batch = batch_of(*STRANGE)
    data = {"sheet": "Лист1", "header": "2", "depth": "1"}
    for given, words in (
        ({"column_0": "total", "column_1": "total"}, "выбрано дважды"),
        ({"column_0": "total"}, "«Название»"),
        ({"column_0": "magic"}, "Выберите"),
    ):
        response = ask(page("import_columns", batch), data={**data, **given})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert words in text_of(response)


@pytest.mark.parametrize(
    "query",
    ["?sheet=*", "?sheet=Нет&header=99999999999", "?header=0", "?header=-1&depth=x", "?depth=900"],
)
def test_any_address_of_the_page_is_answered(query):
    batch = batch_of(*STRANGE)
    assert ask(page("import_columns", batch) + query).status_code == HTTPStatus.OK


def test_words_are_asked_on_the_preview_with_a_likely_meaning():
    batch = batch_of(HEADER, ("Мяч", None, 1, "бальшой"))
    html = text_of(ask(batch.get_absolute_url()))
    assert "Незнакомые слова" in html
    assert '<option value="большой" selected>' in html
    response = ask(page("import_words", batch), data={"word_0": "большой"})
    assert response.url == batch.get_absolute_url()
    assert batch.rows.get().action == "new"


def test_what_is_remembered_is_shown_and_forgotten():
    explained(batch_of(*STRANGE), title=0)
    url = reverse("kernel:import_memory", args=["toy"])
    assert "Сколько" in text_of(ask(url))
    pk = str(ColumnMapping.objects.get().pk)
    assert ask(url, data={"kind": "mapping", "pk": pk}).status_code == HTTPStatus.FOUND
    assert not ColumnMapping.objects.exists()
    assert ask(url, data={"kind": "x", "pk": "y"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_file_gone_from_the_disk_is_said_so(settings):
    batch = batch_of(*STRANGE)
    settings.FILES_DIR = settings.FILES_DIR / "elsewhere"
    ask(page("import_columns", batch))
    batch.refresh_from_db()
    assert (batch.state, "удалён" in batch.message) == (ImportState.FAILED, True)


def test_a_specification_offers_no_hidden_columns():
    assert import_specs.get("toy").in_template == import_specs.get("toy").columns
