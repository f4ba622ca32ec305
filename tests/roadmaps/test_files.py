"""The roadmap in files: a document in the columns of the regulations, a table, a calendar."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from rostok.accounts.models import User
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.roadmaps import services
from rostok.roadmaps.files.docx import HEADER
from rostok.roadmaps.files.ical import LONGEST, calendar_of, folded
from rostok.roadmaps.models import CalendarFeed, Occurrence
from tests.roadmaps.conftest import Place
from tests.roadmaps.test_table import head_of, signed_in


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_document_has_the_columns_of_the_regulations_state_and_proof(place: Place) -> None:
    services.submit(place.methodist, occurrence=place.proved("a1"))
    client = signed_in(head_of(place))
    answer = client.get(reverse("roadmaps:document", args=[place.system.key]), {"year": 2023})
    document = Document(BytesIO(content_of(answer)))
    section, table = document.sections[0], document.tables[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert [cell.text for cell in table.rows[0].cells] == list(HEADER)
    assert "w:tblHeader" in table.rows[0]._tr.xml
    rows = Occurrence.objects.filter(roadmap=place.roadmap, year=2023)
    directions = place.roadmap.directions.filter(
        key_activities__actions__occurrences__year=2023
    ).distinct()
    assert len(table.rows) == 1 + rows.count() + directions.count()
    said = "\n".join(cell.text for cell in table.column_cells(7))
    assert "Приказ о создании ММС от 25.08.2023 № 147" in said


def test_the_table_exports_what_is_shown(place: Place) -> None:
    client = signed_in(head_of(place))
    address = reverse("roadmaps:roadmap", args=[place.system.key])
    query = {"year": 2023, "state": "overdue"}
    shown = client.get(address, query).context["table"].rows
    answer = client.get(address, {**query, "export": "xlsx"})
    sheet = load_workbook(BytesIO(content_of(answer))).active
    assert sheet is not None
    rows = list(sheet.values)
    assert rows[0][:3] == ("Направление", "Системообразующее мероприятие", "Мероприятие")
    assert len(rows) - 1 == len(shown)
    said = rows[0].index("Срок по положению")
    assert [row[said] for row in rows[1:]] == [row.record.action.term for row in shown]


def test_a_calendar_is_read_at_a_secret_address_without_signing_in(place: Place) -> None:
    mine = place.occurrence("a1")
    Occurrence.objects.filter(pk=mine.pk).update(
        responsible=place.methodist.person_id, due=date(2023, 10, 31)
    )
    feed = services.give_feed(place.methodist)
    answer = Client().get(feed.get_absolute_url())
    lines = unfolded(answer.content)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20231031" in lines
    assert "DTEND;VALUE=DATE:20231101" in lines
    assert f"URL:http://testserver{mine.get_absolute_url()}" in lines


def test_the_rows_shown_are_given_as_a_calendar_too(place: Place) -> None:
    client = signed_in(head_of(place))
    table = client.get(reverse("roadmaps:roadmap", args=[place.system.key]), {"year": 2023})
    address = dict(table.context["export_urls"])["Календарь (ics)"]
    lines = unfolded(client.get(address).content)
    dated = Occurrence.objects.filter(roadmap=place.roadmap, year=2023, due__isnull=False)
    assert lines.count("BEGIN:VEVENT") == dated.count()
    overdue = unfolded(client.get(f"{address}&state=overdue").content)
    assert 0 < overdue.count("BEGIN:VEVENT") < dated.count()
    assert Client().get(address).status_code == 302


def test_the_calendar_tells_a_late_term_as_the_pages_do(place: Place) -> None:
    late, ahead = place.occurrence("a1"), place.occurrence("a5")
    rows = Occurrence.objects.filter(pk__in=[late.pk, ahead.pk])
    rows.update(responsible=place.methodist.person_id)
    feed = services.give_feed(place.methodist)
    lines = unfolded(Client().get(feed.get_absolute_url()).content)
    said = [line.split("Состояние: ")[1] for line in lines if "Состояние: " in line]
    assert [words.split(".")[0] for words in said] == ["просрочено\\, дней: 38", "запланировано"]


def test_a_changed_or_closed_address_opens_nothing(place: Place) -> None:
    first = services.give_feed(place.methodist)
    second = services.give_feed(place.methodist)
    assert Client().get(first.get_absolute_url()).status_code == 404
    assert Client().get(second.get_absolute_url()).status_code == 200
    services.take_feed_back(place.methodist)
    assert Client().get(second.get_absolute_url()).status_code == 404
    with pytest.raises(RuleViolation, match="Адреса календаря нет"):
        services.take_feed_back(place.methodist)


def test_a_guessed_address_and_a_closed_account_open_nothing(place: Place) -> None:
    feed = services.give_feed(place.methodist)
    forged = feed.token[:32] + "0" * 32
    assert Client().get(reverse("roadmaps:calendar", args=[forged])).status_code == 404
    assert Client().get(reverse("roadmaps:calendar", args=["not-a-token"])).status_code == 404
    User.objects.filter(pk=place.methodist.user_id).update(is_active=False)
    assert Client().get(feed.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_only_somebody_with_an_account_has_a_calendar() -> None:
    with pytest.raises(RuleViolation, match="кто вошёл"):
        services.give_feed(Actor(title="Консоль", unlimited=True))


def test_the_address_stands_on_the_page_of_its_owner(place: Place) -> None:
    user = head_of(place)
    client = signed_in(user)
    client.post(reverse("roadmaps:feed"))
    feed = CalendarFeed.objects.get(user=user)
    assert feed.get_absolute_url() in client.get(reverse("roadmaps:mine")).content.decode()
    client.post(reverse("roadmaps:feed"), {"off": "1"})
    assert not CalendarFeed.objects.exists()


def test_lines_are_folded_at_75_octets_between_characters() -> None:
    line = "SUMMARY:" + "Ёж, " * 40
    content = folded(line)
    assert all(len(piece) <= LONGEST for piece in content.split(b"\r\n"))
    assert unfolded(content)[0] == line


def test_marks_of_the_format_are_escaped(place: Place) -> None:
    occurrence = place.occurrence("a1")
    occurrence.due = date(2023, 11, 1)
    occurrence.action.title = "Приказ; план, \\ итог"
    lines = unfolded(calendar_of([occurrence], "https://rostok.example", timezone.now()))
    assert r"SUMMARY:Срок: Приказ\; план\, \\ итог" in lines
