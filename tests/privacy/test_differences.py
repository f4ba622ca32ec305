"""Attempts to learn of a person by differences: filters, order, pages, files, counts."""

from csv import DictReader
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest

from rostok.kernel.models import ImportRow
from rostok.kernel.tabular import check_batch, confirm_batch, upload
from rostok.people.models import PersonSensitive
from rostok.privacy import services
from rostok.privacy.viewing import note_export
from rostok.staff.services import load_reference
from tests.architecture.world import sign_in
from tests.factories import BOSS, hold, make_school, make_teacher, make_user
from tests.privacy.conftest import Place
from tests.telling import tells_year

BORN = [date(1999, 1, 1), date(1961, 2, 2), date(1980, 3, 3)]


@pytest.fixture
def methodist(place: Place) -> Any:
    """Sees the staff of the municipality, but no dates of birth."""
    for number, born in enumerate(BORN):
        make_teacher(place.school, f"Учитель{number}", born=born)
    user = make_user(place.municipality)
    hold(user, "municipal_methodist", place.municipality)
    return sign_in(user)


def names(answer: Any) -> list[str]:
    return [str(row.record.person) for row in answer.context["table"].rows]


def test_the_order_by_a_closed_column_tells_nothing(methodist: Any) -> None:
    plain, *sorted_ = (
        set(map(tuple, [names(methodist.get(f"/staff/{query}"))]))
        for query in ("", "?sort=age", "?sort=-age")
    )
    first, second = sorted_
    assert {tuple(sorted(one)) for one in plain} == {tuple(sorted(one)) for one in first}
    assert first == second, "up and down must not differ"


def test_no_file_carries_what_the_page_hides(methodist: Any) -> None:
    for url in ("/staff/?export=csv&sort=age", "/staff/export/?format=csv&sort=age"):
        text = b"".join(methodist.get(url).streaming_content).decode()
        for born in BORN:
            assert not tells_year(text, born.year)
        assert "Возраст" not in text.splitlines()[0]


@pytest.mark.parametrize(
    "query", ["?birth_date=1999-01-01", "?person__sensitive__birth_date=1999-01-01", "?phone=1"]
)
def test_a_filter_that_is_not_offered_narrows_nothing(methodist: Any, query: str) -> None:
    assert names(methodist.get(f"/staff/{query}")) == names(methodist.get("/staff/"))


def test_a_foreign_place_counts_nobody(place: Place) -> None:
    far = make_teacher(make_school(), "Дальняя")
    services.record_consent(
        BOSS,
        person=far,
        purpose="publication",
        given_on=date(2026, 1, 1),
        scan=BytesIO(b"%PDF-1"),
        scan_name="a.pdf",
    )
    client = sign_in(place.coordinator_user)
    foreign = far.employments.get().organisation_id
    for query in (f"?within={foreign}", f"?within={foreign}&purpose=publication&state=given"):
        answer = client.get(f"/privacy/consents/{query}")
        assert "Дальняя" not in answer.content.decode()
    chosen = client.get(f"/privacy/consents/list/?unit={foreign}&purpose=publication")
    assert "Дальняя" not in chosen.content.decode()


def test_a_signed_list_takes_nobody_by_number(place: Place) -> None:
    far = make_teacher(make_school(), "Дальняя")
    client = sign_in(place.coordinator_user)
    answer = client.post(
        f"/privacy/consents/list/?unit={place.school.pk}&purpose=publication",
        {"given_on": "2026-01-01", "people": [far.pk], "scan": BytesIO(b"%PDF-1")},
    )
    assert answer.status_code == 422
    assert "Дальняя" not in answer.content.decode()


def test_nobody_reads_whom_else_a_viewer_looked_at(place: Place) -> None:
    other = make_teacher(place.school, "Другая")
    note_export(place.coordinator, "Список Другой", [other.pk])
    pages = [f"/privacy/mine/looks/{query}" for query in ("", "?page=2", "?person=1", "?page=x")]
    for url in pages:
        assert "Список Другой" not in sign_in(place.teacher_user).get(url).content.decode()


def test_requests_of_others_are_found_by_no_filter(place: Place) -> None:
    far_school = make_school()
    far = make_teacher(far_school, "Дальняя")
    services.record_request(BOSS, person=far, kind="access", received_on=date(2026, 1, 12))
    client = sign_in(place.coordinator_user)
    for query in ("", "?q=Дальняя", "?state=overdue", "?kind=access", "?export=csv"):
        answer = client.get(f"/privacy/requests/{query}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        rows = body.decode().replace('value="Дальняя"', "")
        assert "Дальняя" not in rows


def test_a_file_changes_nothing_that_is_disputed(place: Place) -> None:
    load_reference(BOSS)
    PersonSensitive.objects.filter(person=place.teacher).update(phone="+7 913 111-11-11")
    services.block_part(place.coordinator, person=place.teacher, part="people.phone", reason="Спор")
    client = sign_in(place.coordinator_user)
    exported = b"".join(client.get("/staff/export/?format=csv").streaming_content)
    rows = list(DictReader(StringIO(exported.decode("utf-8-sig")), delimiter=";"))
    header = list(rows[0])
    row = next(one for one in rows if one["Фамилия"] == "Иванова")
    assert (row["Дата рождения"], row["Телефон"]) == ("01.05.1990", "")
    row["Телефон"] = "+7 913 222-22-22"
    lines = [";".join(header), ";".join(row[name] for name in header)]
    batch = upload(
        place.coordinator,
        spec="staff.list",
        file=BytesIO("\n".join(lines).encode("utf-8-sig")),
        file_name="список.csv",
        context={"organisation": place.school.pk},
    )
    check_batch(place.coordinator, batch=batch)
    problems = ImportRow.objects.filter(batch=batch, action="error").values_list(
        "problems", flat=True
    )
    assert any("Оспаривается" in str(one) for one in problems), list(
        ImportRow.objects.values_list("action", "problems", "changes")
    )
    confirm_batch(place.coordinator, batch=batch)
    assert PersonSensitive.objects.get(person=place.teacher).phone == "+7 913 111-11-11"
