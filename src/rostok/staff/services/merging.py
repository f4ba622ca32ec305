"""Cards that look alike: one person or two, decided by whoever keeps both; and the way back."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.journal import record
from rostok.kernel.models import JournalObject
from rostok.kernel.refs import ref_to
from rostok.kernel.ui.formats import date_words
from rostok.people.merging import (
    UNDO_LIVES,
    Merging,
    Question,
    move_everything,
    questions_about,
    undo_steps,
    undoable,
)
from rostok.people.models import DistinctPair, Person, PersonMerge
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.privacy.queries import disputed_parts
from rostok.staff import journal, permissions
from rostok.staff.kept import kept_by, reached
from rostok.staff.movers import clashes_between

Choices = Mapping[str, str]


@transaction.atomic
def merge_people(
    actor: Actor, *, first: Person, second: Person, choices: Choices, seen: int | None = None
) -> PersonMerge:
    """Make two cards of one person one; the older card stays, the other only points to it.

    `choices` answer `questions_about` the pair; `seen` is the last entry of the journal about the
    two when they were compared. Refused: cards that others keep too; one's own card; a card with
    itself; one merged already; an answer that is missing; closed data that differ for those who may
    not see them; accounts of those who may more; entries since `seen`.
    """
    survivor, merged = lock_both(actor, first, second)
    refuse_newer(seen, survivor, merged)
    questions = questions_about(survivor, merged)
    refuse_unseen(actor, questions, [survivor, merged])
    refuse_foreign_clash(actor, survivor, merged)
    refuse_unanswered(questions, choices)
    merging = Merging(actor, survivor, merged, choices)
    move_everything(merging)
    Person.objects.filter(pk=survivor.pk).update(version=survivor.version + 1)
    merge = PersonMerge.objects.create(survivor=survivor, merged=merged, steps=merging.steps)
    entry = record(
        actor,
        journal.PEOPLE_MERGED,
        survivor,
        merged,
        merged=merged.full_name,
        number=merged.pk,
        employments=merging.moved("staff.Employment"),
        categories=merging.moved("staff.QualificationCategory"),
        chosen={question.title: answer(question, choices) for question in open_ones(questions)},
    )
    PersonMerge.objects.filter(pk=merge.pk).update(entry_id=entry.pk)
    return merge


def lock_both(actor: Actor, first: Person, second: Person) -> list[Person]:
    """Both under a lock, the older first.

    Refused: a card and itself, a retired one, a foreign one, one's own.
    """
    if first.pk == second.pk:
        raise RuleViolation("Это одна и та же карточка: объединять нечего.")
    rows = Person.objects.select_for_update().filter(pk__in=[first.pk, second.pk])
    both = list(rows.order_by("pk"))
    if any(card.merged_into_id for card in both):
        raise RuleViolation("Одну из этих карточек уже объединили. Откройте список заново.")
    if kept_by(actor, permissions.EDIT).filter(pk__in=[card.pk for card in both]).count() != len(
        both
    ):
        raise Forbidden("Решает тот, кто ведёт все места работы обеих карточек.")
    for card in both:
        if disputed_parts(card):
            raise RuleViolation("Данные одной из карточек оспариваются: сначала решите спор.")
    if actor.person_id in {card.pk for card in both}:
        raise RuleViolation("О своей карточке решает тот, кто стоит выше.")
    return both


def last_entry(*people: Person) -> int:
    """The newest entry of the journal about any of the people; 0 without one."""
    refs = [ref_to(person) for person in people]
    about = JournalObject.objects.filter(ref_kind=refs[0].kind, ref_id__in=[ref.id for ref in refs])
    newest: int | None = about.order_by("-entry").values_list("entry", flat=True).first()
    return newest or 0


def refuse_newer(seen: int | None, *people: Person) -> None:
    if seen is not None and last_entry(*people) != seen:
        raise StaleForm(
            "Пока вы сравнивали, одну из карточек изменили. Сверьте значения и решите ещё раз."
        )


def refuse_unseen(actor: Actor, questions: Sequence[Question], both: Sequence[Person]) -> None:
    """Refused: closed data differ and the actor may not see them."""
    closed = [question.title for question in questions if question.closed]
    if closed and not sees_closed(actor, both):
        names = ", ".join(closed).lower()
        raise RuleViolation(f"Различаются закрытые сведения ({names}): решает тот, кто их видит.")


def sees_closed(actor: Actor, both: Sequence[Person]) -> bool:
    seen = kept_by(actor, VIEW_SENSITIVE).filter(pk__in=[card.pk for card in both])
    return bool(seen.count() == len(both))


def refuse_foreign_clash(actor: Actor, first: Person, second: Person) -> None:
    """Refused: a past employment elsewhere would have to be changed."""
    clashes = clashes_between(first, second)
    places = {work.organisation_id for clash in clashes for work in (clash.first, clash.second)}
    if reached(actor, permissions.EDIT).filter(pk__in=places).count() != len(places):
        raise RuleViolation(
            "Спорят места работы в другой организации: решает тот, кто ведёт обе организации."
        )


def refuse_unanswered(questions: Sequence[Question], choices: Choices) -> None:
    missing = {
        question.name: "Выберите, что верно."
        for question in questions
        if choices.get(question.name) not in {option.value for option in question.options}
    }
    if missing:
        titles = [question.title for question in questions if question.name in missing]
        raise RuleViolation(f"Не решено: {', '.join(titles)}.", missing)


def open_ones(questions: Sequence[Question]) -> list[Question]:
    """Answers that the journal may repeat; closed data never stand there."""
    return [question for question in questions if not question.closed]


def answer(question: Question, choices: Choices) -> str:
    chosen = choices[question.name]
    return next(option.label for option in question.options if option.value == chosen)


@transaction.atomic
def undo_merge(actor: Actor, *, merge: PersonMerge) -> PersonMerge:
    """Part the cards again, every row back where it was.

    Refused: undone already; after thirty days; anything entered about the person since; a row that
    is no longer as the merge left it; a person whom others keep too; one's own card.
    """
    [survivor, merged] = (
        Person.objects.select_for_update()
        .filter(pk__in=[merge.survivor_id, merge.merged_id])
        .order_by("pk")
    )
    merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise RuleViolation("Это объединение уже отменено.")
    if not undoable().filter(pk=merge.pk).exists():
        raise RuleViolation(f"Отменить объединение можно {UNDO_LIVES.days} дней: срок прошёл.")
    if not kept_by(actor, permissions.EDIT).filter(pk=survivor.pk).exists():
        raise Forbidden("Отменяет тот, кто ведёт все места работы человека.")
    if actor.person_id == survivor.pk:
        raise RuleViolation("О своей карточке решает тот, кто стоит выше.")
    refuse_changed_since(merge, survivor)
    undo_steps(merge.steps)
    PersonMerge.objects.filter(pk=merge.pk).update(undone_at=clock.now(), steps=[])
    Person.objects.filter(pk=survivor.pk).update(version=survivor.version + 1)
    survivor.refresh_from_db()
    merged.refresh_from_db()
    record(
        actor,
        journal.MERGE_UNDONE,
        survivor,
        merged,
        merged=merged.full_name,
        at=date_words(merge.at),
    )
    return merge


def refuse_changed_since(merge: PersonMerge, survivor: Person) -> None:
    if last_entry(survivor) > merge.entry_id:
        raise RuleViolation(
            "После объединения карточку меняли: отменить его уже нельзя. Исправьте записи вручную."
        )


@transaction.atomic
def set_apart(actor: Actor, *, first: Person, second: Person) -> DistinctPair:
    """Remember that two cards alike are two people: the pair is not proposed again.

    Refused: cards that others keep too; a card and itself; a merged card; one's own card.
    """
    older, newer = lock_both(actor, first, second)
    pair, made = DistinctPair.objects.get_or_create(first=older, second=newer)
    if made:
        record(actor, journal.SET_APART, older, newer, first=older, second=newer)
    return pair
