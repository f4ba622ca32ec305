"""A coordinator finds one person entered twice: makes one card, takes it back, keeps two apart."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import COORDINATOR
from tests.journeys.test_pages import check

pytestmark = pytest.mark.browser

# The pairs that the demo enters twice in this school.
WITHOUT_PATRONYMIC, IN_LATIN = "Лапина Елена Александровна", "Цыренова Арюна Жаргаловна"


def test_two_cards_become_one_and_come_apart_again_without_scripts(enter: Any) -> None:
    page = enter(COORDINATOR, java_script_enabled=False)
    compare(page, WITHOUT_PATRONYMIC)
    first, second = cards(page)
    assert (works(page, first), works(page, second)) == (1, 1)

    compare(page, WITHOUT_PATRONYMIC)
    page.get_by_role("button", name="Это один человек: объединить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WITHOUT_PATRONYMIC)
    expect(page.locator("main")).to_contain_text("Карточки объединены")
    assert (works(page, first), works(page, second)) == (2, 2)
    assert page.url.endswith(first)  # the address of the second card leads to the first
    assert pairs(page) == [IN_LATIN]

    page.goto(first)
    page.get_by_role("link", name="Отменить объединение").click()
    page.get_by_role("button", name="Отменить объединение").click()
    expect(page.locator("main")).to_contain_text("Карточки снова разделены")
    assert (works(page, first), works(page, second)) == (1, 1)
    assert page.url.endswith(second)
    assert sorted(pairs(page)) == [WITHOUT_PATRONYMIC, IN_LATIN]


def test_a_doubtful_spelling_is_chosen_and_what_the_way_brings_up_is_accessible(enter: Any) -> None:
    page = enter(COORDINATOR)
    compare(page, IN_LATIN)
    first, _second = cards(page)
    page.get_by_label("Цырeнoвa (есть латинские буквы)").check()
    page.get_by_label("Цыренова", exact=True).check()
    page.get_by_role("button", name="Это один человек: объединить").click()
    check(page, "a merged card")
    expect(page.get_by_role("heading", level=1)).to_have_text(IN_LATIN)
    page.get_by_role("link", name="Отменить объединение").click()
    check(page, "taking back a merge")
    page.get_by_role("button", name="Отменить объединение").click()
    page.goto(first)
    timeline = page.locator("#history")
    expect(timeline).to_contain_text("Карточки одного человека объединены")
    expect(timeline).to_contain_text("Отменено объединение")


def test_two_people_who_look_alike_are_not_offered_again(enter: Any) -> None:
    page = enter(COORDINATOR)
    compare(page, IN_LATIN)
    page.get_by_role("button", name="Это разные люди").click()
    expect(page.locator("main")).to_contain_text("Записано: это разные люди")
    assert pairs(page) == [WITHOUT_PATRONYMIC]


def compare(page: Page, name: str) -> None:
    """From the list of people to the two cards side by side."""
    page.goto("/staff/")
    page.get_by_role("link", name="Похожие карточки").click()
    row = page.locator("main tbody tr", has_text=name)
    row.get_by_role("link", name="Сравнить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Один человек или двое?")


def cards(page: Page) -> tuple[str, str]:
    """Addresses of the two cards, the older first."""
    links = page.locator("main thead a")
    first, second = (link.get_attribute("href") or "" for link in links.all())
    return first, second


def works(page: Page, card: str) -> int:
    """How many places of work the card shows."""
    page.goto(card)
    panel = page.locator("section", has=page.get_by_role("heading", name="Работа", exact=True))
    return panel.get_by_text("Средняя школа № 1, рп. Тихая Курья").count()


def pairs(page: Page) -> list[str]:
    """Whose cards are offered to compare: the first name of each pair."""
    page.goto("/staff/alike/")
    cells = page.locator("main tbody tr > :first-child").all_inner_texts()
    return [text.split(";")[0].strip() for text in cells]
