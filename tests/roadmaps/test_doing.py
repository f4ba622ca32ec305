"""From planned to accepted: who may, what is refused, what stands in the journal."""

from datetime import date

import pytest

from rostok.accounts.models import RoleHolding
from rostok.kernel import clock
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.people.models import Person
from rostok.roadmaps import services
from rostok.roadmaps.models import Occurrence, OccurrenceState, ProofKind
from rostok.roadmaps.services import NewProof
from tests.factories import hire, make_person, make_school, make_user
from tests.roadmaps.conftest import ORDER, Place


def last_word(occurrence: Occurrence) -> str:
    return sentence_of(timeline_of(occurrence).order_by("-pk")[0])


def keep_acceptor(place: Place) -> None:
    """Somebody else who may accept, so that no exception is due."""
    user = make_user(place.unit)
    RoleHolding.objects.create(
        user=user, role="service_head", unit=place.unit, start=date(2023, 1, 1)
    )


def test_done_on_a_proof_and_accepted_by_another(place: Place) -> None:
    occurrence = place.proved()
    services.submit(place.methodist, occurrence=occurrence, progress="Приказ издан")
    done = services.accept(place.head, occurrence=occurrence)
    assert (done.state, done.accepted_on) == (OccurrenceState.ACCEPTED, date(2023, 10, 2))
    assert last_word(done) == "Выполнение принято."


def test_nothing_is_sent_without_a_proof(place: Place) -> None:
    with pytest.raises(RuleViolation, match="Нет подтверждения"):
        services.submit(place.methodist, occurrence=place.occurrence())


def test_what_was_sent_is_not_sent_again(place: Place) -> None:
    occurrence = services.submit(place.methodist, occurrence=place.proved())
    with pytest.raises(RuleViolation, match="Уже отправлено"):
        services.submit(place.methodist, occurrence=occurrence)


def test_whoever_sent_it_does_not_accept_it(place: Place) -> None:
    keep_acceptor(place)
    occurrence = services.submit(place.head, occurrence=place.proved())
    with pytest.raises(RuleViolation, match="Принимает другой человек"):
        services.accept(place.head, occurrence=occurrence, ground="Больше некому")


def test_whoever_does_it_does_not_accept_it(place: Place) -> None:
    keep_acceptor(place)
    occurrence = place.proved()
    person = Person.objects.get(pk=place.head.person_id)
    services.assign(place.head, occurrence=occurrence, person=person)
    services.submit(place.methodist, occurrence=occurrence)
    with pytest.raises(RuleViolation, match="Принимает другой человек"):
        services.accept(place.head, occurrence=occurrence)


def test_where_nobody_else_is_the_ground_stands_in_the_journal(place: Place) -> None:
    occurrence = services.submit(place.head, occurrence=place.proved())
    with pytest.raises(RuleViolation, match="на каком основании") as refused:
        services.accept(place.head, occurrence=occurrence)
    assert "ground" in refused.value.fields
    done = services.accept(place.head, occurrence=occurrence, ground="Служба из одного методиста")
    assert done.exception == "Служба из одного методиста"
    assert "принять больше некому" in last_word(done)


def test_two_accept_at_once_and_the_second_is_told(place: Place) -> None:
    occurrence = services.submit(place.methodist, occurrence=place.proved())
    seen = occurrence.version
    services.accept(place.head, occurrence=occurrence, version=seen)
    other = place.somebody("Вторая", "roadmaps.accept")
    with pytest.raises(StaleForm):
        services.accept(other, occurrence=occurrence, version=seen)
    with pytest.raises(RuleViolation, match="Уже принято: Главная"):
        services.accept(other, occurrence=occurrence)


def test_returned_with_a_comment_and_sent_again(place: Place) -> None:
    occurrence = services.submit(place.methodist, occurrence=place.proved())
    with pytest.raises(RuleViolation, match="чего не хватает"):
        services.return_occurrence(place.head, occurrence=occurrence, comment="  ")
    back = services.return_occurrence(place.head, occurrence=occurrence, comment="Нет подписи")
    assert (back.state, back.comment) == (OccurrenceState.RETURNED, "Нет подписи")
    again = services.submit(place.methodist, occurrence=back)
    assert services.accept(place.head, occurrence=again).comment == ""


def test_a_proof_is_not_removed_after_acceptance(place: Place) -> None:
    occurrence = services.submit(place.methodist, occurrence=place.proved())
    proof = occurrence.proofs.get()
    with pytest.raises(RuleViolation, match="после возврата"):
        services.remove_proof(place.methodist, proof=proof)
    services.accept(place.head, occurrence=occurrence)
    with pytest.raises(RuleViolation, match="уже закрыто"):
        services.remove_proof(place.methodist, proof=proof)
    services.reopen(place.head, occurrence=occurrence, comment="Приказ отменён")
    assert services.remove_proof(place.methodist, proof=proof).state == OccurrenceState.RETURNED


def test_a_proof_whose_row_is_gone_proves_nothing(place: Place) -> None:
    occurrence = place.occurrence()
    school = make_school(place.unit, "Временная")
    services.add_proof(
        place.methodist,
        occurrence=occurrence,
        proof=NewProof(ProofKind.OBJECT, "", row=school),
    )
    services.submit(place.methodist, occurrence=occurrence)
    occurrence.proofs.update(ref_id=0)
    with pytest.raises(RuleViolation, match="Нет подтверждения, которое открывается"):
        services.accept(place.head, occurrence=occurrence)


