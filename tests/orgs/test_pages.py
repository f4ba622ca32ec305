"""What the pages show and do; each costs the same number of queries however long the list."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from rostok.kernel import clock
from rostok.kernel.periods import DAY
from rostok.orgs.models import OrgFlag, OrgUnit
from rostok.orgs.panels import Panel, unit_panels
from rostok.orgs.services import close_unit, rename_unit, set_flag
from tests.factories import (
    BOSS,
    make_municipality,
    make_pack_version,
    make_region,
    make_school,
    make_system,
)

pytestmark = pytest.mark.django_db


def listed(client: Any, **params: Any) -> list[str]:
    answer = client.get(reverse("orgs:list"), params)
    assert answer.status_code == 200
    return [row.record.short_title for row in answer.context["table"].rows]


@pytest.fixture
def region() -> OrgUnit:
    region = make_region("Край")
    north, south = make_municipality(region, "Север"), make_municipality(region, "Юг")
    make_school(north, "Ёлкинская школа", code="s-1")
    make_school(north, "Ромашка", org_kind="kindergarten")
    closed = make_school(south, "Старая школа")
    close_unit(BOSS, unit=closed, closed_on=date(2024, 9, 1))
    set_flag(BOSS, unit=OrgUnit.objects.get(code="s-1"), flag="it_cube", start=date(2024, 1, 1))
    return region


def test_the_list_shows_what_is_open_and_narrows_it(enter: Any, region: OrgUnit) -> None:
    client = enter("ministry", region)
    north = OrgUnit.objects.get(short_title="Север")
    assert listed(client) == ["Ёлкинская школа", "Край", "Ромашка", "Север", "Юг"]
    assert listed(client, q="ЕЛКИН") == ["Ёлкинская школа"]
    assert listed(client, q="s-1") == ["Ёлкинская школа"]
    assert listed(client, kind="kindergarten") == ["Ромашка"]
    assert listed(client, kind="municipality") == ["Север", "Юг"]
    assert listed(client, within=north.pk) == ["Ёлкинская школа", "Ромашка", "Север"]
    assert listed(client, flag="it_cube") == ["Ёлкинская школа"]
    assert listed(client, flag="it_cube", on="31.12.2023") == []
    assert listed(client, state="closed") == ["Старая школа"]
    assert listed(client, kind="school", on="31.08.2024") == ["Ёлкинская школа", "Старая школа"]
    assert listed(client, kind="school", on="01.09.2024") == ["Ёлкинская школа"]
    assert len(listed(client, state="any")) == 6
    assert listed(client, sort="-short_title")[0] == "Юг"


def test_the_export_holds_what_is_shown(enter: Any, region: OrgUnit) -> None:
    client = enter("ministry", region)
    answer = client.get(reverse("orgs:list"), {"state": "closed", "export": "xlsx"})
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Название", "Полное название", "Вид"]
    assert rows[1][0] == "Старая школа"
    assert rows[1][-1] == date(2024, 8, 31)
    lines = client.get(reverse("orgs:list"), {"export": "csv"})
    text = b"".join(lines.streaming_content).decode()
    assert text.count("\n") == 6
    assert "центр «IT-куб»" in text


def test_a_wrong_filter_is_said_and_does_no_harm(enter: Any, region: OrgUnit) -> None:
    client = enter("ministry", region)
    answer = client.get(reverse("orgs:list"), {"on": "вчера", "kind": "замок"})
    assert answer.status_code == 200
    assert len(answer.context["filter"].form.errors) == 2


def count_of_queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_lists_cost_the_same_for_any_length(enter: Any) -> None:
    region = make_region()
    north = make_municipality(region)
    client = enter("ministry", region)
    addresses = [
        reverse("orgs:list"),
        reverse("orgs:systems"),
        reverse("orgs:unit", args=[north.pk]),
    ]
    before = None
    for _ in range(2):
        for _ in range(10):
            school = make_school(north)
            set_flag(BOSS, unit=school, flag="it_cube", start=date(2024, 1, 1))
            make_system(make_municipality(region))
        counts = [count_of_queries(client, address) for address in addresses]
        assert before in (None, counts)
        before = counts


def test_the_page_of_a_unit_tells_all_about_it(enter: Any, region: OrgUnit) -> None:
    north = OrgUnit.objects.get(short_title="Север")
    make_system(north, "north")
    make_system(region, "whole")
    rename_unit(BOSS, unit=north, title="Полярный район", short_title="Полярный", on=clock.today())
    client = enter("ministry", region)
    answer = client.get(reverse("orgs:unit", args=[north.pk]))
    assert [(str(title), url) for title, url in answer.context["crumbs"]] == [
        ("Организации", reverse("orgs:list")),
        ("Край", region.get_absolute_url()),
    ]
    assert answer.context["counts"] == [
        ("Общеобразовательные организации", 1),
        ("Дошкольные организации", 1),
    ]
    assert [system.key for system in answer.context["systems"]] == ["north", "whole"]
    page = answer.content.decode()
    for words in (
        "Полярный район",
        "Прежние названия",
        "Север",
        "Ёлкинская школа",
        "Новое название",
    ):
        assert words in page
    assert "Переименовать" not in page
    again = client.get(reverse("orgs:unit", args=[region.pk])).context["children"]
    assert [(row.record.short_title, row.record.organisations) for row in again.rows] == [
        ("Полярный", 2),
        ("Юг", 0),
    ]


def test_a_panel_of_another_package_stands_on_the_page(enter: Any, region: OrgUnit) -> None:
    panel = Panel("Кадры", "kernel/ui/empty.html", lambda *_: {"title": "Никого"}, 10)
    silent = Panel("Пусто", "kernel/ui/empty.html", lambda *_: None, 20)
    unit_panels.add("test", panel, origin="test")
    unit_panels.add("silent", silent, origin="test")
    try:
        page = enter("ministry", region).get(region.get_absolute_url()).content.decode()
    finally:
        del unit_panels.entries["test"], unit_panels.entries["silent"]
    assert "Кадры" in page
    assert "Никого" in page
    assert "Пусто" not in page


def test_the_head_of_a_service_leads_the_list_of_schools(enter: Any, region: OrgUnit) -> None:
    north = OrgUnit.objects.get(short_title="Север")
    client = enter("service_head", north)
    new = {
        "kind": "school",
        "code": "s-9",
        "title": "Школа № 9",
        "short_title": "Школа № 9",
    }
    create = reverse("orgs:create", args=[north.pk])
    assert client.get(create).status_code == 200
    wrong = client.post(create, {**new, "code": "s-1"})
    assert wrong.status_code == 422
    assert "уже занят" in wrong.content.decode()
    assert "Школа № 9" in wrong.content.decode()
    answer = client.post(create, new)
    school = OrgUnit.objects.get(code="s-9")
    assert answer["Location"] == school.get_absolute_url()

    def send(page: str, **data: Any) -> int:
        address = reverse(f"orgs:{page}", args=[school.pk])
        assert client.get(address).status_code == 200
        return client.post(address, data).status_code

    school.refresh_from_db()
    names = {"title": "Лицей № 9", "short_title": "Лицей № 9"}
    assert send("rename", **names, on=f"{clock.today():%d.%m.%Y}", version=1) == 302
    assert send("correct", **names, code="s-9", org_kind="school", version=1) == 422
    assert send("correct", **names, code="s-10", org_kind="school", version=2) == 302
    assert send("flag", flag="it_cube", start="01.09.2024", last_day="31.05.2025") == 302
    assert OrgFlag.objects.get(unit=school).end == date(2025, 6, 1)
    assert send("close", last_day="", version=3) == 422
    assert send("close", last_day="31.08.2025", version=3) == 302
    school.refresh_from_db()
    assert (school.code, school.closed_on) == ("s-10", date(2025, 9, 1))
    assert "закрыта" in client.get(school.get_absolute_url()).content.decode()
    assert send("reopen", on="01.09.2025", version=4) == 422
    assert send("reopen", version=4) == 200
    assert send("reopen", version=4, confirmed="1") == 302
    school.refresh_from_db()
    assert school.closed_on is None


def test_a_flag_is_taken_off_on_its_page(enter: Any, region: OrgUnit) -> None:
    flag = OrgFlag.objects.get()
    client = enter("service_head", OrgUnit.objects.get(short_title="Север"))
    address = reverse("orgs:end-flag", args=[flag.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"last_day": "01.01.2020"}).status_code == 422
    assert client.post(address, {"last_day": f"{clock.today():%d.%m.%Y}"}).status_code == 302
    flag.refresh_from_db()
    assert flag.end == clock.today() + DAY


def test_the_pages_of_systems(enter: Any, region: OrgUnit) -> None:
    make_system(region, "whole", pack=make_pack_version(level="region", title="Положение края"))
    client = enter("ministry", region)
    assert "Положение края" in client.get(reverse("orgs:systems")).content.decode()
    answer = client.get(reverse("orgs:system", args=["whole"]))
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "Положение края",
        "whole",
        "1 января 2023",
        reverse("packs:contents", args=["sample"]),
    ):
        assert words in page.replace("\u00a0", " ")
    assert client.get(reverse("orgs:system", args=["whole"]), {"level": "moon"}).status_code == 404
    lines = client.get(reverse("orgs:systems"), {"export": "csv"})
    assert "Положение края" in b"".join(lines.streaming_content).decode()
