"""A teacher decides about their data and asks; the file of all of it comes home."""

from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import COORDINATOR, SERVICE_HEAD, TEACHER
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


PDF = {"name": "список.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}


def test_a_coordinator_records_a_signed_list_and_a_dispute_is_settled_by_another(
    enter: Any,
) -> None:
    coordinator = enter(COORDINATOR)
    coordinator.goto("/staff/")
    coordinator.get_by_role("link", name="Согласия и обращения").click()
    check(coordinator, "consents")
    record_list(coordinator)
    person = dispute(coordinator)
    settle(enter(SERVICE_HEAD), person)


def record_list(page: Page) -> None:
    page.get_by_role("link", name="Записать по списку").click()
    page.get_by_label("Цель согласия").select_option(label="Наставничество")
    page.get_by_role("button", name="Показать людей").click()
    page.get_by_role("link", name="Отметить всех").click()
    check(page, "a signed list")
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_label("Скан подписанного списка").set_input_files([PDF])
    page.get_by_role("button", name="Записать согласия").click()
    expect(page.locator("main")).to_contain_text("Записано согласий:")


def dispute(page: Page) -> str:
    """The address of the person whose phone is in dispute."""
    page.locator("tbody a").first.click()
    address = page.url
    page.get_by_role("link", name="Отметить спорное").click()
    page.get_by_label("Что оспаривается").select_option(label="Телефон")
    page.get_by_label("Почему").fill("Говорит, что номер чужой")
    page.get_by_role("button", name="Отметить").click()
    expect(page.locator("main")).to_contain_text("Решает не тот, кто поставил отметку")
    expect(link(page, "Спор решён")).to_have_count(0)
    check(page, "a person with a dispute")
    return address


def settle(page: Page, address: str) -> None:
    page.goto(address)
    link(page, "Спор решён").click()
    page.get_by_label("Чем кончилось").fill("Номер проверили, он верный")
    page.get_by_role("button", name="Снять блокировку").click()
    expect(page.get_by_role("heading", name="Решённые споры")).to_be_visible()


def test_a_report_of_what_outlived_its_term_begins_with_the_territory(enter: Any) -> None:
    head = enter(SERVICE_HEAD)
    head.goto("/privacy/erasures/new/")
    chosen = head.get_by_label("Территория или организация").locator("option:checked")
    expect(chosen).to_have_text("Муйский район")
    check(head, "terms of keeping")
    head.get_by_label("Обращения о данных и решённые споры").check()
    head.get_by_role("button", name="Составить отчёт").click()
    expect(head.locator("main")).to_contain_text("Удалять пока нечего")
