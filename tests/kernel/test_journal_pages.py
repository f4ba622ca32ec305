"""The page «Журнал» and the block of an object: what is shown, found, exported, and to whom."""

import csv
import io
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook

from rostok.accounts.models import User
from rostok.kernel import clock, journal
from rostok.kernel.access import Actor
from rostok.kernel.journal import record, sentence_of
from rostok.kernel.models import JournalEntry, JournalObject
from rostok.kernel.permissions import VIEW_JOURNAL
from rostok.kernel.timeline import reading
from rostok.kernel.timeline.wording import lines_of
from rostok.orgs.models import OrgUnit
from rostok.staff import permissions as staff
from tests import factories as make
from tests.architecture.world import sign_in

pytestmark = pytest.mark.django_db
DONE = journal.kind("toy.done", "Сделано: {what}.")
CALLED = journal.kind("toy.called", "Звонок на {phone}.", phone="people.view_sensitive")
JOURNAL = "/journal/"


@pytest.fixture
def school() -> OrgUnit:
    return make.make_school()


@pytest.fixture
def browser(school: OrgUnit) -> Client:
    return reader_at(school)


def reader_at(unit: OrgUnit, role: str = "coordinator") -> Client:
    user: User = make.make_user(unit)
    make.hold(user, role, unit)
    return sign_in(user)


def sentences(answer: Any) -> list[str]:
    return [line.sentence for day in answer.context["days"] for line in day.lines]


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_coordinator_reads_what_happened_in_the_school(browser: Client, school: OrgUnit) -> None:
    person = make.make_teacher(school, "Петрова")
    record(Actor("Ольга Ким"), DONE, person, what="приём")
    record(make.BOSS, DONE, make.make_school(), what="чужое")
    text = text_of(browser, JOURNAL)
    assert "Сделано: приём." in text
    assert "Ольга Ким" in text
    assert f'<a href="{person.get_absolute_url()}">Петрова Мария Петровна</a>' in text
    assert "чужое" not in text


@pytest.mark.parametrize("role", ["teacher", "ministry", "municipal_methodist"])
def test_others_do_not_open_it(school: OrgUnit, role: str) -> None:
    assert reader_at(school, role).get(JOURNAL).status_code == 403


def test_rows_that_may_not_be_opened_are_plain_titles(school: OrgUnit) -> None:
    other = make.make_teacher(make.make_school(), "Чужова")
    record(make.BOSS, DONE, school, other, what="перевод")
    text = text_of(reader_at(school), JOURNAL)
    assert "Чужова Мария Петровна" in text
    assert other.get_absolute_url() not in text


def test_who_may_see_no_person_reads_no_name(school: OrgUnit) -> None:
    entry = record(make.BOSS, DONE, make.make_teacher(school, "Тайная"), what="приём")
    reader = make.actor_at(school, VIEW_JOURNAL)
    assert [one.title for line in lines_of(reader, [entry]) for one in line.about] == ["Человек"]
    reader = make.actor_at(school, VIEW_JOURNAL, staff.VIEW)
    (line,) = lines_of(reader, [entry])
    assert line.about[0].title == "Тайная Мария Петровна"


def test_a_closed_parameter_needs_its_right(school: OrgUnit) -> None:
    entry = record(make.BOSS, CALLED, school, phone="+7 900 000-00-00")
    assert sentence_of(entry) == "Звонок на …."
    assert sentence_of(entry, make.actor_at(school, staff.VIEW)) == "Звонок на …."
    insider = make.actor_at(school, "people.view_sensitive")
    assert sentence_of(entry, insider) == "Звонок на +7 900 000-00-00."
    assert "900" not in JournalEntry.objects.get(pk=entry.pk).norm


def test_entries_are_found_by_day_person_kind_and_words(browser: Client, school: OrgUnit) -> None:
    with clock.moved_to(date(2024, 3, 5)):
        record(Actor("Ёлкина А."), DONE, school, what="давнее")
    record(Actor("Другая"), CALLED, school, phone="1")

    def found(**asked: str) -> tuple[bool, bool]:
        said = sentences(browser.get(JOURNAL, asked))
        return "Сделано: давнее." in said, "Звонок на 1." in said

    assert found() == (True, True)
    assert found(since="05.03.2024", until="2024-03-05") == (True, False)
    assert found(since="06.03.2024") == (False, True)
    assert found(who="елкина") == (True, False)
    assert found(kind="toy.called") == (False, True)
    assert found(kind="toy.") == (True, True)
    assert found(text="ДАВНЕЕ сделано") == (True, False)
    assert found(text="такого нет") == (False, False)


def test_an_entry_is_found_by_the_name_of_its_row(browser: Client, school: OrgUnit) -> None:
    record(make.BOSS, DONE, make.make_teacher(school, "Щёткина"), what="приём")
    assert "Сделано: приём." in text_of(browser, f"{JOURNAL}?text=щеткина")


