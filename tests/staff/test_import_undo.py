"""Undo of a staff list: everything as it was, or a refusal that names who and what."""

from datetime import date, timedelta

import pytest

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import timeline_of
from rostok.kernel.models import ImportTrace, JournalEntry
from rostok.kernel.tabular import forget_traces, undo_batch, undoable_until
from rostok.people.models import Person, PersonSensitive
from rostok.privacy.models import Viewing
from rostok.privacy.viewing import note_card
from rostok.staff.models import (
    Absence,
    Employment,
    Post,
    QualificationCategory,
    StaffCard,
)
from rostok.staff.permissions import EDIT, VIEW
from rostok.staff.services import (
    edit_person,
    load_reference,
    record_absence,
    set_category,
    set_staff_card,
    start_employment,
)
from tests.factories import BOSS, actor_at, hold, make_municipality, make_school, make_user
from tests.staff.test_import import SNILS, load
from tests.telling import tells_year

pytestmark = pytest.mark.django_db

TABLES = (Person, PersonSensitive, StaffCard, Employment, QualificationCategory, Absence)
RICH = {
    "snils": SNILS,
    "phone": "+7 900 111-22-33",
    "subjects": "математика, физика",
    "education": "высшее педагогическое",
    "pedagogical_since": "01.09.2013",
    "category": "первая",
    "category_from": "22.12.2023",
    "absence": "декрет",
    "absence_from": "01.02.2025",
}
CHANGED = {
    **RICH,
    "last_name": "Новая",
    "phone": "+7 900 999-22-33",
    "subjects": "химия",
    "rate": "0,5",
    "education": "высшее",
    "category": "высшая",
    "category_from": "01.02.2025",
    "absence_last_day": "01.03.2025",
}


@pytest.fixture(autouse=True)
def _world():
    load_reference(BOSS)
    with clock.moved_to(date(2025, 3, 5)):
        yield


@pytest.fixture
def school():
    return make_school(make_municipality(), code="oo-1")


def stands():
    """All rows of staff, but for versions, which only move on."""
    links = Employment.subjects.through.objects.values_list("employment", "teachingsubject")
    rows = {
        table.__name__: [
            {key: value for key, value in row.items() if key != "version"}
            for row in table._meta.base_manager.order_by("pk").values()
        ]
        for table in TABLES
    }
    return {**rows, "links": sorted(links)}


def test_what_the_file_made_is_gone_and_what_it_changed_is_back(school):
    load(school, RICH, {"last_name": "Уходящая"})
    before = stands()
    batch = load(
        school, CHANGED, {"last_name": "Пришедшая"}, decisions={"left_last_day": "2025-03-01"}
    )
    assert batch.counts["ended"] == 1
    assert stands() != before
    undo_batch(BOSS, batch=batch)
    assert stands() == before
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert not ImportTrace.objects.filter(batch=batch).exists()


def test_the_undo_stands_in_the_journal_of_everybody_touched(school):
    batch = load(school, {}, {"last_name": "Вторая"})
    undo_batch(BOSS, batch=batch)
    entry = JournalEntry.objects.get(kind="staff.import_undone")
    titles = set(entry.about.values_list("title", flat=True))
    assert {"Северова Анна Игоревна", "Вторая Анна Игоревна", str(school)} <= titles
    assert not tells_year(entry.params, 1991)


def test_the_whole_file_may_be_loaded_again_after_the_undo(school):
    undo_batch(BOSS, batch=load(school, RICH))
    assert not Person.objects.exists()
    assert load(school, RICH).counts["new"] == 1


def test_versions_move_on_so_that_an_open_form_is_stale(school):
    load(school, RICH)
    batch = load(school, CHANGED)
    undo_batch(BOSS, batch=batch)
    assert Person.objects.get().version == 3
    assert Employment.objects.get().version == 3


def refused(batch):
    before = stands()
    with pytest.raises(RuleViolation) as refusal:
        undo_batch(BOSS, batch=batch)
    assert stands() == before
    return refusal.value.message


def test_twice_is_refused(school):
    batch = undo_batch(BOSS, batch=load(school, {}))
    assert refused(batch) == "Эта загрузка уже отменена."


def test_a_file_that_is_not_applied_is_not_undone(school):
    assert "Отменяют только то, что записано" in refused(load(school, {}, confirm=False))


