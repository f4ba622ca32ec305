"""Anonymisation: a report first, another person's word, then nothing tells who it was."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.clock import moved_to
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.jobs import run_now
from rostok.kernel.models import ImportBatch, ImportRow, JournalEntry
from rostok.kernel.todo import todo_sources
from rostok.people.models import Person, PersonSensitive
from rostok.privacy import services
from rostok.privacy.models import Consent, ConsentText, ErasureRun, RequestKind, RunState
from rostok.privacy.tasks import ERASE
from rostok.privacy.viewing import note_card
from rostok.staff.models import Employment
from rostok.staff.services import edit_person, end_employment
from tests.architecture.world import sign_in
from tests.factories import BOSS, hold, make_teacher, make_user
from tests.privacy.conftest import Place, scan

LEFT = date(2020, 8, 31)


def governor(place: Place) -> Actor:
    user = make_user(place.municipality)
    hold(user, "service_head", place.municipality)
    return actor_of(user)


@pytest.fixture
def gone(place: Place) -> Person:
    """Somebody with a rare name who left long ago, after a life full of records."""
    person = make_teacher(place.school, "Щеглова-Запольская", born=date(1960, 1, 1))
    user = make_user(person=person, title="Щеглова-Запольская", email="z@example.org")
    edit_person(
        place.coordinator,
        person=person,
        last_name="Щеглова-Запольская",
        first_name="Марфа",
        patronymic="Петровна",
    )
    person.refresh_from_db()
    me = actor_of(user)
    text = ConsentText.objects.get(purpose="publication")
    services.give_consent(me, purpose="publication", text=text)
    services.record_consent(
        place.coordinator,
        person=person,
        purpose="mentoring",
        given_on=clock.today(),
        **scan(),
    )
    asked = services.make_request(me, kind="correction", text="Я Щеглова-Запольская")
    services.answer_request(place.coordinator, request=asked, answer="Исправили")
    note_card(place.coordinator, person)
    note_card(me, place.teacher)
    batch = ImportBatch.objects.create(
        spec="staff.list", file_name="a.xlsx", digest="0", user_id=1, actor_title="Кто"
    )
    ImportRow.objects.create(
        batch=batch,
        number=1,
        action="new",
        title="Щеглова-Запольская Марфа Петровна",
        values={"last_name": "Щеглова-Запольская"},
        target={"person": person.pk},
    )
    work = Employment.objects.get(person=person)
    work.start = date(2015, 9, 1)
    work.save()
    end_employment(place.coordinator, employment=work, last_day=LEFT)
    return person


def all_texts() -> str:
    """Everything that any table of ours holds, as one text."""
    found = []
    for model in apps.get_models():
        if model.__module__.startswith("rostok."):
            names = [one.attname for one in model._meta.concrete_fields if not is_binary(one)]
            found += map(str, model._default_manager.values_list(*names))
    return "\n".join(found)


def is_binary(field: models.Field) -> bool:
    return isinstance(field, models.BinaryField)


def carried_out(actor: Actor, run: ErasureRun) -> ErasureRun:
    services.confirm_erasure(actor, run=run)
    run_now(actor, ERASE, "Обезличивание", run=run.pk)
    run.refresh_from_db()
    return run


def test_a_report_changes_nothing_and_says_what_is_held(place: Place, gone: Person) -> None:
    run = services.draft_erasure(governor(place), unit=place.municipality)
    item = run.items.get()
    assert (item.person, item.obstacle) == (gone, "")
    assert item.held["Дата рождения"] == 1
    gone.refresh_from_db()
    assert gone.last_name == "Щеглова-Запольская"
    entry = JournalEntry.objects.latest("id")
    assert (entry.kind, entry.params["count"]) == ("privacy.erasure_drafted", 1)


def test_who_left_lately_or_works_is_not_due(place: Place, gone: Person) -> None:
    with moved_to(date(2023, 8, 30)), pytest.raises(RuleViolation, match="некого"):
        services.draft_erasure(BOSS, unit=place.municipality)
    with moved_to(date(2023, 9, 1)):
        run = services.draft_erasure(BOSS, unit=place.municipality)
    assert [item.person for item in run.items.all()] == [gone]


def test_nothing_tells_who_it_was(place: Place, gone: Person) -> None:
    assert "Щеглова" in all_texts()
    run = services.draft_erasure(governor(place), unit=place.municipality)
    run = carried_out(governor(place), run)
    assert (run.state, run.counts["done"]) == (RunState.DONE, 1)
    left = all_texts()
    for words in ("Щеглова", "щеглова", "Марфа", "z@example.org", "1960-01-01"):
        assert words not in left, [line for line in left.splitlines() if words in line][:3]


def test_facts_stay_under_a_pseudonym(place: Place, gone: Person) -> None:
    uid = gone.uid
    run = services.draft_erasure(governor(place), unit=place.municipality)
    carried_out(governor(place), run)
    gone.refresh_from_db()
    assert (gone.uid, str(gone)) == (uid, f"Обезличено {uid.hex[-8:]}")
    assert Employment.objects.filter(person=gone).count() == 1
    assert not PersonSensitive.objects.filter(person=gone).exists()
    assert not Consent.objects.filter(person=gone).exists()
    user = User.objects.get(person=gone)
    assert not user.is_active
    assert not user.has_usable_password()
    entry = JournalEntry.objects.filter(kind="privacy.anonymised").get()
    assert "152-ФЗ" in entry.params["reason"]


def test_the_author_of_a_report_does_not_confirm_it(place: Place, gone: Person) -> None:
    author = governor(place)
    run = services.draft_erasure(author, unit=place.municipality)
    with pytest.raises(RuleViolation, match="не тот, кто составил"):
        services.confirm_erasure(author, run=run)
    with pytest.raises(RuleViolation, match="не подтверждён"):
        services.anonymise(author, item=run.items.get())
    with pytest.raises(Forbidden):
        services.confirm_erasure(place.coordinator, run=run)


def test_a_report_is_decided_once(place: Place, gone: Person) -> None:
    run = services.draft_erasure(governor(place), unit=place.municipality)
    with pytest.raises(RuleViolation, match="уже ждёт"):
        services.draft_erasure(governor(place), unit=place.municipality)
    services.drop_erasure(governor(place), run=run)
    with pytest.raises(RuleViolation, match="уже решили"):
        services.confirm_erasure(governor(place), run=run)


def test_who_came_back_meanwhile_is_passed_over(place: Place, gone: Person) -> None:
    run = services.draft_erasure(governor(place), unit=place.municipality)
    Employment.objects.filter(person=gone).update(end=None)
    run = carried_out(governor(place), run)
    item = run.items.get()
    assert (item.done_at, item.obstacle) == (None, "человек работает")
    assert run.counts["held_back"] == 1
    gone.refresh_from_db()
    assert gone.last_name == "Щеглова-Запольская"


def test_a_request_to_be_deleted_leads_to_a_report_of_one(place: Place) -> None:
    asked = services.make_request(place.me, kind=RequestKind.DELETION)
    with pytest.raises(RuleViolation, match="основание"):
        services.draft_for_request(governor(place), request=asked, reason=" ")
    run = services.draft_for_request(governor(place), request=asked, reason="Просьба")
    assert run.items.get().obstacle == "человек работает"


def test_a_request_of_one_who_left_is_answered_by_the_act(place: Place) -> None:
    asked = services.make_request(place.me, kind=RequestKind.DELETION)
    work = Employment.objects.get(person=place.teacher)
    end_employment(place.coordinator, employment=work, last_day=date(2024, 1, 31))
    run = services.draft_for_request(governor(place), request=asked, reason="Просьба")
    carried_out(BOSS, run)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("answered", "Карточка обезличена.")


def test_a_report_waits_on_the_home_page_of_another_who_may_confirm(
    place: Place, gone: Person
) -> None:
    author, other = governor(place), governor(place)
    services.draft_erasure(author, unit=place.municipality)
    source = todo_sources.get("privacy.reports")
    [row] = source.shown(other, source.rows(other))
    assert row.url == ErasureRun.objects.get().get_absolute_url()
    assert not source.rows(author)
    assert source.rows(place.coordinator) is None
    services.drop_erasure(other, run=ErasureRun.objects.get())
    assert not source.rows(other)


def test_the_widest_territory_is_proposed(place: Place) -> None:
    user = make_user(place.municipality)
    hold(user, "service_head", place.municipality)
    page = sign_in(user).get(reverse("privacy:draft_erasure"))
    assert page.context["form"]["unit"].value() == place.municipality.pk
