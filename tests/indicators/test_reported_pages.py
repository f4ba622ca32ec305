"""Pages of reporting: the form as a table, one cell at a time, gathering, the source."""

import pytest
from django.test import Client

from rostok.indicators.models import DataForm, FormState, IndicatorValue, ReportedValue
from rostok.indicators.services import assign_collection, save_cell, send_form
from tests.factories import BOSS, make_municipality
from tests.indicators.test_pages import signed_in, text

pytestmark = pytest.mark.usefixtures("today")
CODE = "young-support"


@pytest.fixture
def asked(world):
    where = {"system": world.system, "year": 2024}
    assign_collection(BOSS, level="organisation", codes=[CODE], **where)
    return world


def form_of(world, unit=None):
    return DataForm.objects.get(unit=unit or world.first, year=2024)


def cell(form, numerator, denominator, version=0):
    key = f"{form.pk}:{CODE}"
    return {
        f"numerator:{key}": numerator,
        f"denominator:{key}": denominator,
        f"version:{key}": version,
    }


def test_my_forms_stand_in_the_list_and_on_the_home_page(asked):
    client = signed_in("coordinator", asked.first)
    page = text(client.get("/indicators/reports/"))
    assert "Первая школа" in page
    assert "Вторая школа" not in page
    assert "Заполнить отчётную форму" in text(client.get("/"))


def test_a_cell_is_saved_as_it_is_typed(asked):
    form = form_of(asked)
    client = signed_in("coordinator", asked.first)
    address = f"/indicators/reports/{form.pk}/cells/{CODE}/"
    answer = text(client.post(address, cell(form, "3", "4"), headers={"HX-Request": "true"}))
    assert "75,0" in answer
    assert f'name="version:{form.pk}:{CODE}" value="1"' in answer
    assert ReportedValue.objects.get().numerator == 3


def test_a_refused_cell_stays_marked(asked):
    form = form_of(asked)
    client = signed_in("coordinator", asked.first)
    address = f"/indicators/reports/{form.pk}/cells/{CODE}/"
    answer = text(client.post(address, cell(form, "5", "4"), headers={"HX-Request": "true"}))
    assert "Не сохранено" in answer
    assert "Числитель больше знаменателя" in answer
    assert not ReportedValue.objects.exists()


def test_without_javascript_one_button_saves_and_nothing_typed_is_lost(asked):
    form = form_of(asked)
    client = signed_in("coordinator", asked.first)
    address = f"/indicators/reports/{form.pk}/"
    wrong = client.post(address, cell(form, "семь", "9"))
    assert wrong.status_code == 422
    assert 'value="семь"' in wrong.content.decode()
    assert client.post(address, cell(form, "7", "9")).status_code == 302
    assert ReportedValue.objects.get().numerator == 7


def test_two_people_in_one_form_see_both_numbers(asked):
    form = form_of(asked)
    save_cell(BOSS, form=form, code=CODE, typed={"numerator": "3", "denominator": "4"})
    client = signed_in("coordinator", asked.first)
    address = f"/indicators/reports/{form.pk}/cells/{CODE}/"
    answer = text(client.post(address, cell(form, "2", "4"), headers={"HX-Request": "true"}))
    assert "теперь там 3 из 4. Вы ввели 2 из 4" in answer


def test_nobody_types_in_a_form_of_others(asked):
    form = form_of(asked)
    stranger = signed_in("coordinator", asked.second)
    assert stranger.get(f"/indicators/reports/{form.pk}/").status_code == 404
    address = f"/indicators/reports/{form.pk}/cells/{CODE}/"
    assert stranger.post(address, cell(form, "1", "2")).status_code == 404
    assert Client().post(address, cell(form, "1", "2")).status_code in {302, 403}
    assert not ReportedValue.objects.exists()


def test_an_indicator_nobody_asks_for_has_no_cell(asked):
    form = form_of(asked)
    client = signed_in("coordinator", asked.first)
    answer = client.post(f"/indicators/reports/{form.pk}/cells/team-training/", {})
    assert answer.status_code == 404