def test_a_person_edited_since_stops_it_and_is_named_with_the_editor(school):
    batch = load(school, {}, {"last_name": "Вторая"})
    person = Person.objects.get(last_name="Вторая")
    edit_person(BOSS, person=person, last_name="Третья", first_name="Анна")
    said = refused(batch)
    assert "Третья Анна" in said
    assert "Установка: Исправлены имя или пол" in said
    assert "Северова" not in said


def edit_card(person):
    set_staff_card(BOSS, person=person, education="student", pedagogical_since=None)


def give_category(person):
    set_category(BOSS, person=person, level="highest", start=date(2025, 1, 15))


def give_access(person):
    User.objects.create_user("teacher", person=person)


def hire_elsewhere(person):
    Employment.objects.update(end=date(2025, 2, 1))
    post = Post.objects.get(code="teacher")
    start_employment(
        BOSS, person=person, organisation=make_school(), post=post, start=date(2025, 3, 1)
    )


@pytest.mark.parametrize("later", [edit_card, give_category, give_access, hire_elsewhere])
def test_what_hangs_on_a_newcomer_stops_it(school, later):
    batch = load(school, {**RICH, "absence": None, "absence_from": None, "category": None})
    later(Person.objects.get())
    said = refused(batch)
    assert said.startswith("Отменить нельзя")
    assert "Северова Анна Игоревна" in said


def test_another_file_applied_since_to_the_same_people_stops_it(school):
    batch = load(school, RICH)
    other = load(school, CHANGED)
    assert "Загружен список" in refused(batch)
    undo_batch(BOSS, batch=other)
    assert "эти записи изменили" in refused(batch)


def test_another_work_entered_since_on_the_same_days_stops_it(school):
    load(school, {})
    batch = load(school, {"last_day": "31.01.2025"})
    post = Post.objects.get(code="teacher")
    start_employment(
        BOSS,
        person=Person.objects.get(),
        organisation=make_school(),
        post=post,
        start=date(2025, 2, 1),
    )
    assert "другое основное место работы" in refused(batch)


def test_an_absence_recorded_since_outside_the_former_work_stops_it(school):
    load(school, {"start": "01.09.2020"})
    batch = load(school, {"start": "01.09.2019"})
    work = Employment.objects.get()
    record_absence(
        BOSS,
        employment=work,
        kind="long_leave",
        start=date(2019, 10, 1),
        last_day=date(2019, 12, 1),
    )
    assert "отсутствие с 01.10.2019" in refused(batch)


def test_a_stranger_undoes_nothing(school):
    mine = actor_at(school, VIEW, EDIT, user_id=7)
    batch = load(school, {}, actor=mine)
    for stranger in (
        actor_at(make_school(), VIEW, EDIT, user_id=8),
        actor_at(school, VIEW, EDIT, user_id=9),
        actor_at(school, VIEW, user_id=7),
    ):
        with pytest.raises(Forbidden):
            undo_batch(stranger, batch=batch)
    undo_batch(mine, batch=batch)


def test_before_images_are_forgotten_after_thirty_days(school):
    batch = load(school, {})
    assert undoable_until(batch) is not None
    assert forget_traces() == 0
    with clock.moved_to(clock.today() + timedelta(days=31)):
        assert forget_traces() > 0
        batch.refresh_from_db()
        assert undoable_until(batch) is None
        assert "хранятся 30 дней" in refused(batch)


def test_a_history_of_a_person_tells_of_the_file_and_its_undo(school):
    load(school, RICH)
    undo_batch(BOSS, batch=load(school, CHANGED))
    kinds = [entry.kind for entry in timeline_of(Person.objects.get())]
    assert kinds == ["staff.import_undone", "staff.imported", "staff.imported"]


def test_the_report_leads_to_the_undo_and_tells_of_it(client, school):
    user = make_user(school)
    hold(user, "service_head", school)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    batch = load(school, {}, actor=actor_of(user))
    report = batch.get_absolute_url()
    assert f"{report}undo/" in client.get(report).content.decode()
    assert "1 запись" in client.get(f"{report}undo/").content.decode().replace("\xa0", " ")
    client.post(f"{report}undo/")
    assert "Загрузка отменена" in client.get(report).content.decode()
    assert "уже отменена" in client.get(f"{report}undo/").content.decode()
    assert not Person.objects.exists()


def test_having_looked_at_a_newcomer_does_not_stop_it(school):
    batch = load(school, {})
    person = Person.objects.get()
    note_card(BOSS, person, closed=True)
    assert Viewing.objects.filter(person=person).exists()
    undo_batch(BOSS, batch=batch)
    assert not Person.objects.exists()
    assert not Viewing.objects.exists()
