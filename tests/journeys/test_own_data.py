"""A teacher decides about their data and asks; the file of all of it comes home."""

from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import TEACHER
from tests.journeys.test_pages import check

pytestmark = pytest.mark.browser


def test_consent_is_given_and_withdrawn_and_a_request_is_sent(enter: Any) -> None:
    teacher = enter(TEACHER)
    give(teacher)
    withdraw(teacher)
    title = ask(teacher)
    teacher.goto("/privacy/mine/")
    expect(teacher.get_by_role("link", name=title)).to_be_visible()
    check(teacher, "my data with a request")


def give(page: Page) -> None:
    page.goto("/privacy/mine/")
    check(page, "my data")
    link(page, "Прочесть и решить: Участие в диагностике").click()
    check(page, "a text of a consent")
    page.get_by_role("button", name="Даю согласие").click()
    expect(link(page, "Отозвать: Участие в диагностике")).to_be_visible()


def link(page: Page, words: str) -> Locator:
    """A link by all its words: what only a screen reader says is no part of the name."""
    return page.get_by_role("link").filter(has_text=words)


def withdraw(page: Page) -> None:
    link(page, "Отозвать: Участие в диагностике").click()
    expect(page.locator("main")).to_contain_text("напоминания прекращаются")
    page.get_by_role("button", name="Отозвать согласие").click()
    again = link(page, "Прочесть и решить: Участие в диагностике")
    expect(again).to_be_visible()


def ask(page: Page) -> str:
    """The title of the request."""
    page.get_by_role("link", name="Новое обращение").click()
    page.get_by_label("О чём").select_option(label="узнать, что обо мне хранится")
    page.get_by_role("button", name="Отправить").click()
    title = page.get_by_role("heading", level=1).inner_text()
    assert title.startswith("Обращение №")
    return title


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
