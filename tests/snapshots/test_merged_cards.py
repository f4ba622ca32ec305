"""A card merged into another after it was frozen: it opens the card it joined, and nobody left."""

from datetime import date

import pytest

from rostok.people.models import Person
from rostok.privacy.looks import looks_at
from rostok.snapshots.comparing import compare_one
from rostok.snapshots.movers import MERGED, movers_of
from rostok.snapshots.naming import MERGED_WORDS
from rostok.snapshots.sides import Side, renewals
from rostok.staff.models import Employment
from tests.indicators.test_pages import signed_in
from tests.staff.merging import coordinator, merge

pytestmark = pytest.mark.usefixtures("today")
CODE = "headcount-teaching"


@pytest.fixture
def two_cards(world):
    """The card that stays, entered first, of one who came in May 2024; and that of who left."""
    kept = world.person("Иванова-Петрова", world.first, start=date(2024, 5, 1))
    old = world.person("Иванова", world.first, end=date(2024, 3, 1))
    return kept, old


def merged(world, kept, old):
    merge(coordinator(world.municipality), kept, old, last_name="first")


def compared(earlier, later, code=CODE):
    unit = earlier.unit_id
    return compare_one(Side(earlier, unit, code), Side(later, unit, code), code)


@pytest.fixture
def page(world):
    """What the head of the service sees at an address."""
    client = signed_in("service_head", world.municipality)

    def shown(address):
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return shown


def test_the_card_opens_the_one_it_joined(world, make, two_cards, page):
    kept, _old = two_cards
    snapshot = make(2023)
    merged(world, *two_cards)
    shown = page(f"/snapshots/{snapshot.pk}/{CODE}/members/")
    assert kept.full_name in shown
    assert kept.get_absolute_url() in shown
    assert MERGED_WORDS in shown
    assert "удалена" not in shown
    found = page(f"/snapshots/{snapshot.pk}/{CODE}/members/?q=петрова")
    assert kept.full_name in found


def test_who_was_named_in_a_snapshot_finds_it_among_looks(world, make, two_cards, page):
    """Of a card that was joined to another, the one that stayed."""
    kept, old = two_cards
    snapshot = make(2023)
    merged(world, *two_cards)
    page(f"/snapshots/{snapshot.pk}/{CODE}/members/")
    words = [look.words for look in looks_at(kept)]
    assert [one for one in words if "в срезе: Численность педагогических" in one] == words[:1]
    assert looks_at(old) == []


def test_nobody_left_and_nobody_came(world, make, two_cards):
    kept, old = two_cards
    earlier = make(2023)
    later = make(2024)
    apart = compared(earlier, later)
    assert apart.split.moved.left == {old.pk}
    assert apart.split.moved.entered == {kept.pk}
    merged(world, *two_cards)
    together = compared(earlier, later)
    assert together.split.moved.left == together.split.moved.entered == frozenset()
    assert together.split.whole == apart.split.whole == 0


def test_a_person_frozen_twice_leaves_once_with_the_reason(world, make, two_cards):
    kept, old = two_cards
    Employment.objects.filter(person__in=two_cards).update(start=date(2020, 9, 1), end=None)
    earlier = make(2023)
    Employment.objects.filter(person=old).delete()
    Person.objects.filter(pk=old.pk).update(merged_into=kept)
    later = make(2024)
    found = compared(earlier, later)
    assert found.split.whole == found.split.people == -1
    assert found.split.moved.left == {old.pk}
    rows = movers_of("left", found.split.moved.left, *figures(earlier, later))
    assert [(row.member, row.reason) for row in rows] == [(old.pk, MERGED)]


def test_who_left_under_an_old_card_is_told_why(world, make, two_cards):
    kept, _old = two_cards
    Employment.objects.filter(person=kept).update(end=date(2024, 9, 1))
    earlier = make(2023)
    merged(world, *two_cards)
    later = make(2024)
    found = compared(earlier, later)
    assert found.split.moved.left == {kept.pk}
    rows = movers_of("left", found.split.moved.left, *figures(earlier, later))
    assert [row.reason for row in rows] == ["работа окончена до даты расчёта"]


def figures(*snapshots):
    return [snapshot.figures.get(code=CODE) for snapshot in snapshots]


def test_the_movers_page_shows_who_they_are_now(world, make, two_cards, page):
    kept, _old = two_cards
    Employment.objects.filter(person=kept).update(end=date(2024, 9, 1))
    earlier = make(2023)
    merged(world, *two_cards)
    later = make(2024)
    shown = page(f"/snapshots/{later.pk}/compare/{earlier.pk}/{CODE}/?term=left")
    assert kept.full_name in shown
    assert MERGED_WORDS in shown


def test_a_card_is_renewed_once_and_never_over_one_that_is_there():
    assert renewals(frozenset({1, 2, 3}), {1: 9, 2: 9, 3: 9}) == {1: 9}
    assert renewals(frozenset({1, 9}), {1: 9}) == {}
    assert renewals(frozenset({5}), {1: 9}) == {}
