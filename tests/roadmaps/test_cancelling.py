"""An action cancelled by an act, and carried out again where that was a mistake."""

from datetime import date

import pytest
from django.test import Client

from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.roadmaps import permissions, services
from rostok.roadmaps.models import Action, Occurrence, OccurrenceState
from rostok.roadmaps.views.cancelling import cancelling_actions
from tests.factories import actor_at, make_school
from tests.roadmaps.conftest import TODAY, Place


def states(action: Action) -> set[tuple[int, str]]:
    return set(action.occurrences.values_list("year", "state"))


def test_an_action_is_cancelled_by_an_act_and_what_was_accepted_stays(place: Place) -> None:
    accepted = services.submit(place.methodist, occurrence=place.proved("a5"))
    services.accept(place.head, occurrence=accepted)
    with pytest.raises(RuleViolation, match="Назовите акт"):
        services.cancel_action(place.head, action=accepted.action, ground=" ")
    action = services.cancel_action(place.head, action=accepted.action, ground="Приказ № 5")
    assert states(action) == {(2023, "accepted"), (2024, "cancelled")}
    days = set(action.occurrences.values_list("year", "cancelled_on"))
    assert days == {(2023, None), (2024, action.ended_on)}
    with pytest.raises(RuleViolation, match="уже отменено"):
        services.cancel_action(place.head, action=action, ground="Приказ № 6")


def test_what_was_cancelled_by_mistake_is_carried_out_again(place: Place) -> None:
    begun = place.proved("a5")
    before = place.occurrence("a5", 2024)
    services.hand_down(place.head, action=begun.action, above=place.unit, units=[place.school])
    action = services.cancel_action(place.head, action=begun.action, ground="Приказ № 5")
    with pytest.raises(RuleViolation, match="почему"):
        services.restore_action(place.head, action=action, ground=" ")
    with pytest.raises(Forbidden):
        services.restore_action(place.methodist, action=action, ground="Ошиблись")
    action = services.restore_action(place.head, action=action, ground="Ошиблись")
    assert action.is_in_force
    begun.refresh_from_db()
    before.refresh_from_db()
    assert (begun.state, before.state) == (OccurrenceState.IN_WORK, OccurrenceState.PLANNED)
    assert not before.comment
    assert states(action) == {(2023, "in-work"), (2023, "planned"), (2024, "planned")}
    told = sentence_of(timeline_of(action).order_by("-pk")[0])
    assert told == "Мероприятие снова выполняется: Ошиблись."
    with pytest.raises(RuleViolation, match="не отменено"):
        services.restore_action(place.head, action=action, ground="Ещё раз")


def test_what_was_cancelled_before_stays_cancelled_though_in_the_same_words(place: Place) -> None:
    early = place.occurrence("a5")
    early.state, early.comment = OccurrenceState.CANCELLED, "Отменено: Приказ № 5"
    early.cancelled_on = date(2023, 9, 1)
    early.save()
    action = services.cancel_action(place.head, action=early.action, ground="Приказ № 5")
    services.restore_action(place.head, action=action, ground="Ошиблись")
    assert states(action) == {(2023, "cancelled"), (2024, "planned")}


def test_what_the_text_has_no_more_comes_back_only_with_it(place: Place) -> None:
    action = place.occurrence("a5").action
    action.code, action.ended_on, action.ended_ground = "gone", date(2023, 9, 1), "Исключено"
    action.save()
    with pytest.raises(RuleViolation, match="исключено из положения"):
        services.restore_action(place.head, action=action, ground="Нужно")


def test_the_pages_say_what_is_cancelled_and_give_the_way_back(place: Place, admin: Client) -> None:
    action = place.occurrence("a5").action
    asked = admin.get(f"/roadmaps/actions/{action.pk}/cancel/").content.decode()
    assert "Отменятся сроки, свои и переданные вниз: 2." in asked
    admin.post(f"/roadmaps/actions/{action.pk}/cancel/", {"ground": "Приказ № 5"})
    term = admin.get(place.occurrence("a5").get_absolute_url()).content.decode()
    assert "Отменено: Приказ № 5" in term
    page = admin.get(action.get_absolute_url()).content.decode()
    assert f"/roadmaps/actions/{action.pk}/restore/" in page
    admin.post(f"/roadmaps/actions/{action.pk}/restore/", {"ground": "Ошиблись"})
    page = admin.get(action.get_absolute_url()).content.decode()
    assert "Снова выполнять" not in page
    assert "Больше не выполняется" not in page