def test_the_whole_way_of_a_form_on_pages(asked):
    form = form_of(asked)
    coordinator = signed_in("coordinator", asked.first)
    head = signed_in("service_head", asked.municipality)
    methodist = signed_in("municipal_methodist", asked.municipality)
    address = f"/indicators/reports/{form.pk}"
    coordinator.post(f"{address}/cells/{CODE}/", cell(form, "3", "4"))
    assert coordinator.post(f"{address}/send/", {"note": ""}).status_code == 302
    assert "Утвердить" in text(methodist.get(f"{address}/"))
    returned = methodist.post(f"{address}/return/", {f"comment:{CODE}": "Сверьте с кадрами"})
    assert returned.status_code == 302
    assert "Сверьте с кадрами" in text(coordinator.get(f"{address}/"))
    coordinator.post(f"{address}/cells/{CODE}/", cell(form, "2", "4", version=1))
    coordinator.post(f"{address}/send/", {"note": ""})
    assert methodist.post(f"{address}/approve/", {}).status_code == 302
    assert head.post(f"{address}/accept/", {}).status_code == 302
    assert form_of(asked).state == FormState.ACCEPTED


def test_the_source_of_a_cell_is_told_with_what_stood_before(asked):
    form = form_of(asked)
    save_cell(BOSS, form=form, code=CODE, typed={"numerator": "3", "denominator": "4"})
    save_cell(
        BOSS, form=form, code=CODE, typed={"numerator": "2", "denominator": "4"}, source="файл «а»"
    )
    head = signed_in("service_head", asked.municipality)
    address = f"/indicators/reports/{form.pk}/cells/{CODE}/"
    assert address in text(head.get(f"/indicators/reports/{form.pk}/"))
    page = text(head.get(address))
    for words in ("2 из 4", "3 из 4", "файл «а»", "Установка", "01.03.2025"):
        assert words in page
    assert signed_in("service_head", make_municipality()).get(address).status_code == 404


def approve(form):
    send_form(BOSS, form=form)
    DataForm.objects.filter(pk=form.pk).update(state=FormState.APPROVED)


def test_forms_of_a_territory_are_accepted_by_an_indicator(asked):
    for unit, was in ((asked.first, "30"), (asked.second, None)):
        if was:
            assign_collection(
                BOSS, system=asked.system, year=2023, level="organisation", codes=[CODE]
            )
            earlier = DataForm.objects.get(unit=unit, year=2023)
            save_cell(BOSS, form=earlier, code=CODE, typed={"numerator": was, "denominator": "400"})
        save_cell(
            BOSS, form=form_of(asked, unit), code=CODE, typed={"numerator": "3", "denominator": "4"}
        )
        approve(form_of(asked, unit))
    head = signed_in("service_head", asked.municipality)
    assert "Принять формы: 2" in text(head.get("/indicators/rayon/collect/?year=2024"))
    address = "/indicators/rayon/collect/accept/?year=2024"
    looked = head.get(f"{address}&code={CODE}")
    assert "3 из 4" in text(looked)
    ticked = {row.form.unit.short_title: not row.warnings for row in looked.context["rows"]}
    assert ticked == {"Первая школа": False, "Вторая школа": True}
    assert head.post(address, {}).status_code == 422
    done = head.post(address, {"form": [form_of(asked, asked.second).pk, "много"]}, follow=True)
    assert "Принята 1" in text(done).replace("\xa0", " ")
    assert form_of(asked, asked.second).state == FormState.ACCEPTED
    assert form_of(asked).state == FormState.APPROVED
    again = head.post(address, {"form": form_of(asked, asked.second).pk})
    assert again.status_code == 422
    assert "уже не ждёт" in again.content.decode()


