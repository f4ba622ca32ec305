"""Requests: ten working days, an answer by somebody else; what is disputed is out of use."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from rostok.accounts.models import RoleHolding, User
from rostok.accounts.queries import actor_of
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.clock import moved_to
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.privacy import services
from rostok.privacy.models import Block, ConsentText, DataRequest, RequestKind, RequestState
from rostok.privacy.queries import PUBLICATION, has_consent
from rostok.privacy.todo import as_late, late_below, to_answer, to_wait_for
from rostok.staff.models import EducationLevel, Employment
from rostok.staff.services import edit_person, end_employment, set_category, set_staff_card
from tests.architecture.world import sign_in
from tests.factories import (
    actor_at,
    hold,
    make_municipality,
    make_region,
    make_school,
    make_system,
    make_teacher,
    make_user,
)
from tests.privacy.conftest import Place, scan

RECEIVED = date(2026, 4, 24)


def ask(place: Place, kind: str = RequestKind.ACCESS, **fields: str) -> DataRequest:
    return services.make_request(place.me, kind=kind, **fields)


def test_the_term_is_ten_working_days(place: Place) -> None:
    with moved_to(RECEIVED):
        assert ask(place).due_on == date(2026, 5, 12)


def test_a_request_goes_from_received_to_answered(place: Place) -> None:
    asked = ask(place)
    assert asked.unit == place.school
    services.take_request(place.coordinator, request=asked)
    asked.refresh_from_db()
    assert (asked.state, asked.taken_by) == (RequestState.IN_WORK, "Петрова Мария Петровна")
    services.answer_request(
        place.coordinator,
        request=asked,
        answer="Вот что хранится.",
        file=BytesIO(b"%PDF-1"),
        file_name="ответ.pdf",
    )
    asked.refresh_from_db()
    assert asked.state == RequestState.ANSWERED
    with pytest.raises(RuleViolation, match="уже ответили"):
        services.refuse_request(place.coordinator, request=asked, ground="Поздно")


def test_a_refusal_names_its_ground(place: Place) -> None:
    asked = ask(place, RequestKind.DELETION)
    with pytest.raises(RuleViolation, match="основание"):
        services.refuse_request(place.coordinator, request=asked, ground="  ")
    services.refuse_request(place.coordinator, request=asked, ground="Идёт трудовой договор.")
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (RequestState.REFUSED, "Идёт трудовой договор.")


def test_nobody_answers_their_own_request(place: Place) -> None:
    asked = services.make_request(place.coordinator, kind=RequestKind.ACCESS)
    with pytest.raises(RuleViolation, match="другой человек"):
        services.answer_request(place.coordinator, request=asked, answer="Всё в порядке.")


def test_a_foreign_coordinator_answers_nothing(place: Place) -> None:
    with pytest.raises(Forbidden):
        services.take_request(actor_at(make_school(), "privacy.keep"), request=ask(place))


def test_the_same_is_asked_once(place: Place) -> None:
    ask(place)
    with pytest.raises(RuleViolation, match="уже есть"):
        ask(place)


@pytest.mark.parametrize(
    ("kind", "fields", "phrase"),
    [
        ("correction", {}, "что неверно"),
        ("blocking", {"text": "не я"}, "что оспаривается"),
        ("withdrawal", {}, "какое согласие"),
        ("nonsense", {}, "о чём обращение"),
        ("blocking", {"text": "не я", "part": "accounts.user"}, "что оспаривается"),
    ],
)
def test_an_unsaid_request_is_refused(
    place: Place, kind: str, fields: dict[str, str], phrase: str
) -> None:
    with pytest.raises(RuleViolation, match=phrase):
        ask(place, kind, **fields)
    assert not DataRequest.objects.exists()


def test_the_term_is_prolonged_once_with_a_reason(place: Place) -> None:
    with moved_to(RECEIVED):
        asked = ask(place)
        services.extend_request(place.coordinator, request=asked, reason="Ищем приказ в архиве.")
        asked.refresh_from_db()
        assert asked.due_on == date(2026, 5, 19)
        with pytest.raises(RuleViolation, match="уже продлевали"):
            services.extend_request(place.coordinator, request=asked, reason="Ещё")


def test_an_open_request_stands_in_the_to_do_and_may_be_overdue(place: Place) -> None:
    with moved_to(RECEIVED):
        asked = ask(place)
        assert list(to_answer(place.coordinator)) == [asked]
        assert list(to_wait_for(place.me)) == [asked]
        assert to_answer(place.me) is None
    with moved_to(date(2026, 5, 12)):
        assert not asked.is_overdue
    with moved_to(date(2026, 5, 13)):
        assert asked.is_overdue
        with pytest.raises(RuleViolation, match="прошёл"):
            services.extend_request(place.coordinator, request=asked, reason="Не успели")


def test_an_answered_withdrawal_ends_the_consent(place: Place) -> None:
    text = ConsentText.objects.get(purpose=PUBLICATION)
    services.give_consent(place.me, purpose=PUBLICATION, text=text)
    asked = services.record_request(
        place.coordinator,
        person=place.teacher,
        kind=RequestKind.WITHDRAWAL,
        received_on=text.start,
        purpose=PUBLICATION,
        **scan("заявление.pdf"),
    )
    with pytest.raises(RuleViolation, match="Отказать в отзыве"):
        services.refuse_request(place.coordinator, request=asked, ground="Нет")
    services.answer_request(place.coordinator, request=asked, answer="Прекращено.")
    assert not has_consent(place.teacher, PUBLICATION)


def test_what_a_person_disputes_is_out_of_use_until_somebody_else_settles_it(place: Place) -> None:
    ask(place, RequestKind.BLOCKING, text="Я не увольнялась", part="staff.work")
    work = Employment.objects.get(person=place.teacher)
    with pytest.raises(RuleViolation, match="Оспаривается: работа"):
        end_employment(place.coordinator, employment=work, last_day=date(2026, 3, 1))
    block = Block.objects.get()
    with pytest.raises(Forbidden):
        services.lift_block(place.me, block=block, outcome="Сама")
    services.lift_block(place.coordinator, block=block, outcome="Ошибки нет.")
    end_employment(place.coordinator, employment=work, last_day=date(2026, 3, 1))


def test_who_blocked_does_not_unblock(place: Place) -> None:
    block = services.block_part(
        place.coordinator, person=place.teacher, part="people.name", reason="Спор о фамилии"
    )
    with pytest.raises(RuleViolation, match="не тот, кто её поставил"):
        services.lift_block(place.coordinator, block=block, outcome="Решено")
    other = make_user(person=make_teacher(place.school, "Вторая"))
    hold(other, "coordinator", place.school)
    services.lift_block(actor_of(other), block=block, outcome="По паспорту Иванова.")
    with pytest.raises(RuleViolation, match="уже решён"):
        services.lift_block(actor_of(other), block=block, outcome="Ещё раз")


@pytest.mark.parametrize("part", ["people.name", "staff.education", "staff.categories"])
def test_a_disputed_part_is_not_changed(place: Place, part: str) -> None:
    services.block_part(place.coordinator, person=place.teacher, part=part, reason="Спор")
    who = {"actor": place.coordinator}
    changes = {
        "people.name": lambda: edit_person(
            who["actor"], person=place.teacher, last_name="Новая", first_name="Мария"
        ),
        "staff.education": lambda: set_staff_card(
            who["actor"],
            person=place.teacher,
            education=EducationLevel.HIGHER,
            pedagogical_since=None,
        ),
        "staff.categories": lambda: set_category(
            who["actor"], person=place.teacher, level="first", start=date(2025, 1, 1)
        ),
    }
    with pytest.raises(RuleViolation, match="Оспаривается"):
        changes[part]()


def test_a_term_follows_the_days_off_of_the_region(db: None) -> None:
    """A school of a municipality of the region; a neighbour's term is a day shorter."""
    here = make_school(make_municipality(make_region("Республика Бурятия")))
    there = make_school(make_municipality(make_region("Томская область")))
    due = {}
    with moved_to(date(2026, 2, 10)):
        for school in (here, there):
            me = actor_of(make_user(person=make_teacher(school)))
            asked = services.make_request(me, kind=RequestKind.ACCESS)
            due[school] = asked.due_on
            page = sign_in(User.objects.get(pk=me.user_id)).get(
                reverse("privacy:my_request", args=[asked.pk])
            )
            assert ("Сагаалган" in page.content.decode()) is (school == here)
    assert due == {here: date(2026, 2, 26), there: date(2026, 2, 25)}


