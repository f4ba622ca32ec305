"""The coordinator of a school: the list, a card, and a file with a wrong row in it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.files import NEWCOMERS, WRONG_DAY, filled, with_wrong_day, workbook_of
from tests.journeys.people import COORDINATOR
from tests.journeys.test_pages import check

pytestmark = pytest.mark.browser

LAST_NAMES = [row["Фамилия"] for row in NEWCOMERS]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_the_list_narrows_to_a_person_and_opens_the_card(enter: Any) -> None:
    page = enter(COORDINATOR)
    page.get_by_role("link", name="Педагоги").first.click()
    everybody = people(page)
    narrow(page, "дашиева аюна")
    assert people(page) == ["Дашиева Аюна Баировна"] != everybody
    page.get_by_role("link", name="Дашиева Аюна Баировна").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Дашиева Аюна Баировна")
    expect(page.locator("main")).to_contain_text("Начальные классы")


def test_a_file_is_shown_first_mended_and_written_once(enter: Any) -> None:
    page = enter(COORDINATOR)
    template = template_of(page)

    send(page, "с ошибкой.xlsx", filled(template, with_wrong_day(NEWCOMERS)))
    see_the_error(page)
    assert found(page, LAST_NAMES) == []

    open_upload(page)
    mended = filled(template, NEWCOMERS)
    send(page, "список.xlsx", mended)
    assert figures(page)["Новые"] == "2"
    assert figures(page)["Ошибки"] == "0"
    page.get_by_role("button", name="Подтвердить").click()
    expect(page.get_by_text("Файл применён")).to_be_visible()
    expect(page.locator("dl.facts div", has_text="Внесено новых")).to_contain_text("2")
    check(page, "report")
    report = page.url
    assert len(found(page, LAST_NAMES)) == 2

    open_upload(page)
    send(page, "тот же.xlsx", mended)
    assert figures(page)["Новые"] == figures(page)["Изменения"] == "0"
    assert figures(page)["Без изменений"] == "2"

    page.goto(report)
    page.get_by_role("link", name="Отменить загрузку").click()
    check(page, "undo")
    page.get_by_role("button", name="Вернуть как было").click()
    expect(page.locator(".notice-title")).to_have_text("Загрузка отменена")
    check(page, "undone")
    assert found(page, LAST_NAMES) == []


def test_a_file_is_checked_without_scripts(enter: Any) -> None:
    page = enter(COORDINATOR, java_script_enabled=False)
    rows = tuple({**row, "Фамилия": row["Фамилия"] + "-вторая"} for row in NEWCOMERS)
    send(page, "с ошибкой.xlsx", filled(template_of(page), with_wrong_day(rows)))
    see_the_error(page)
    assert found(page, [row["Фамилия"] for row in rows]) == []


def template_of(page: Page) -> bytes:
    open_upload(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать шаблон").click()
    return Path(download.value.path()).read_bytes()


def open_upload(page: Page) -> None:
    page.goto("/staff/")
    page.get_by_role("link", name="Загрузить список").click()


def send(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Файл с таблицей").set_input_files(
        {"name": name, "mimeType": EXCEL, "buffer": content}
    )
    page.get_by_role("button", name="Загрузить и проверить").click()
    page.wait_for_url("**/imports/batch/**")


def see_the_error(page: Page) -> None:
    """The row, the column, the cell and what stands in it."""
    assert figures(page)["Ошибки"] == "1"
    row = page.get_by_role("row", name=LAST_NAMES[-1])
    expect(row).to_contain_text("3")
    expect(row).to_contain_text("Дата приёма")
    expect(row).to_contain_text(WRONG_DAY)
    expect(row).to_contain_text("M3")


def figures(page: Page) -> dict[str, str]:
    cards = page.locator(".figure-card")
    pairs = zip(cards.locator("dt").all(), cards.locator("dd.value").all(), strict=True)
    return {title.inner_text(): value.inner_text() for title, value in pairs}


def found(page: Page, last_names: list[str]) -> list[str]:
    """Who of these stands in the staff list."""
    names = []
    for last_name in last_names:
        page.goto("/staff/")
        narrow(page, last_name)
        names += people(page)
    return names


def narrow(page: Page, last_name: str) -> None:
    page.get_by_label("Имя").fill(last_name)
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**q=**")


def people(page: Page) -> list[str]:
    return page.locator("main tbody tr > :first-child").all_inner_texts()


COLUMNS = ("ФИО", "Должность *", "Дата рождения", "Дата приёма")
STRANGE = (
    ("Список на сегодня",),
    ("Кто", "Где и кем", "Родился", "Пришёл"),
    ("Снегирёва-Тестова Вера Ильинична", "учитель физики", "14.03.1991", "01.09.2024"),
)


def test_a_strange_file_is_explained_once(enter: Any) -> None:
    page = enter(COORDINATOR)
    open_upload(page)
    send(page, "чужой.xlsx", workbook_of(STRANGE))
    page.wait_for_url("**/columns/")
    check(page, "columns")
    page.get_by_label("Строка заголовка").select_option("2")
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**header=2**")
    for title, column in zip(STRANGE[1], COLUMNS, strict=True):
        page.get_by_label(f": {title}").select_option(label=column)
    page.get_by_role("button", name="Сохранить и проверить").click()
    page.wait_for_url("**/imports/batch/*/")
    assert figures(page)["Новые"] == "1"

    open_upload(page)
    send(page, "чужой снова.xlsx", workbook_of(STRANGE))
    assert figures(page)["Новые"] == "1"
    expect(page.get_by_text("так, как вы сохранили раньше")).to_be_visible()
