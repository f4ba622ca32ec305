"""Old consents and requests go after their term: a report, another's word, nothing else goes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from rostok.kernel import clock
from rostok.kernel.clock import moved_to
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.files.storing import sweep
from rostok.kernel.jobs import run_now
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.models import JournalEntry, StoredFile
from rostok.notifications.models import Notice
from rostok.privacy import services
from rostok.privacy.models import (
    Block,
    Consent,
    DataRequest,
    ErasureRun,
    Outlived,
    RequestKind,
    RunState,
)
from rostok.privacy.notices import OUTLIVED
from rostok.privacy.tasks import ERASE, REMIND
from tests.architecture.world import sign_in
from tests.factories import (
    BOSS,
    hold,
    make_municipality,
    make_system,
    make_teacher,
    make_user,
)
from tests.privacy.conftest import TODAY, Place, scan
from tests.privacy.test_erasure import governor

YEARS = timedelta(days=3 * 366)
LATER = TODAY + YEARS


def carried_out(place: Place, what: str) -> ErasureRun:
    run = services.draft_erasure(governor(place), unit=place.municipality, what=what)
    services.confirm_erasure(governor(place), run=run)
    run_now(governor(place), ERASE, str(run), run=run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def decided(place: Place) -> Place:
    """A consent withdrawn, one that stands; requests answered and not; a settled dispute."""
    with moved_to(TODAY):
        for purpose in ("publication", "mentoring"):
            services.record_consent(
                place.coordinator,
                person=place.teacher,
                purpose=purpose,
                given_on=clock.today(),
                **scan(f"{purpose}.pdf"),
            )
        gone = Consent.objects.get(purpose="publication")
        services.withdraw_consent(place.me, consent=gone)
        old = services.make_request(place.me, kind=RequestKind.CORRECTION, text="Фамилия с ошибкой")
        services.refuse_request(place.coordinator, request=old, ground="Ошибки Ивановой нет")
        asked = services.make_request(
            place.me, kind=RequestKind.BLOCKING, part="people.phone", text="Телефон чужой"
        )
        services.answer_request(place.coordinator, request=asked, answer="Сняли")
        block = Block.objects.get(person=place.teacher)
        services.lift_block(place.coordinator, block=block, outcome="Телефон исправлен")
        services.make_request(place.me, kind=RequestKind.ACCESS)
    return place


def test_before_the_term_nothing_is_due(decided: Place) -> None:
    with moved_to(TODAY + timedelta(days=3 * 365 - 1)):
        for what in (Outlived.CONSENTS, Outlived.REQUESTS):
            with pytest.raises(RuleViolation, match="Удалять пока нечего"):
                services.draft_erasure(BOSS, unit=decided.municipality, what=what)


def test_those_who_govern_are_reminded_on_the_first_of_a_month(decided: Place) -> None:
    keeper = governor(decided).user_id
    make_system(decided.municipality)
    first = date(LATER.year + 1, 1, 1)
    for day, number in ((TODAY.replace(day=1), 0), (first + timedelta(days=1), 0), (first, 1)):
        with moved_to(day):
            run_now(BOSS, REMIND, "Напомнить")
        assert Notice.objects.filter(kind=OUTLIVED, user=keeper).count() == number
    with moved_to(first):
        run_now(BOSS, REMIND, "Напомнить")
    told = Notice.objects.get(kind=OUTLIVED, user=keeper, read_at=None)
    assert told.params["what"].endswith("обращения о данных и решённые споры")


def test_a_report_of_old_consents_changes_nothing(decided: Place) -> None:
    with moved_to(LATER):
        run = services.draft_erasure(
            governor(decided), unit=decided.municipality, what=Outlived.CONSENTS
        )
    item = run.items.get()
    assert (item.person, item.held) == (decided.teacher, {"Согласия": 1})
    assert Consent.objects.count() == 2
    assert "после отзыва" in item.why


def test_old_consents_go_with_their_scans_and_standing_ones_stay(decided: Place) -> None:
    with moved_to(LATER):
        run = carried_out(decided, Outlived.CONSENTS)
        sweep()
    assert (run.state, run.counts["done"]) == (RunState.DONE, 1)
    assert [one.purpose for one in Consent.objects.all()] == ["mentoring"]
    assert [one.name for one in StoredFile.objects.all()] == ["mentoring.pdf"]
    entry = JournalEntry.objects.get(kind="privacy.outlived_forgotten")
    assert entry.params["count"] == 1


def test_a_replaced_consent_counts_from_the_day_of_the_new_text(decided: Place) -> None:
    Consent.objects.filter(purpose="mentoring").update(replaced_on=TODAY + timedelta(days=100))
    with moved_to(LATER):
        carried_out(decided, Outlived.CONSENTS)
    assert Consent.objects.filter(purpose="mentoring").exists()
    with moved_to(LATER + timedelta(days=100)):
        carried_out(decided, Outlived.CONSENTS)
    assert not Consent.objects.exists()


def test_a_scan_of_a_list_stays_while_somebody_s_consent_needs_it(place: Place) -> None:
    other = make_teacher(place.school, "Другая")
    with moved_to(TODAY):
        services.record_list(
            place.coordinator,
            unit=place.school,
            people=[place.teacher, other],
            purpose="publication",
            given_on=TODAY,
            **scan(),
        )
        services.withdraw_consent(place.me, consent=Consent.objects.get(person=place.teacher))
    with moved_to(LATER):
        carried_out(place, Outlived.CONSENTS)
        sweep()
    assert StoredFile.objects.count() == 1


def test_old_requests_and_disputes_go_and_open_ones_stay(decided: Place) -> None:
    with moved_to(LATER):
        run = carried_out(decided, Outlived.REQUESTS)
    assert run.items.get().held == {"Обращения о данных": 2, "Решённые споры": 1}
    assert [one.kind for one in DataRequest.objects.all()] == [RequestKind.ACCESS]
    assert not Block.objects.exists()


def test_the_journal_keeps_that_it_was_answered_and_not_what_was_written(decided: Place) -> None:
    with moved_to(LATER):
        carried_out(decided, Outlived.REQUESTS)
    told = " ".join(sentence_of(entry) for entry in timeline_of(decided.teacher))
    assert "В обращении отказано" in told
    for words in ("Ошибки Ивановой", "Телефон чужой", "Телефон исправлен"):
        assert words not in told
        assert not JournalEntry.objects.filter(norm__contains=words.lower()).exists()


def test_the_author_does_not_confirm_and_nothing_goes_unconfirmed(decided: Place) -> None:
    author = governor(decided)
    with moved_to(LATER):
        run = services.draft_erasure(author, unit=decided.municipality, what=Outlived.REQUESTS)
        with pytest.raises(RuleViolation, match="не тот, кто составил"):
            services.confirm_erasure(author, run=run)
        with pytest.raises(RuleViolation, match="не подтверждён"):
            services.forget_outlived(governor(decided), item=run.items.get())
        with pytest.raises(Forbidden):
            services.forget_outlived(decided.coordinator, item=run.items.get())


def test_another_territory_s_records_are_not_touched(decided: Place) -> None:
    with moved_to(LATER), pytest.raises(RuleViolation, match="Удалять пока нечего"):
        services.draft_erasure(BOSS, unit=make_municipality(), what=Outlived.CONSENTS)


def test_each_kind_has_a_report_of_its_own(decided: Place) -> None:
    with moved_to(LATER):
        for what in (Outlived.CONSENTS, Outlived.REQUESTS):
            services.draft_erasure(BOSS, unit=decided.municipality, what=what)
        with pytest.raises(RuleViolation, match="уже ждёт"):
            services.draft_erasure(BOSS, unit=decided.municipality, what=Outlived.REQUESTS)


def test_a_job_started_again_does_nothing_twice(decided: Place) -> None:
    with moved_to(LATER):
        run = carried_out(decided, Outlived.REQUESTS)
        assert services.finish_erasure(governor(decided), run=run).counts["done"] == 1


def test_the_pages_lead_through_both_acts(decided: Place) -> None:
    author, other = make_user(), make_user()
    for user in (author, other):
        hold(user, "service_head", decided.municipality)
    new = reverse("privacy:draft_erasure")
    with moved_to(LATER):
        first = sign_in(author)
        given = {"unit": decided.municipality.pk, "what": "consents"}
        assert first.post(new, given).status_code == 302
        run = ErasureRun.objects.get()
        assert "Согласия: 1" in first.get(run.get_absolute_url()).content.decode()
        second = sign_in(other)
        confirm = reverse("privacy:confirm_erasure", args=[run.pk])
        assert "со сканами удалятся" in second.get(confirm).content.decode()
        assert second.post(confirm).status_code == 302