def head_of(place: Place) -> Actor:
    user = make_user(place.municipality)
    hold(user, "service_head", place.municipality)
    return actor_of(user)


def test_a_request_waits_with_the_nearest_who_may_answer_it(place: Place) -> None:
    head = head_of(place)
    asked = ask(place)
    assert list(to_answer(place.coordinator)) == [asked]
    assert not to_answer(head)
    keeper = services.make_request(place.coordinator, kind=RequestKind.ACCESS)
    assert list(to_answer(head)) == [keeper], "nobody nearer may answer the coordinator's own"
    assert list(to_answer(place.coordinator)) == [asked]


def test_a_late_answer_is_seen_from_above_with_whom_to_call(place: Place) -> None:
    with moved_to(RECEIVED):
        asked = ask(place)
    head = head_of(place)
    with moved_to(date(2026, 5, 12)):
        assert not late_below(head)
    with moved_to(date(2026, 5, 13)):
        [row] = as_late(head, list(late_below(head)))
        assert row.waits_for == str(place.coordinator_user)
        assert row.url == asked.get_absolute_url()
        assert not late_below(place.coordinator)
    assert late_below(place.me) is None


def test_the_page_of_a_person_tells_who_settles_a_dispute_and_keeps_it(place: Place) -> None:
    block = services.block_part(
        place.coordinator, person=place.teacher, part="people.phone", reason="Чужой"
    )
    page = reverse("privacy:person", args=[place.teacher.pk])
    lift = reverse("privacy:lift_block", args=[block.pk])
    own = sign_in(place.coordinator_user).get(page).content.decode()
    assert lift not in own
    assert "Решает не тот, кто поставил отметку" in own
    head = User.objects.get(pk=head_of(place).user_id)
    assert lift in sign_in(head).get(page).content.decode()
    services.lift_block(actor_of(head), block=block, outcome="Верный")
    assert "Решённые споры" in sign_in(head).get(page).content.decode()


def test_a_role_in_a_system_that_has_not_begun_keeps_what_such_a_role_usually_does(
    place: Place,
) -> None:
    asked = ask(place)
    later = make_system(place.municipality, from_date=clock.today() + timedelta(days=5))
    RoleHolding.objects.filter(user=place.coordinator_user).update(system=later)
    assert list(to_answer(place.coordinator)) == [asked]
    assert not to_answer(head_of(place))