def cancel_term(place: Place, term: Occurrence, ground: str = "Приказ № 5") -> Occurrence:
    services.cancel_term(place.head, occurrence=term, ground=ground)
    term.refresh_from_db()
    return term


def test_one_term_is_cancelled_by_an_act_and_the_action_goes_on(place: Place) -> None:
    term = place.occurrence("a5")
    services.hand_down(place.head, action=term.action, above=place.unit, units=[place.school])
    with pytest.raises(RuleViolation, match="Назовите акт"):
        services.cancel_term(place.head, occurrence=term, ground=" ")
    with pytest.raises(RuleViolation, match="сократите до 300"):
        services.cancel_term(place.head, occurrence=term, ground="Приказ" * 60)
    with pytest.raises(Forbidden):
        services.cancel_term(place.methodist, occurrence=term, ground="Приказ № 5")
    term = cancel_term(place, term)
    assert (term.comment, term.cancelled_on) == ("Отменено: Приказ № 5", TODAY)
    assert states(term.action) == {(2023, "cancelled"), (2024, "planned")}
    assert term.copies.get().state == OccurrenceState.CANCELLED
    assert sentence_of(timeline_of(term)[0]) == "Срок отменён актом: Приказ № 5."
    term.action.refresh_from_db()
    assert term.action.is_in_force
    with pytest.raises(RuleViolation, match="уже закрыто"):
        services.cancel_term(place.head, occurrence=term, ground="Приказ № 6")


def test_a_cancelled_term_is_carried_out_again_with_the_copies_of_the_same_act(
    place: Place,
) -> None:
    term = place.proved("a5")
    other = make_school(place.unit)
    units = [place.school, other]
    services.hand_down(place.head, action=term.action, above=place.unit, units=units)
    alone = term.copies.get(unit=other)
    cancel_term(place, alone, "Приказ № 1")
    term = cancel_term(place, term)
    with pytest.raises(RuleViolation, match="верните сначала тот"):
        services.restore_term(place.head, occurrence=alone, ground="Ошиблись")
    services.restore_term(place.head, occurrence=term, ground="Ошиблись")
    term.refresh_from_db()
    assert (term.state, term.comment, term.cancelled_on) == (OccurrenceState.IN_WORK, "", None)
    found = dict(term.copies.values_list("unit", "state"))
    assert found == {place.school.pk: "planned", other.pk: "cancelled"}
    with pytest.raises(RuleViolation, match="не отменён"):
        services.restore_term(place.head, occurrence=term, ground="Ещё раз")


def test_with_its_action_cancelled_a_term_does_not_come_back_alone(place: Place) -> None:
    term = place.occurrence("a5")
    services.cancel_action(place.head, action=term.action, ground="Приказ № 5")
    with pytest.raises(RuleViolation, match="всё мероприятие"):
        services.restore_term(place.head, occurrence=term, ground="Ошиблись")


def test_a_receiver_does_not_give_up_what_was_handed_to_it(place: Place) -> None:
    term = place.occurrence("a5")
    services.hand_down(place.head, action=term.action, above=place.unit, units=[place.school])
    copy = term.copies.get()
    below = actor_at(place.school, permissions.VIEW, permissions.WORK, permissions.MANAGE)
    with pytest.raises(Forbidden):
        services.cancel_term(below, occurrence=copy, ground="Приказ школы")
    assert cancelling_actions(below, copy) == []
    assert len(cancelling_actions(place.head, copy)) == 1


def test_the_page_of_a_term_cancels_it_and_gives_the_way_back(place: Place, admin: Client) -> None:
    term = place.occurrence("a5")
    cancel, restore = (f"{term.get_absolute_url()}{step}/" for step in ("cancel", "restore"))
    assert cancel in admin.get(term.get_absolute_url()).content.decode()
    assert admin.post(cancel, {"ground": "Приказ № 5"}).status_code == 302
    page = admin.get(term.get_absolute_url()).content.decode()
    assert "Отменено: Приказ № 5" in page
    assert restore in page
    assert admin.post(restore, {"ground": "Ошиблись"}).status_code == 302
    term.refresh_from_db()
    assert term.state == OccurrenceState.PLANNED