def test_collecting_is_stopped_on_a_page_that_says_what_becomes_of_the_numbers(asked):
    save_cell(BOSS, form=form_of(asked), code=CODE, typed={"numerator": "3", "denominator": "4"})
    head = signed_in("service_head", asked.municipality)
    address = f"/indicators/rayon/{CODE}/stop/?year=2024"
    assert f"/{CODE}/stop/" in text(head.get("/indicators/rayon/collect/?year=2024"))
    page = text(head.get(address)).replace("\xa0", " ")
    assert "Сообщено уже: 1 число" in page
    assert "сдавать не нужно: 2 формы" in page
    assert signed_in("coordinator", asked.first).get(address).status_code == 403
    assert head.post(address).status_code == 302
    assert head.post(address).status_code == 422
    kept = IndicatorValue.objects.get(code=CODE, unit=asked.municipality, year=2024)
    assert kept.numerator == 3
    assert "Кто что сообщил" in text(head.get(f"/indicators/rayon/{CODE}/?year=2024"))


def test_counts_of_gathering_equal_its_lists(asked):
    save_cell(BOSS, form=form_of(asked), code=CODE, typed={"numerator": "3", "denominator": "4"})
    send_form(BOSS, form=form_of(asked))
    head = signed_in("service_head", asked.municipality)
    page = head.get("/indicators/rayon/collect/?year=2024")
    assert page.context["counts"] == {
        "all": 2,
        "sent": 1,
        "in-work": 0,
        "not-begun": 1,
        "returned": 0,
    }
    for state in ("sent", "not-begun"):
        listed = head.get(f"/indicators/rayon/collect/?year=2024&state={state}")
        assert len(listed.context["table"].rows) == 1
    assert "— Вторая школа" in text(page)
    assert "— Первая школа" not in text(page)


def test_the_owner_assigns_a_collection_on_the_page(world):
    head = signed_in("service_head", world.municipality)
    address = "/indicators/rayon/collect/assign/?year=2024"
    assert "Назначить сбор" in text(head.get(address))
    assert head.post(address, {"level": "organisation"}).status_code == 422
    sent = {"level": "organisation", "codes": [CODE], "due": "2025-02-01"}
    assert head.post(address, sent).status_code == 302
    assert DataForm.objects.filter(obliged=True).count() == 2
    for role, unit in (("municipal_methodist", world.municipality), ("coordinator", world.first)):
        assert signed_in(role, unit).get(address).status_code == 403


def test_one_indicator_is_filled_for_all_organisations(asked):
    methodist = signed_in("municipal_methodist", asked.municipality)
    address = f"/indicators/rayon/{CODE}/reported/?year=2024"
    assert "Вторая школа" in text(methodist.get(address))
    first, second = form_of(asked), form_of(asked, asked.second)
    sent = {**cell(first, "3", "4"), **cell(second, "1", "6")}
    assert methodist.post(address, sent).status_code == 302
    stored = IndicatorValue.objects.get(code=CODE, unit=asked.municipality, year=2024)
    assert (stored.numerator, stored.denominator) == (4, 10)


def test_the_dashboard_says_whom_a_number_waits_for(asked):
    head = signed_in("service_head", asked.municipality)
    assert "ждём данных от 2 организаций" in text(head.get("/indicators/rayon/?year=2024"))
    save_cell(BOSS, form=form_of(asked), code=CODE, typed={"numerator": "3", "denominator": "4"})
    page = text(head.get("/indicators/rayon/?year=2024"))
    assert "по данным 1 из 2 организаций" in page
    assert "не утверждено: 1" in page


def test_the_source_is_chosen_on_a_page_with_a_ground(asked):
    head = signed_in("service_head", asked.municipality)
    address = "/indicators/rayon/headcount-teaching/source/?year=2024"
    assert "считается по данным системы" in text(head.get(address))
    assert head.post(address, {"source": "reported", "ground": ""}).status_code == 422
    assert head.post(address, {"source": "reported", "ground": "Приказ 7"}).status_code == 302
    page = text(head.get("/indicators/rayon/headcount-teaching/?year=2024"))
    assert "Приказ 7" in page
    stranger = signed_in("service_head", make_municipality())
    assert stranger.get(address).status_code == 404
