"""Names, places and closings on any day; names in the order people expect; branches."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.text import sort_key
from rostok.orgs import permissions
from rostok.orgs.models import OrgKind, OrgUnit, UnitKind
from rostok.orgs.services import (
    close_unit,
    create_unit,
    join_unit,
    move_unit,
    rename_unit,
    reopen_unit,
    resume_unit,
)
from tests.factories import BOSS, actor_at, make_municipality, make_region, make_school, make_unit

pytestmark = pytest.mark.django_db
BEFORE, MOVED, AFTER = date(2024, 1, 1), date(2024, 9, 1), date(2025, 1, 1)


def below(unit: OrgUnit, day: date) -> set[OrgUnit]:
    return set(OrgUnit.objects.below_on(unit, day))


def directly_below(unit: OrgUnit, day: date) -> set[OrgUnit]:
    return set(OrgUnit.objects.directly_below_on(unit, day))


def test_a_moved_school_stands_on_each_day_where_it_stood() -> None:
    region = make_region()
    here, there = make_municipality(region), make_municipality(region)
    school = make_school(here)
    branch = make_unit(UnitKind.UNIT, school)
    move_unit(BOSS, unit=school, parent=there, on=MOVED, ground="Закон края")
    assert below(here, BEFORE) == {here, school, branch}
    assert below(there, BEFORE) == {there}
    assert below(here, AFTER) == {here}
    assert below(there, AFTER) == {there, school, branch}
    assert below(region, BEFORE) == {region, here, there, school, branch}
    assert directly_below(here, BEFORE) == {school}
    assert directly_below(here, AFTER) == set()


def test_moves_inside_moves_are_followed() -> None:
    one, two = make_region(), make_region()
    district, other = make_municipality(one), make_municipality(two)
    school = make_school(district)
    move_unit(BOSS, unit=school, parent=other, on=MOVED)
    move_unit(BOSS, unit=other, parent=one, on=date(2025, 3, 1))
    assert school in below(one, BEFORE)
    assert school not in below(two, BEFORE)
    assert school in below(two, AFTER)
    assert school not in below(one, AFTER)
    assert school in below(one, date(2025, 3, 1))
    assert below(two, date(2025, 3, 1)) == {two}


def test_a_wrong_handing_over_is_refused() -> None:
    region = make_region()
    here, there = make_municipality(region), make_municipality(region)
    school = make_school(here, opened_on=MOVED)
    for day, phrase in ((date(2024, 8, 31), "новая начинается позже"), (date(2099, 1, 1), "день")):
        with pytest.raises(RuleViolation, match=phrase):
            move_unit(BOSS, unit=school, parent=there, on=day)
    with pytest.raises(StaleForm):
        move_unit(BOSS, unit=school, parent=there, version=7)
    for place in (here, there):
        with pytest.raises(Forbidden):
            move_unit(actor_at(place, permissions.EDIT), unit=school, parent=there)


def test_a_school_that_opened_again_keeps_its_pause() -> None:
    school = make_school()
    close_unit(BOSS, unit=school, closed_on=date(2022, 7, 1))
    with pytest.raises(RuleViolation, match="снова открывается позже"):
        resume_unit(BOSS, unit=school, on=date(2022, 7, 1))
    resume_unit(BOSS, unit=school, on=MOVED, ground="Приказ № 5")
    for day, is_open in ((date(2022, 6, 30), True), (BEFORE, False), (MOVED, True)):
        assert OrgUnit.objects.open_on(day).filter(pk=school.pk).exists() is is_open
        assert OrgUnit.objects.closed_by(day).filter(pk=school.pk).exists() is not is_open
    told = [sentence_of(entry) for entry in timeline_of(school)]
    assert told[0] == "Снова работает с 01.09.2024. Основание: Приказ № 5."
    with pytest.raises(RuleViolation, match="не закрыта"):
        resume_unit(BOSS, unit=school, on=MOVED)


def test_a_closing_by_a_successor_is_not_undone_alone() -> None:
    district = make_municipality()
    ended, going_on = make_school(district), make_school(district, "Преемник")
    join_unit(BOSS, unit=ended, into=going_on, day=MOVED, ground="Постановление")
    with pytest.raises(RuleViolation, match="Вместо неё работает «Преемник»"):
        reopen_unit(BOSS, unit=ended)


def test_names_are_ordered_by_their_numbers() -> None:
    district = make_municipality()
    titles = ["Школа № 2", "Школа №10", "Школа № 100", "Ёлкинская школа", "Гимназия 9"]
    for title in reversed(titles):
        make_school(district, title)
    found = OrgUnit.objects.organisations().values_list("short_title", flat=True)
    assert list(found) == ["Гимназия 9", "Ёлкинская школа", *titles[:3]]
    assert len(sort_key("1 " * 200)) <= 400


def test_a_branch_says_what_it_does_and_is_else_like_its_school() -> None:
    school = make_school()
    garden = make_unit(UnitKind.UNIT, school, org_kind=OrgKind.KINDERGARTEN)
    assert make_unit(UnitKind.UNIT, school).org_kind == OrgKind.SCHOOL
    assert set(OrgUnit.objects.workplaces()) >= {school, garden}
    with pytest.raises(RuleViolation, match="вид организации"):
        create_unit(
            BOSS,
            kind=UnitKind.UNIT,
            code="x",
            title="x",
            short_title="x",
            parent=school,
            org_kind="shop",
        )


@pytest.fixture
def renamed() -> dict[str, Any]:
    region = make_region("Край")
    here, there = make_municipality(region, "Север"), make_municipality(region, "Юг")
    school = make_school(here, "Школа № 1")
    names = {"title": "Лицей № 1", "short_title": "Лицей № 1"}
    rename_unit(BOSS, unit=school, on=MOVED, **names)
    move_unit(BOSS, unit=school, parent=there, on=MOVED)
    return {"region": region, "here": here, "there": there, "school": school}


def test_the_register_shows_names_and_parents_of_the_day(
    renamed: dict[str, Any], enter: Callable[..., Client]
) -> None:
    client = enter("administrator", renamed["region"])

    def shown(**params: Any) -> list[tuple[str, str]]:
        answer = client.get(reverse("orgs:list"), params)
        table = answer.context["table"]
        return [(row.get_cell("short_title"), row.get_cell("parent")) for row in table.rows]

    past = shown(kind="school", on="01.01.2024", within=renamed["here"].pk)
    assert [("Школа № 1" in name, parent) for name, parent in past] == [(True, "Север")]
    assert shown(kind="school", on="01.01.2024", within=renamed["there"].pk) == []
    now = shown(kind="school", q="школа № 1")
    assert [("Лицей № 1" in name, parent) for name, parent in now] == [(True, "Юг")]


def test_the_page_of_an_organisation_shows_the_day_asked_for(
    renamed: dict[str, Any], enter: Callable[..., Client]
) -> None:
    client = enter("administrator", renamed["region"])
    address = renamed["school"].get_absolute_url()
    past = client.get(address, {"on": "2024-01-01"})
    assert past.context["heading"] == "Школа № 1"
    assert [title for title, _url in past.context["crumbs"]] == ["Организации", "Край", "Север"]
    assert past.context["page_actions"] == []
    now = client.get(address)
    assert now.context["heading"] == "Лицей № 1"
    assert "Прежде входила в" in now.content.decode()
    assert client.get(address, {"on": "позавчера"}).status_code == 200
    inside = client.get(renamed["here"].get_absolute_url(), {"on": "2024-01-01"})
    assert "Школа № 1" in inside.content.decode()


def test_a_school_is_joined_after_a_preview(
    renamed: dict[str, Any], enter: Callable[..., Client]
) -> None:
    client = enter("service_head", renamed["there"])
    school, other = renamed["school"], make_school(renamed["there"], "Школа № 7")
    assert "Реорганизовать" in client.get(school.get_absolute_url()).content.decode()
    assert client.get(reverse("orgs:reorganise", args=[school.pk])).status_code == 200
    address = reverse("orgs:join", args=[other.pk])
    assert client.get(address).content.decode().count("необязательно") == 0
    data = {
        "into": school.pk,
        "day": f"{clock.today():%d.%m.%Y}",
        "ground": "Постановление № 1",
        "version": other.version,
    }
    preview = client.post(address, data)
    assert "Что произойдёт" in preview.content.decode()
    other.refresh_from_db()
    assert other.closed_on is None
    assert client.post(address, {**data, "back": "1"}).context["form"]["into"].value()
    assert client.post(address, {**data, "ground": ""}).status_code == 422
    assert client.post(address, {**data, "into": "", "code": "нет"}).status_code == 422
    done = client.post(address, {**data, "confirmed": "1"})
    assert done["Location"] == school.get_absolute_url()
    other.refresh_from_db()
    assert other.closed_on == clock.today()
    page = client.get(school.get_absolute_url()).content.decode()
    assert "предшественник" in page
    undo = reverse("orgs:undo-reorganisation", args=[other.successions.get().pk])
    assert undo in page
    assert "исчезает из реестра" not in client.get(undo).content.decode()
    assert client.post(undo).status_code == 302
    other.refresh_from_db()
    assert other.closed_on is None


def test_a_school_that_will_be_closed_says_so_under_its_name(
    renamed: dict[str, Any], enter: Callable[..., Client]
) -> None:
    client = enter("service_head", renamed["there"])
    school = make_school(renamed["there"], "Школа № 7")
    assert "закрывается" not in client.get(school.get_absolute_url()).content.decode()
    school.closed_on = clock.today() + timedelta(days=30)
    school.save()
    assert "закрывается" in client.get(school.get_absolute_url()).content.decode()
    reopen = client.get(reverse("orgs:reopen", args=[school.pk])).content.decode()
    assert "роли дают заново" in reopen
    assert "give_back" not in reopen


@pytest.mark.parametrize("page", ["split", "separate", "merge"])
def test_new_organisations_begin_on_a_page(
    renamed: dict[str, Any], enter: Callable[..., Client], page: str
) -> None:
    client = enter("service_head", renamed["there"])
    school, other = renamed["school"], make_school(renamed["there"], "Школа № 7")
    prefixes = ("first_", "second_") if page == "split" else ("new_",)
    data = {
        "day": f"{clock.today():%d.%m.%Y}",
        "ground": "Постановление № 1",
        "version": school.version + 2,
        "others": other.pk,
        "confirmed": "1",
    }
    for prefix in prefixes:
        data |= {
            f"{prefix}title": f"Новая {prefix}",
            f"{prefix}short_title": f"Новая {prefix}",
            f"{prefix}code": f"code-{prefix}",
            f"{prefix}org_kind": "school",
        }
    school.refresh_from_db()
    data["version"] = school.version
    assert client.post(reverse(f"orgs:{page}", args=[school.pk]), data).status_code == 302
    assert OrgUnit.objects.filter(code__startswith="code-").count() == len(prefixes)


def test_a_school_is_handed_over_after_a_preview(
    renamed: dict[str, Any], enter: Callable[..., Client]
) -> None:
    client = enter("administrator", renamed["region"])
    school = OrgUnit.objects.get(pk=renamed["school"].pk)
    address = reverse("orgs:move", args=[school.pk])
    data = {
        "parent": renamed["here"].pk,
        "on": f"{clock.today():%d.%m.%Y}",
        "ground": "Закон № 1",
        "version": school.version,
    }
    assert "Прежняя территория" in client.post(address, data).content.decode()
    assert client.post(address, {**data, "confirmed": "1"}).status_code == 302
    school.refresh_from_db()
    assert school.parent == renamed["here"]
    assert "Закон № 1" in sentence_of(timeline_of(school)[0])
