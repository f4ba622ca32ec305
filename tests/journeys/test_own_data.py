"""A teacher decides about their data and asks; the coordinator answers; the file comes home."""

from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import COORDINATOR, TEACHER
from tests.journeys.test_pages import check

pytestmark = pytest.mark.browser


def test_consent_is_given_and_withdrawn_and_a_request_is_answered(enter: Any) -> None:
    teacher = enter(TEACHER)
    give(teacher)
    withdraw(teacher)
    number = ask(teacher)
    answer(enter(COORDINATOR), number)
    teacher.goto("/privacy/mine/")
    teacher.get_by_role("link", name=number).click()
    expect(teacher.locator("main")).to_contain_text("Номер приказа исправлен")
    check(teacher, "an answered request")


def give(page: Page) -> None:
    page.goto("/privacy/mine/")
    check(page, "my data")
    page.get_by_role("link", name="Прочесть и решить: Участие в диагностике").click()
    check(page, "a text of a consent")
    page.get_by_role("button", name="Даю согласие").click()
    expect(page.get_by_role("link", name="Отозвать: Участие в диагностике")).to_be_visible()


def withdraw(page: Page) -> None:
    page.get_by_role("link", name="Отозвать: Участие в диагностике").click()
    expect(page.locator("main")).to_contain_text("напоминания прекращаются")
    page.get_by_role("button", name="Отозвать согласие").click()
    again = page.get_by_role("link", name="Прочесть и решить: Участие в диагностике")
    expect(again).to_be_visible()


def ask(page: Page) -> str:
    """The title of the request."""
    page.get_by_role("link", name="Новое обращение").click()
    page.get_by_label("О чём").select_option(label="узнать, что обо мне хранится")
    page.get_by_role("button", name="Отправить").click()
    title = page.get_by_role("heading", level=1).inner_text()
    assert title.startswith("Обращение №")
    return title


def answer(page: Page, title: str) -> None:
    page.goto("/privacy/requests/")
    check(page, "requests")
    number = title.split("№")[1].split(":", maxsplit=1)[0].strip()
    page.locator("main tbody").get_by_role("link", name=number, exact=True).click()
    page.get_by_role("link", name="Ответить").click()
    page.get_by_label("Ответ", exact=True).fill("Номер приказа исправлен, копия у секретаря.")
    page.get_by_role("button", name="Отправить ответ").click()
    expect(page.locator("main")).to_contain_text("отвечено")


def test_a_teacher_sees_who_looked_and_takes_everything_home(enter: Any) -> None:
    teacher = enter(TEACHER)
    teacher.goto("/privacy/mine/looks/")
    expect(teacher.locator("main")).to_contain_text("Кузнецова Татьяна")
    check(teacher, "who looked")
    teacher.goto("/privacy/mine/")
    teacher.get_by_role("button", name="Собрать").click()
    expect(teacher.get_by_role("link", name="Открыть результат")).to_be_visible()
    teacher.goto("/privacy/mine/")
    with teacher.expect_download() as given:
        teacher.get_by_role("link", name="Скачать архив").click()
    with ZipFile(given.value.path()) as archive:
        assert {"data.json", "Мои данные.html"} <= set(archive.namelist())
