"""Who looked: a row a day for a card, a set for a list or a file, told to the person alone."""

from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from rostok.kernel import clock
from rostok.kernel.clock import moved_to
from rostok.privacy import services
from rostok.privacy.looks import looks_at
from rostok.privacy.models import BulkPart, BulkViewing, Viewing, ViewingKind
from rostok.privacy.viewing import (
    CHUNK,
    bits_of,
    bytes_of,
    holds,
    note_card,
    note_export,
    note_list,
)
from tests.architecture.world import sign_in
from tests.factories import BOSS, make_teacher
from tests.privacy.conftest import Place


def kinds_of(place: Place) -> list[str]:
    return sorted(look.kind for look in looks_at(place.teacher))


def test_a_card_is_noted_once_a_day_with_post_and_organisation(
    place: Place, django_assert_num_queries
) -> None:
    note_card(place.coordinator, place.teacher, closed=True)
    coordinator = place.coordinator
    with django_assert_num_queries(1):
        note_card(coordinator, place.teacher, closed=True)
    assert kinds_of(place) == [ViewingKind.CARD, ViewingKind.CLOSED]
    look = looks_at(place.teacher)[0]
    assert look.viewer == "Петрова Мария Петровна, teacher"
    assert look.place == str(place.school)


def test_ones_own_looks_are_not_told(place: Place) -> None:
    note_card(place.me, place.teacher)
    note_list(place.me, "возраст", [place.teacher.pk])
    note_export(place.me, "список", [place.teacher.pk])
    assert looks_at(place.teacher) == []


def test_another_day_is_another_line(place: Place) -> None:
    note_card(place.coordinator, place.teacher)
    with moved_to(clock.today() + timedelta(days=1)):
        note_card(place.coordinator, place.teacher)
        assert len(looks_at(place.teacher)) == 2


def test_a_file_tells_those_who_are_in_it_and_nobody_else(place: Place) -> None:
    other = make_teacher(place.school, "Другая")
    note_export(place.coordinator, "Педагоги", [place.teacher.pk])
    assert [look.words for look in looks_at(place.teacher)] == ["выгрузка в файл: Педагоги"]
    assert looks_at(other) == []


def test_pages_of_a_list_are_one_line_a_day(place: Place) -> None:
    other = make_teacher(place.school, "Другая")
    for page in ([place.teacher.pk], [other.pk], [place.teacher.pk, other.pk]):
        note_list(place.coordinator, "возраст", page)
    assert BulkViewing.objects.get().people == 2
    assert kinds_of(place) == [ViewingKind.LIST]
    assert len(looks_at(other)) == 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(1, 5 * CHUNK), max_size=200))
def test_bits_hold_exactly_the_people(people: set[int]) -> None:
    packed = {chunk: bytes_of(bits) for chunk, bits in bits_of(people).items()}
    asked = people | set(range(1, 5 * CHUNK, 997))
    found = {one for one in asked if holds(packed.get(one // CHUNK, b""), one)}
    assert found == people


def test_looks_are_forgotten_after_a_year(place: Place) -> None:
    with moved_to(clock.today() - timedelta(days=370)):
        note_card(place.coordinator, place.teacher)
        note_export(place.coordinator, "Педагоги", [place.teacher.pk])
    note_card(place.coordinator, place.teacher)
    assert services.forget_viewings(BOSS) == 2
    assert (Viewing.objects.count(), BulkViewing.objects.count(), BulkPart.objects.count()) == (
        1,
        0,
        0,
    )


def test_pages_and_files_of_staff_are_noted(place: Place) -> None:
    client = sign_in(place.coordinator_user)
    client.get(f"/staff/people/{place.teacher.pk}/")
    client.get("/staff/")
    b"".join(client.get("/staff/?export=csv").streaming_content)
    b"".join(client.get("/staff/export/?format=xlsx").streaming_content)
    assert kinds_of(place) == ["card", "closed", "export", "export", "list"]


def test_a_list_without_closed_data_is_not_noted(place: Place) -> None:
    client = sign_in(place.coordinator_user)
    client.get("/privacy/consents/")
    assert looks_at(place.teacher) == []


def test_the_person_reads_who_looked(place: Place) -> None:
    note_card(place.coordinator, place.teacher)
    answer = sign_in(place.teacher_user).get("/privacy/mine/looks/").content.decode()
    assert "Петрова Мария Петровна" in answer
    assert str(place.school) in answer


def test_what_is_disputed_is_not_exported(place: Place) -> None:
    services.block_part(
        place.coordinator, person=place.teacher, part="people.birth_date", reason="Ошибка"
    )
    client = sign_in(place.coordinator_user)
    page = client.get("/staff/").content.decode()
    assert "оспаривается" in page
    content = b"".join(client.get("/staff/export/?format=xlsx").streaming_content)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    born = rows[0].index("Дата рождения")
    assert {row[born] for row in rows[1:]} == {""}


@pytest.mark.parametrize("part", ["people.name", "staff.work"])
def test_a_row_whose_name_or_work_is_disputed_is_left_out(place: Place, part: str) -> None:
    services.block_part(place.coordinator, person=place.teacher, part=part, reason="Ошибка")
    client = sign_in(place.coordinator_user)
    text = b"".join(client.get("/staff/export/?format=csv").streaming_content).decode()
    assert "Иванова" not in text
    assert "Петрова" in text