@pytest.mark.parametrize(
    "query",
    [
        "since=31.02.2024&until=завтра",
        "since=05.03.2024&until=01.03.2024",
        "kind=нет.такого",
        f"who={'я' * 500}",
        "about=person:99999999999999999999",
        "about='; drop table",
        "before=-1",
        "before=99999999999999999999999",
        "text=%00",
        "since=0001-01-01&until=9999-12-31",
    ],
)
def test_a_wrong_question_is_no_error(browser: Client, school: OrgUnit, query: str) -> None:
    assert browser.get(f"{JOURNAL}?{query}").status_code == 200
    assert browser.get(f"{JOURNAL}?{query}&export=csv").status_code == 200


def test_pages_go_back_without_a_gap(browser: Client, school: OrgUnit, monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "WINDOW", 20)
    for number in range(120):
        record(make.BOSS, DONE if number % 30 else CALLED, school, what=f"№{number}", phone="1")
    for query in ("", "?kind=toy.done"):
        seen, address = 0, JOURNAL + query
        while address:
            answer = browser.get(address)
            seen += sum(said.startswith("Сделано") for said in sentences(answer))
            address = answer.context["older"] and JOURNAL + answer.context["older"]
        assert seen == 116


def test_a_search_says_how_far_back_it_has_looked(
    browser: Client, school: OrgUnit, monkeypatch: Any
) -> None:
    record(make.BOSS, CALLED, school, phone="1")
    for _ in range(10):
        record(make.BOSS, DONE, school, what="x")
    monkeypatch.setattr(reading, "WINDOW", 5)
    text = text_of(browser, f"{JOURNAL}?kind=toy.called")
    assert "Просмотрены записи с" in text
    assert "Искать раньше" in text
    assert "Среди просмотренных записей подходящих нет" in text


def test_what_is_filtered_is_exported_and_runs_no_formula(browser: Client, school: OrgUnit) -> None:
    record(Actor("=cmd|' /C calc'!A0"), DONE, school, what="первое")
    record(make.BOSS, CALLED, school, phone="1")
    answer = browser.get(JOURNAL, {"kind": "toy.done", "export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    header, *rows = csv.reader(lines, delimiter=";")
    assert header == ["Когда", "Кто", "Что произошло", "О ком и о чём", "Раздел"]
    assert [row[1:4] for row in rows] == [["'=cmd|' /C calc'!A0", "Сделано: первое.", str(school)]]
    answer = browser.get(JOURNAL, {"kind": "toy.done", "export": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cell = book.active.cell(2, 2)
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_an_object_tells_its_own_story_twenty_at_a_time(browser: Client, school: OrgUnit) -> None:
    person = make.make_teacher(school)
    for number in range(25):
        record(make.BOSS, DONE, person, school, what=f"№{number}")
    text = text_of(browser, person.get_absolute_url())
    assert "Сделано: №24." in text
    assert "Сделано: №4." not in text
    block = text.split('id="history"')[1]
    assert str(school) in block
    older = block.split('href="?history=')[1].split("#")[0]
    text = text_of(browser, f"{person.get_absolute_url()}?history={older}")
    assert "Сделано: №4." in text
    assert "Сделано: №5." not in text.split('id="history"')[1]


def test_the_way_to_the_journal_is_for_its_readers(browser: Client, school: OrgUnit) -> None:
    person = make.make_teacher(school)
    record(make.BOSS, DONE, person, what="одно")
    record(make.BOSS, DONE, school, what="другое")
    link = f"{JOURNAL}?about=person:{person.pk}"
    assert link in text_of(browser, person.get_absolute_url())
    text = text_of(browser, link)
    assert "Сделано: одно." in text
    assert "Сделано: другое." not in text
    text = text_of(reader_at(school, "municipal_methodist"), person.get_absolute_url())
    assert "Сделано: одно." in text
    assert JOURNAL not in text


def test_an_import_of_thousands_is_counted_not_read(
    school: OrgUnit, django_assert_max_num_queries: Any
) -> None:
    entry = record(make.BOSS, DONE, school, what="загрузка")
    JournalObject.objects.bulk_create(
        JournalObject(entry=entry, ref_kind="person", ref_id=number, title=f"№{number}")
        for number in range(5000)
    )
    with django_assert_max_num_queries(4):
        (line,) = lines_of(make.BOSS, [entry])
    assert (len(line.about), line.more) == (3, 4998)


def test_the_order_of_days_is_the_order_of_writing(school: OrgUnit) -> None:
    for days in (0, 1, 2):
        with clock.moved_to(clock.today() - timedelta(days=days)):
            record(make.BOSS, DONE, school, what=str(days))
    found = reading.entries_for(make.actor_at(school, VIEW_JOURNAL), reading.Wanted())
    assert [entry.params.get("what") for entry in found.entries][:3] == ["2", "1", "0"]


def test_an_address_of_a_page_keeps_the_filters(browser: Client, school: OrgUnit) -> None:
    for _ in range(60):
        record(make.BOSS, DONE, school, what="x")
    answer = browser.get(JOURNAL, {"who": "уст", "kind": "toy."})
    asked = parse_qs(urlsplit(answer.context["older"]).query)
    assert asked["who"] == ["уст"]
    assert asked["kind"] == ["toy."]
