"""Everything about me in one file: mine alone, whole, gone after a week."""

import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from rostok.kernel import clock
from rostok.kernel.clock import moved_to
from rostok.kernel.errors import Forbidden
from rostok.kernel.jobs import run_now
from rostok.kernel.models import StoredFile
from rostok.privacy import services
from rostok.privacy.about import holdings
from rostok.privacy.models import ConsentText, OwnExport
from rostok.privacy.tasks import ABOUT_ME
from rostok.privacy.viewing import note_card
from rostok.privacy.wording import words_of
from tests.architecture.world import sign_in
from tests.factories import BOSS, make_teacher
from tests.privacy.conftest import Place, scan


def archive_of(place: Place) -> ZipFile:
    made = services.export_about_me(place.me)
    client = sign_in(place.teacher_user)
    answer = client.get(f"/privacy/mine/exports/{made.pk}/")
    return ZipFile(BytesIO(b"".join(answer.streaming_content)))


def test_the_archive_holds_all_that_is_held(place: Place) -> None:
    services.record_consent(
        place.coordinator,
        person=place.teacher,
        purpose="publication",
        given_on=clock.today(),
        **scan(),
    )
    note_card(place.coordinator, place.teacher)
    archive = archive_of(place)
    assert sorted(archive.namelist()) == [
        "data.json",
        "files/согласие.pdf",
        "Мои данные.html",
    ]
    data = json.loads(archive.read("data.json"))
    assert set(data["records"]) == set(holdings)
    assert data["records"]["people.birth_date"]["rows"] == [{"Дата рождения": "1990-05-01"}]
    assert data["records"]["staff.work"]["rows"][0]["Организация"] == str(place.school)
    assert data["looks"][0]["viewer"].startswith("Петрова")
    page = archive.read("Мои данные.html").decode()
    assert "1 мая 1990" in page.replace("\u00a0", " ")


def test_a_list_signed_by_many_stays_out_of_the_archive(place: Place) -> None:
    other = make_teacher(place.school, "Другая")
    services.record_list(
        place.coordinator,
        unit=place.school,
        people=[place.teacher, other],
        purpose="publication",
        given_on=clock.today(),
        **scan(),
    )
    assert not [name for name in archive_of(place).namelist() if name.startswith("files/")]


def test_nobody_else_downloads_it(place: Place) -> None:
    made = services.export_about_me(place.me)
    answer = sign_in(place.coordinator_user).get(f"/privacy/mine/exports/{made.pk}/")
    assert answer.status_code == 404


def test_it_lives_for_a_week_and_a_new_one_replaces_it(place: Place) -> None:
    first = services.export_about_me(place.me)
    made = services.export_about_me(place.me)
    assert list(OwnExport.objects.all()) == [made]
    assert not StoredFile.objects.filter(pk=first.file_id).exists()
    client = sign_in(place.teacher_user)
    with moved_to(clock.today() + timedelta(days=8)):
        assert client.get(f"/privacy/mine/exports/{made.pk}/").status_code in {302, 404}
        assert services.forget_exports(BOSS) == 1
    assert not StoredFile.objects.exists()


def test_the_job_makes_it_for_the_person_who_began_it(place: Place) -> None:
    job = run_now(place.me, ABOUT_ME, "Всё обо мне")
    assert job.state == "done"
    assert OwnExport.objects.get().person == place.teacher
    with pytest.raises(Forbidden):
        services.export_about_me(BOSS)


def test_my_page_shows_it_all(place: Place) -> None:
    text = ConsentText.objects.get(purpose="mentoring")
    services.give_consent(place.me, purpose="mentoring", text=text)
    services.make_request(place.me, kind="correction", text="Неверная дата")
    page = sign_in(place.teacher_user).get("/privacy/mine/").content.decode()
    assert place.teacher.get_absolute_url() in page
    for words in ("Наставничество", "исправить неверное", "Собрать архив", "Дата рождения"):
        assert words in page


@pytest.mark.parametrize(
    ("value", "words"),
    [(Decimal("1.00"), "1"), (Decimal("0.75"), "0,75"), (True, "да"), (None, "—"), (3, "3")],
)
def test_values_are_read_as_people_write_them(value: object, words: str) -> None:
    assert words_of(value) == words
