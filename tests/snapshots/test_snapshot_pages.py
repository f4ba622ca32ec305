"""Pages and files of snapshots as people of different reach see them."""

from io import BytesIO

import docx
import openpyxl
import pytest
from django.test import Client

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.indicators.models import ValueState
from rostok.snapshots.models import (
    Snapshot,
    SnapshotFigure,
    SnapshotPlace,
    SnapshotState,
    SnapshotValue,
)
from rostok.snapshots.services import approve_snapshot, make_snapshot, submit_snapshot
from rostok.snapshots.veils import public_veil
from tests.factories import make_municipality
from tests.indicators.test_pages import signed_in

pytestmark = pytest.mark.usefixtures("today")
HIDDEN_WORD = "скрыто"


@pytest.fixture
def approved(make, maker, approver):
    return approve_snapshot(approver, snapshot=submit_snapshot(maker, snapshot=make()))


def text(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode().replace("\u00a0", " ")


def test_the_values_stand_as_frozen(world, approved):
    world.person("Принятая после", world.first)
    page = text(signed_in("service_head", world.municipality).get(approved.get_absolute_url()))
    assert "4 чел." in page
    assert "не менее 30 %" in page
    assert approved.digest[:16] in page
    assert f"/open/snapshots/{approved.code}/" in page
    assert "Срез показателей утверждён" in page


def test_the_members_are_listed_with_their_reasons(world, approved):
    client = signed_in("municipal_methodist", world.municipality)
    address = f"/snapshots/{approved.pk}/share-under-35/members/"
    assert "Ёлкина" in text(client.get(address))
    others = text(client.get(f"{address}?show=not-counted"))
    assert "старше предельного возраста" in others
    assert "Лицо 1" in others
    found = text(client.get(f"{address}?show=not-counted&q=лицо+2"))
    assert "Лицо 2" in found
    assert "Лицо 1" not in found


def test_numbers_without_names_for_those_who_see_no_names(world, approved):
    client = signed_in("ministry", world.region)
    assert "Кто за числом" not in text(client.get(approved.get_absolute_url()))
    address = f"/snapshots/{approved.pk}/headcount-teaching/members/"
    assert client.get(address).status_code == 404


def test_another_territory_finds_nothing(world, approved):
    client = signed_in("service_head", make_municipality())
    for place in ("", "xlsx/", "docx/", "compare/", "withdraw/", "headcount-teaching/members/"):
        assert client.get(f"/snapshots/{approved.pk}/{place}").status_code == 404


def test_the_public_page_names_nobody_and_sets_no_cookie(world, approved):
    answer = Client().get(f"/open/snapshots/{approved.code}/")
    page = text(answer)
    assert "Район" in page
    assert not any(name in page for name in ("Лицо", "Ёлкина", "Методист", "Руководитель"))
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    again = Client().get(
        f"/open/snapshots/{approved.code}/", headers={"if-none-match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_the_public_page_hides_small_groups(world, approved):
    page = text(Client().get(f"/open/snapshots/{approved.code}/"))
    assert HIDDEN_WORD in page  # four teachers are fewer than five
    assert "4 чел." not in page


@pytest.mark.parametrize("state", [one for one in SnapshotState if one != "approved"])
def test_only_an_approved_snapshot_is_public(approved, state):
    Snapshot.objects.filter(pk=approved.pk).update(state=state)
    assert Client().get(f"/open/snapshots/{approved.code}/").status_code == 404


def test_a_wrong_public_code_is_nowhere(approved):
    assert Client().get("/open/snapshots/никакой/").status_code == 404


def test_sensitive_small_groups_are_hidden_from_those_who_see_no_names(world, approved):
    SnapshotFigure.objects.filter(snapshot=approved).update(sensitive=True)
    address = f"/snapshots/{approved.pk}/share-under-35/territories/"
    assert HIDDEN_WORD in text(signed_in("ministry", world.region).get(address))
    assert HIDDEN_WORD not in text(signed_in("service_head", world.municipality).get(address))


def test_what_moved_a_sensitive_number_is_told_only_with_names(world, make, approved):
    for number in range(9):
        world.person(f"Ещё {number}", world.first)
    earlier, later = make(2023), make_later(make)
    SnapshotFigure.objects.filter(code="headcount-teaching").update(sensitive=True)
    address = f"/snapshots/{later.pk}/compare/{earlier.pk}/"
    world.person("Новенькая", world.first, start="2024-02-01")
    page = text(signed_in("ministry", world.region).get(address))
    assert "Из чего сложилось изменение, видят те, кому открыты имена" in page
    named = text(signed_in("service_head", world.municipality).get(address))
    assert "Из чего сложилось изменение" not in named


def test_a_sensitive_figure_is_public_as_a_whole_only():
    figure = SnapshotFigure(sensitive=True, member_kind="person")
    places = [SnapshotPlace(unit_id=1, parent=None), SnapshotPlace(unit_id=2, parent=1)]
    values = {unit: SnapshotValue(numerator=20, denominator=40) for unit in (1, 2)}
    assert public_veil(figure, places, values, 5) == {2}
    figure.sensitive = False
    assert public_veil(figure, places, values, 5) == set()


def test_territories_come_by_name_with_their_size(world, approved):
    client = signed_in("service_head", world.municipality)
    page = text(client.get(f"/snapshots/{approved.pk}/headcount-teaching/territories/"))
    assert page.index("Вторая школа") < page.index("Первая школа")
    assert "Работников" in page
    sorted_page = text(
        client.get(f"/snapshots/{approved.pk}/headcount-teaching/territories/?sort=-value")
    )
    assert sorted_page.index("Первая школа") < sorted_page.index("Вторая школа")


def test_the_comparison_opens_into_people(world, make, approved):
    newcomer = world.person("Новенькая", world.first, start="2024-02-01")
    earlier = make(2023)
    later = make_later(make)
    client = signed_in("service_head", world.municipality)
    page = text(client.get(f"/snapshots/{later.pk}/compare/{earlier.pk}/"))
    assert "Вошли: 1" in page
    who = text(
        client.get(f"/snapshots/{later.pk}/compare/{earlier.pk}/headcount-teaching/?term=entered")
    )
    assert newcomer.full_name in who


def make_later(make):
    Snapshot.objects.filter(year=2024).update(state=SnapshotState.WITHDRAWN)
    return make(2024)


def test_the_chooser_leads_to_the_earlier_day_first(world, make, approved):
    earlier = make(2023)
    client = signed_in("service_head", world.municipality)
    answer = client.post(
        f"/snapshots/{earlier.pk}/compare/", {"other": approved.pk, "unit": world.municipality.pk}
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"/snapshots/{approved.pk}/compare/{earlier.pk}/")


def test_making_one_starts_a_job_and_says_what_is_wrong(world):
    client = signed_in("municipal_methodist", world.municipality)
    good = {"unit": world.municipality.pk, "year": 2024, "on": "", "title": ""}
    answer = client.post("/snapshots/of/rayon/make/", {**good, "on": "2023-05-05"})
    assert answer.status_code == 422
    assert "Выберите день 2024 года" in answer.content.decode()
    assert client.post("/snapshots/of/rayon/make/", good).status_code == 302


def test_the_maker_is_not_offered_to_approve(world, make, maker):
    submit_snapshot(maker, snapshot=make())
    snapshot = Snapshot.objects.get()
    client = signed_in("service_head", world.municipality)
    assert "Утвердить" in text(client.get(snapshot.get_absolute_url()))
    assert "submit/" not in text(client.get(snapshot.get_absolute_url()))


def test_the_lone_maker_approves_on_a_page_that_asks_the_ground(world):
    unit = world.municipality
    client = signed_in("service_head", unit)
    actor = actor_of(User.objects.get(username=f"service_head-{unit.pk}"))
    snapshot = submit_snapshot(
        actor,
        snapshot=make_snapshot(actor, system=world.system, unit=world.municipality, year=2024),
    )
    assert "Утвердить самому" in text(client.get(snapshot.get_absolute_url()))
    address = f"/snapshots/{snapshot.pk}/approve/alone/"
    assert "Основание" in text(client.get(address))
    assert client.post(address, {"ground": ""}).status_code == 422
    assert client.post(address, {"ground": "Приказ № 1"}).status_code == 302
    assert "больше утвердить некому. Основание: Приказ № 1" in text(
        client.get(snapshot.get_absolute_url())
    )


def test_everybody_else_is_led_to_the_usual_page(world, make, maker):
    snapshot = submit_snapshot(maker, snapshot=make())
    client = signed_in("service_head", world.municipality)
    answer = client.get(f"/snapshots/{snapshot.pk}/approve/alone/")
    assert answer["Location"] == f"/snapshots/{snapshot.pk}/approve/"


def test_the_workbook_opens_with_values_and_places(world, approved):
    answer = signed_in("service_head", world.municipality).get(f"/snapshots/{approved.pk}/xlsx/")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["Показатели", "Территории", "О срезе"]
    figures = {row[1]: row for row in book["Показатели"].iter_rows(values_only=True)}
    assert figures["Численность педагогических работников"][4] == 4
    places = [row[0] for row in book["Территории"].iter_rows(values_only=True)]
    assert places[:2] == ["Территория, организация", "Район"]


def test_the_table_for_an_order_opens_with_six_columns(world, approved):
    answer = signed_in("service_head", world.municipality).get(f"/snapshots/{approved.pk}/docx/")
    document = docx.Document(BytesIO(b"".join(answer.streaming_content)))
    table = document.tables[0]
    header = [cell.text for cell in table.rows[0].cells]
    assert header == ["№ п/п", "№ в положении", "Показатель", "План", "Факт", "Состояние"]
    assert len(table.rows) == 1 + approved.figures.filter(context=False).count()
    row = [cell.text for cell in table.rows[1].cells]
    assert row[0] == "1"
    assert row[5] in {str(state.label) for state in ValueState}
    section = document.sections[0]
    assert section.page_width > section.page_height
    whole = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Руководитель" in whole
    assert "Лицо" not in whole


def test_snapshots_of_one_day_are_told_apart_when_one_is_chosen(world, make, approved):
    earlier, _draft = make(2023), make(2024)
    client = signed_in("service_head", world.municipality)
    page = text(client.get(f"/snapshots/{earlier.pk}/compare/"))
    assert "(утверждён, сделан " in page
    assert "(черновик, сделан " in page


def test_no_change_has_no_unit(world, make, approved):
    client = signed_in("service_head", world.municipality)
    page = text(client.get(f"/snapshots/{approved.pk}/compare/{make(2023).pk}/"))
    assert "без изменений" in page
    assert "без изменений п. п." not in " ".join(page.split())
