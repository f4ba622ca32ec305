"""Consents: one a purpose, to one text, ended by the person or by a newer text."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rostok.kernel import clock
from rostok.kernel.clock import moved_to
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.files import sweep
from rostok.kernel.models import JournalEntry, StoredFile
from rostok.people.models import Person
from rostok.privacy import services
from rostok.privacy.models import Consent, ConsentText, Medium
from rostok.privacy.purposes import purposes
from rostok.privacy.queries import (
    DIAGNOSTICS,
    PROCESSING,
    PUBLICATION,
    asked_of,
    has_consent,
    people_for_list,
    with_consent,
)
from tests.architecture.world import sign_in
from tests.factories import BOSS, actor_at, make_school, make_teacher
from tests.privacy.conftest import Place, scan

DAY = timedelta(days=1)


def text_of(purpose: str) -> ConsentText:
    return ConsentText.objects.filter(purpose=purpose, unit=None).latest("start")


def give(place: Place, purpose: str = PUBLICATION) -> Consent:
    return services.give_consent(place.me, purpose=purpose, text=text_of(purpose))


def publish(place: Place, start: date, purpose: str = PUBLICATION) -> ConsentText:
    return services.publish_text(
        actor_at(place.municipality, "privacy.govern"),
        unit=place.municipality,
        purpose=purpose,
        version="2",
        start=start,
        text="Наш текст.",
    )


def test_two_shared_texts_of_a_purpose_never_start_on_one_day(place: Place) -> None:
    shared = text_of(PUBLICATION)
    shared.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        shared.save()


def test_every_purpose_has_a_text_of_its_own(place: Place) -> None:
    assert set(purposes()) == {"processing", "publication", "diagnostics", "mentoring"}
    texts = {one.text for one in ConsentText.objects.all()}
    assert len(texts) == len(purposes())
    assert services.load_texts(BOSS) == 0


def test_a_consent_to_one_purpose_is_no_consent_to_another(place: Place) -> None:
    give(place, PUBLICATION)
    assert has_consent(place.teacher, PUBLICATION)
    assert not has_consent(place.teacher, PROCESSING)
    assert list(Person.objects.filter(with_consent(PUBLICATION))) == [place.teacher]
    entry = JournalEntry.objects.latest("id")
    assert (entry.kind, entry.params["purpose"]) == ("privacy.consent_given", "Публикация имени")


def test_a_consent_counts_from_its_day_and_not_before(place: Place) -> None:
    give(place)
    today = clock.today()
    assert not has_consent(place.teacher, PUBLICATION, today - DAY)
    assert has_consent(place.teacher, PUBLICATION, today + DAY)


def test_a_withdrawn_consent_stops_at_once_and_may_be_given_again(place: Place) -> None:
    given = give(place)
    services.withdraw_consent(place.me, consent=given)
    assert not has_consent(place.teacher, PUBLICATION)
    assert not Person.objects.filter(with_consent(PUBLICATION)).exists()
    with pytest.raises(RuleViolation, match="уже отозвано"):
        services.withdraw_consent(place.me, consent=given)
    give(place)
    assert has_consent(place.teacher, PUBLICATION)


def test_a_person_decides_for_themselves_alone(place: Place) -> None:
    given = give(place)
    with pytest.raises(Forbidden):
        services.withdraw_consent(place.coordinator, consent=given)
    with pytest.raises(Forbidden):
        services.give_consent(BOSS, purpose=PUBLICATION, text=text_of(PUBLICATION))


def test_the_same_consent_is_given_once(place: Place) -> None:
    give(place)
    with pytest.raises(RuleViolation, match="уже дано"):
        give(place)


def test_a_new_text_asks_again_from_its_day(place: Place) -> None:
    give(place)
    today = clock.today()
    publish(place, today + 10 * DAY)
    assert has_consent(place.teacher, PUBLICATION, today + 9 * DAY)
    assert not has_consent(place.teacher, PUBLICATION, today + 10 * DAY)
    with moved_to(today + 10 * DAY):
        one = next(one for one in asked_of(place.teacher) if one.code == PUBLICATION)
        assert (one.given, one.words) == (None, "сменился текст: нужно новое")
        assert one.text is not None
        assert one.text.unit == place.municipality


def test_a_text_announced_may_be_agreed_to_before_its_day(place: Place) -> None:
    give(place)
    start = clock.today() + 10 * DAY
    coming = publish(place, start)
    services.give_consent(place.me, purpose=PUBLICATION, text=coming)
    assert has_consent(place.teacher, PUBLICATION, start)
    assert has_consent(place.teacher, PUBLICATION, start - DAY)


def test_a_text_read_before_it_changed_is_not_agreed_to(place: Place) -> None:
    old = text_of(PUBLICATION)
    publish(place, clock.today())
    with pytest.raises(RuleViolation, match="сменился"):
        services.give_consent(place.me, purpose=PUBLICATION, text=old)


def test_the_text_of_a_territory_replaces_nothing_elsewhere(place: Place) -> None:
    far = make_teacher(make_school(), "Дальняя")
    services.record_consent(BOSS, person=far, purpose=PUBLICATION, given_on=clock.today(), **scan())
    give(place)
    publish(place, clock.today() + DAY)
    assert has_consent(far, PUBLICATION, clock.today() + DAY)
    assert not has_consent(place.teacher, PUBLICATION, clock.today() + DAY)


def test_a_text_starts_no_earlier_than_today_and_by_those_who_govern(place: Place) -> None:
    with pytest.raises(RuleViolation, match="не раньше сегодняшнего"):
        publish(place, clock.today() - DAY)
    publish(place, clock.today())
    with pytest.raises(RuleViolation, match="уже есть"):
        publish(place, clock.today())
    with pytest.raises(Forbidden):
        services.publish_text(
            place.coordinator,
            unit=place.municipality,
            purpose=PUBLICATION,
            version="3",
            start=clock.today(),
            text="Чужой",
        )


def test_a_signed_consent_is_recorded_with_its_scan(place: Place) -> None:
    given = services.record_consent(
        place.coordinator,
        person=place.teacher,
        purpose=DIAGNOSTICS,
        given_on=date(2026, 1, 15),
        **scan(),
    )
    assert (given.medium, given.scan.name) == (Medium.PAPER, "согласие.pdf")
    assert has_consent(place.teacher, DIAGNOSTICS, date(2026, 1, 15))


@pytest.mark.parametrize(
    ("given_on", "phrase"), [(date(2100, 1, 1), "ещё не наступил"), (date(2020, 1, 1), "нет")]
)
def test_a_consent_of_an_impossible_day_is_refused(
    place: Place, given_on: date, phrase: str
) -> None:
    with pytest.raises(RuleViolation, match=phrase):
        services.record_consent(
            place.coordinator,
            person=place.teacher,
            purpose=DIAGNOSTICS,
            given_on=given_on,
            **scan(),
        )
    assert not StoredFile.objects.exists()


def test_a_stranger_records_nothing(place: Place) -> None:
    stranger = actor_at(make_school(), "privacy.keep")
    with pytest.raises(Forbidden):
        services.record_consent(
            stranger,
            person=place.teacher,
            purpose=PUBLICATION,
            given_on=clock.today(),
            **scan(),
        )


def test_a_signed_list_is_recorded_at_once_and_passes_over_those_who_agreed(place: Place) -> None:
    give(place, PROCESSING)
    others = [make_teacher(place.school, f"Новая{n}") for n in range(3)]
    given = {"unit": place.school, "purpose": PROCESSING, "given_on": clock.today()}
    signers = [place.teacher, *others]
    assert services.record_list(place.coordinator, people=signers, **given, **scan()) == 3
    assert all(has_consent(one, PROCESSING) for one in signers)
    scans = Consent.objects.filter(person__in=others).values_list("scan", flat=True)
    assert len(set(scans)) == 1
    listed = people_for_list(place.coordinator).filter(has_processing=False)
    assert [one.last_name for one in listed] == ["Петрова"]


def test_a_list_holds_nobody_of_another_school(place: Place) -> None:
    far = make_teacher(make_school(place.municipality), "Дальняя")
    given = {"unit": place.school, "purpose": PROCESSING, "given_on": clock.today()}
    with pytest.raises(RuleViolation, match="не работает в этой организации"):
        services.record_list(place.coordinator, people=[place.teacher, far], **given, **scan())
    with pytest.raises(RuleViolation, match="хотя бы одного"):
        services.record_list(place.coordinator, people=[], **given, **scan())
    assert not Consent.objects.exists()


def test_a_withdrawal_on_paper_ends_the_consent_on_its_day(place: Place) -> None:
    with moved_to(date(2026, 3, 2)):
        given = give(place)
    services.record_withdrawal(
        place.coordinator, consent=given, withdrawn_on=date(2026, 3, 5), **scan()
    )
    assert has_consent(place.teacher, PUBLICATION, date(2026, 3, 4))
    assert not has_consent(place.teacher, PUBLICATION, date(2026, 3, 5))


def test_a_withdrawal_before_the_consent_is_refused(place: Place) -> None:
    given = give(place)
    with pytest.raises(RuleViolation, match="раньше, чем дано"):
        services.record_withdrawal(
            place.coordinator,
            consent=given,
            withdrawn_on=given.given_on - DAY,
            **scan(),
        )


def test_the_sweep_leaves_a_scan_that_a_consent_owns(place: Place) -> None:
    services.record_consent(
        place.coordinator,
        person=place.teacher,
        purpose=PUBLICATION,
        given_on=clock.today(),
        **scan(),
    )
    StoredFile.objects.update(created_at=clock.now() - 3 * DAY)
    assert sweep() == 0
    assert StoredFile.objects.count() == 1


def test_everybody_of_a_list_is_ticked_by_one_link(place: Place) -> None:
    """Those who have agreed are not on it; what is unticked afterwards is not recorded."""
    browser = sign_in(place.coordinator_user)
    page = reverse("privacy:record_list")
    chosen = {"unit": place.school.pk, "purpose": "publication"}
    assert browser.get(page, chosen).content.decode().count("checked") == 0
    ticked = browser.get(page, {**chosen, "all": "1"}).content.decode()
    assert ticked.count("checked") == 2
    assert "Снять все отметки" in ticked