@pytest.mark.parametrize(
    ("proof", "field"),
    [
        (NewProof(ProofKind.DOCUMENT, "", "1", date(2023, 1, 1)), "title"),
        (NewProof(ProofKind.DOCUMENT, "Приказ", "", date(2023, 1, 1)), "number"),
        (NewProof(ProofKind.DOCUMENT, "Приказ", "1"), "signed_on"),
        (NewProof(ProofKind.DOCUMENT, "Приказ", "1", date(2023, 10, 3)), "signed_on"),
        (NewProof(ProofKind.ADDRESS, "", address="javascript:alert(1)"), "address"),
        (NewProof(ProofKind.ADDRESS, "", address="https://школа"), "address"),
        (NewProof(ProofKind.ADDRESS, "", address="https://a.ru/" + "x" * 500), "address"),
    ],
)
def test_what_opens_nothing_is_no_proof(place: Place, proof: NewProof, field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        services.add_proof(place.methodist, occurrence=place.occurrence(), proof=proof)
    assert field in refused.value.fields


def test_a_term_slips_with_a_reason_and_keeps_the_day_of_the_text(place: Place) -> None:
    occurrence = place.occurrence()
    with pytest.raises(RuleViolation, match="почему"):
        services.move_due(place.methodist, occurrence=occurrence, due=date(2023, 12, 1), reason="")
    moved = services.move_due(
        place.methodist, occurrence=occurrence, due=date(2023, 12, 1), reason="Болезнь методиста"
    )
    assert (moved.first_due, moved.due) == (date(2023, 8, 25), date(2023, 12, 1))
    assert moved.is_slipped
    assert moved.slips.get().reason == "Болезнь методиста"
    with pytest.raises(RuleViolation, match="прежний"):
        services.move_due(
            place.methodist, occurrence=moved, due=date(2023, 12, 1), reason="Ещё раз"
        )


def test_overdue_by_the_day_and_no_more_when_sent(place: Place) -> None:
    occurrence = place.proved()
    assert occurrence.is_overdue_on(clock.today())
    assert occurrence in Occurrence.objects.overdue_on(clock.today())
    sent = services.submit(place.methodist, occurrence=occurrence)
    assert not sent.is_overdue_on(clock.today())


def test_only_people_of_the_place_are_named(place: Place) -> None:
    foreigner = make_person("Чужая")
    hire(foreigner, make_school())
    with pytest.raises(RuleViolation, match="не работает в «Район»"):
        services.assign(place.head, occurrence=place.occurrence(), person=foreigner)
    own = Person.objects.get(pk=place.methodist.person_id)
    named = services.assign(place.head, occurrence=place.occurrence(), person=own)
    assert named.responsible == own
    assert services.assign(place.head, occurrence=named, person=None).responsible is None


def test_twenty_are_accepted_at_once_and_each_refusal_is_told(place: Place) -> None:
    good = services.submit(place.methodist, occurrence=place.proved("a1"))
    bad = place.occurrence("a2")
    refused = services.accept_many(place.head, occurrences=[good, bad])
    assert list(refused) == [bad.pk]
    good.refresh_from_db()
    assert good.state == OccurrenceState.ACCEPTED


def test_a_stranger_does_nothing(place: Place) -> None:
    occurrence = place.proved()
    for act in (
        lambda: services.begin(place.stranger, occurrence=occurrence),
        lambda: services.submit(place.stranger, occurrence=occurrence),
        lambda: services.accept(place.stranger, occurrence=occurrence),
        lambda: services.return_occurrence(place.stranger, occurrence=occurrence, comment="x"),
        lambda: services.reopen(place.stranger, occurrence=occurrence, comment="x"),
        lambda: services.add_proof(place.stranger, occurrence=occurrence, proof=ORDER),
        lambda: services.assign(place.stranger, occurrence=occurrence, person=None),
    ):
        with pytest.raises(Forbidden):
            act()
    assert not Occurrence.objects.visible_to(place.stranger, "roadmaps.view").exists()


def test_the_sender_takes_back_what_nobody_has_decided(place: Place) -> None:
    sent = services.submit(place.methodist, occurrence=place.proved())
    with pytest.raises(RuleViolation, match="Отзывает тот, кто отправил: Методистова"):
        services.recall(place.head, occurrence=sent)
    with pytest.raises(Forbidden):
        services.recall(place.stranger, occurrence=sent)
    back = services.recall(place.methodist, occurrence=sent)
    assert (back.state, back.sender, back.sender_title) == (OccurrenceState.IN_WORK, None, "")
    assert last_word(back) == "Отозвано с приёмки до решения."
    again = services.submit(place.methodist, occurrence=back)
    assert services.accept(place.head, occurrence=again).state == OccurrenceState.ACCEPTED


def test_what_was_decided_or_never_sent_is_not_taken_back(place: Place) -> None:
    occurrence = place.proved()
    with pytest.raises(RuleViolation, match="что отправлено"):
        services.recall(place.methodist, occurrence=occurrence)
    services.submit(place.methodist, occurrence=occurrence)
    services.accept(place.head, occurrence=occurrence)
    with pytest.raises(RuleViolation, match="Уже принято"):
        services.recall(place.methodist, occurrence=occurrence)
