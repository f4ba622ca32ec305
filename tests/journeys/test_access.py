"""Who sees what, and the ways in: a printed code, a password, the door closed to guessing."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Site, sign_in
from tests.journeys.people import ADMINISTRATOR, CHIEF, PASSWORD, TEACHER
from tests.journeys.test_pages import check

pytestmark = pytest.mark.browser

OWN_PASSWORD = "медный-чайник-любит-снег"
LIMIT = 7  # failures of one name from one address


def test_a_teacher_sees_only_their_own_card(enter: Any, site: Site) -> None:
    page = enter(TEACHER)
    page.goto("/staff/")
    names = page.locator("main tbody tr > :first-child").all_inner_texts()
    assert {name.strip() for name in names} == {"Ермолаева Ольга Викторовна"}
    page.locator("main tbody").get_by_role("link", name="Ермолаева").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ермолаева Ольга Викторовна")
    assert page.goto(site.stranger).status == 404
    check(page, "404")
    assert page.goto(site.pages["accounts:users"][0]).status == 403
    check(page, "403")


def test_a_code_opens_the_door_once_and_then_the_password_does(enter: Any, visit: Any) -> None:
    name, code = issued_code(enter(ADMINISTRATOR))
    page = visit().new_page()
    give_code(page, name, code)
    expect(page.get_by_role("heading", level=1)).to_have_text("Придумайте пароль")
    check(page, "password by code")
    choose(page, "учитель2026", "учитель2026")
    expect(page.get_by_role("alert").first).to_be_visible()
    check(page, "a refused password")
    choose(page, OWN_PASSWORD, OWN_PASSWORD)
    page.wait_for_url("/")
    assert is_inside(page)

    other = visit().new_page()
    give_code(other, name, code)
    expect(other.locator("main")).to_contain_text("Имя и код не подходят")
    sign_in(other, name, OWN_PASSWORD)
    assert is_inside(other)


def issued_code(page: Page) -> tuple[str, str]:
    """Invite a user, give another role, print another code: the second one counts."""
    page.goto("/accounts/users/invite/")
    page.get_by_label("Фамилия, имя, отчество").fill("Новикова Вера Петровна")
    page.get_by_label("Имя для входа").fill("novikova.vp")
    page.get_by_label("Роль").select_option(index=1)
    page.get_by_role("button", name="Создать и напечатать код").click()
    first = slip(page)

    page.goto("/accounts/users/?q=Новикова")
    page.get_by_role("link", name="Новикова Вера Петровна").click()
    page.get_by_role("link", name="Дать роль").click()
    page.get_by_label("Роль").select_option(index=2)
    page.get_by_role("button", name="Дать роль").click()
    expect(page.locator("main table tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Выдать код").click()
    page.get_by_role("button", name="Выдать и напечатать").click()
    second = slip(page)
    assert first[0] == second[0]
    assert first[1] != second[1]
    check(page, "slips")
    return second


def slip(page: Page) -> tuple[str, str]:
    told = page.locator(".slip dd")
    expect(told).to_have_count(2)
    name, code = told.all_inner_texts()
    return name, code


def give_code(page: Page, name: str, code: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Войти по одноразовому коду").click()
    page.get_by_label("Имя для входа").fill(name)
    page.get_by_label("Одноразовый код").fill(code.lower())
    page.get_by_role("button", name="Дальше").click()
    page.wait_for_load_state()


def choose(page: Page, password: str, again: str) -> None:
    page.get_by_label("Новый пароль", exact=True).fill(password)
    page.get_by_label("Новый пароль ещё раз").fill(again)
    page.get_by_role("button", name="Сохранить и войти").click()
    page.wait_for_load_state()


def is_inside(page: Page) -> bool:
    return page.get_by_role("button", name="Выйти").first.is_visible()


def test_guessing_locks_the_name_at_this_address_and_nobody_else(visit: Any) -> None:
    page = visit().new_page()
    for _ in range(LIMIT):
        sign_in(page, "demo-teacher", "наугад-наугад")
    sign_in(page, "demo-teacher", "наугад-наугад")
    expect(page.get_by_role("heading", level=1)).to_have_text("Слишком много неверных попыток")
    check(page, "locked out")

    colleague = visit().new_page()
    sign_in(colleague, CHIEF, PASSWORD)
    assert is_inside(colleague)


def test_a_given_password_is_changed_by_who_has_none_of_their_own(enter: Any) -> None:
    """Personas have no password: the page to set one is theirs."""
    page = enter(ADMINISTRATOR)
    page.goto("/accounts/password/set/")
    check(page, "set password")


def test_a_form_that_stood_too_long_says_so(visit: Any) -> None:
    context: BrowserContext = visit()
    page = context.new_page()
    page.goto("/accounts/login/")
    context.clear_cookies()
    page.get_by_label("Имя для входа или почта").fill(CHIEF)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Форма устарела")
    check(page, "csrf")


def test_a_form_typed_while_the_session_ended_comes_back(visit: Any) -> None:
    context: BrowserContext = visit()
    page = context.new_page()
    sign_in(page, CHIEF, PASSWORD)
    page.goto("/accounts/users/invite/")
    page.get_by_label("Фамилия, имя, отчество").fill("Поздняя Анна Петровна")
    page.get_by_label("Имя для входа").fill("pozdnyaya.ap")
    page.get_by_label("Роль").select_option(index=1)
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Создать и напечатать код").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход закончился")
    check(page, "signed out")
    page.get_by_label("Имя для входа или почта").fill(CHIEF)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти и продолжить").click()
    expect(page.locator("main")).to_contain_text("Поздняя Анна Петровна")
    check(page, "kept form")
    page.get_by_role("button", name="Отправить набранное").click()
    assert slip(page)[0] == "pozdnyaya.ap"
