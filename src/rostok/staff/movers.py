"""What of a working life moves when two cards of a person are made one, and what must be asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rostok.kernel.errors import RuleViolation
from rostok.kernel.ui.formats import date_words, decimal_words
from rostok.people.merging import (
    FIRST,
    SECOND,
    Merging,
    Option,
    Question,
    add_mover,
    turned,
)
from rostok.people.models import Person
from rostok.staff.categories import ATTESTED
from rostok.staff.models import (
    OPEN_TRANSFERS,
    Absence,
    EducationLevel,
    Employment,
    EmploymentKind,
    QualificationCategory,
    StaffCard,
    TransferRequest,
)

# How two employments that cannot both stand are settled; which card is meant comes after the dash.
SubjectOfWork = Employment.subjects.through
SAME, BESIDE, ENDED = "same", "beside", "ended"
CARDS = {FIRST: "первая карточка", SECOND: "вторая карточка"}


@dataclass(frozen=True)
class Clash:
    """Employments of two cards that cannot both be: two main ones at once, or one entered twice."""

    first: Employment
    second: Employment

    @property
    def name(self) -> str:
        return f"work_{self.first.pk}_{self.second.pk}"

    @property
    def title(self) -> str:
        both_main = self.first.kind == EmploymentKind.MAIN
        return "Два основных места сразу" if both_main else "Одно место работы записано дважды"

    @property
    def is_same_place(self) -> bool:
        return bool(self.first.organisation_id == self.second.organisation_id)

    def options(self) -> Iterator[Option]:
        """Every way out that the dates and places allow."""
        if self.is_same_place:
            for card, work in self.by_card():
                yield Option(f"{SAME}-{card}", f"Это одно и то же. Верно: {on_card(card, work)}")
        if self.first.kind != EmploymentKind.MAIN:
            return
        if self.first.start != self.second.start:
            earlier, later = self.in_order()
            yield Option(
                ENDED,
                f"Работа окончена накануне {date_words(later.start)}: {words(earlier)}",
            )
        for card, work in self.by_card():
            yield Option(f"{BESIDE}-{card}", f"Это совместительство: {on_card(card, work)}")

    def by_card(self) -> list[tuple[str, Employment]]:
        return [(FIRST, self.first), (SECOND, self.second)]

    def in_order(self) -> list[Employment]:
        return sorted((self.first, self.second), key=lambda work: work.start)


def words(work: Employment) -> str:
    until = f" по {date_words(work.last_day)}" if work.last_day else ""
    return f"{work.post}, {work.organisation}, с {date_words(work.start)}{until}"


def on_card(card: str, work: Employment) -> str:
    """With the share of the post and the card: the rest may be word for word the same."""
    rate = f", ставка {decimal_words(work.rate, 2)}" if work.rate else ""
    return f"{words(work)}{rate} ({CARDS[card]})"


def clashes_between(first: Person, second: Person) -> list[Clash]:
    """Pairs to settle, the earliest first."""
    ours, theirs = employments_of(first), employments_of(second)
    return [Clash(a, b) for a in ours for b in theirs if excludes(a, b)]


def employments_of(person: Person) -> list[Employment]:
    rows = Employment.objects.filter(person=person).select_related("post", "organisation")
    return list(rows.order_by("start", "pk"))


def excludes(first: Employment, second: Employment) -> bool:
    if first.kind != second.kind or not first.period.overlaps(second.period):
        return False
    same = (first.organisation_id, first.post_id) == (second.organisation_id, second.post_id)
    return first.kind == EmploymentKind.MAIN or same


def ask_employments(first: Person, second: Person) -> Iterator[Question]:
    for clash in clashes_between(first, second):
        yield Question(clash.name, clash.title, tuple(clash.options()))


def move_employments(merging: Merging) -> None:
    """Clashes are settled as decided, then all employments go to the survivor."""
    gone: set[int] = set()
    for clash in clashes_between(merging.survivor, merging.merged):
        if not gone & {clash.first.pk, clash.second.pk}:
            settle(merging, clash, gone)
    merging.point(Employment.objects.all(), "person", merging.merged, merging.survivor)


def settle(merging: Merging, clash: Clash, gone: set[int]) -> None:
    what, _, which = merging.choices[clash.name].partition("-")
    chosen, other = clash.first, clash.second
    if which == SECOND:
        chosen, other = other, chosen
    if what == SAME:
        keep_one(merging, chosen, other)
        gone.add(other.pk)
    elif what == BESIDE:
        same = clash.is_same_place
        kind = EmploymentKind.INTERNAL if same else EmploymentKind.EXTERNAL
        merging.set(chosen, kind=kind, version=chosen.version + 1)
    else:
        end_earlier(merging, *clash.in_order())


def keep_one(merging: Merging, kept: Employment, double: Employment) -> None:
    """What hung on the double goes to the one that stays."""
    known = set(kept.absences.values_list("kind", "start"))
    for absence in double.absences.all():
        if (absence.kind, absence.start) in known:
            merging.drop(absence)
    merging.point(Absence.objects.all(), "employment", double, kept)
    if not kept.subjects.exists():
        for subject in double.subjects.all():
            merging.make(SubjectOfWork(employment=kept, teachingsubject=subject))
    merging.drop(double)


def end_earlier(merging: Merging, earlier: Employment, later: Employment) -> None:
    for absence in earlier.absences.unended_on(later.start):
        if absence.start >= later.start:
            raise RuleViolation(
                f"В месте работы «{words(earlier)}» записано отсутствие с"
                f" {date_words(absence.start)}: сначала исправьте его."
            )
        merging.set(absence, end=later.start)
    merging.set(earlier, end=later.start, version=earlier.version + 1)


# Education and experience

CARD = {"education": "Образование", "pedagogical_since": "Педагогическая работа с"}


def card_of(person: Person) -> StaffCard:
    return StaffCard.objects.filter(person=person).first() or StaffCard(person=person)


def ask_card(first: Person, second: Person) -> Iterator[Question]:
    ours, theirs = card_of(first), card_of(second)
    for name, title in CARD.items():
        values = getattr(ours, name), getattr(theirs, name)
        if all(values) and values[0] != values[1]:
            labels = [card_words(value) for value in values]
            options = (Option(FIRST, labels[0]), Option(SECOND, labels[1]))
            yield Question(name, title, options)


def card_words(value: str | date) -> str:
    return date_words(value) if isinstance(value, date) else str(EducationLevel(value).label)


def move_card(merging: Merging) -> None:
    theirs = StaffCard.objects.filter(person=merging.merged).first()
    if theirs is None:
        return
    ours = StaffCard.objects.filter(person=merging.survivor).first()
    old = ours or StaffCard()
    values = {
        name: getattr(theirs, name)
        for name in CARD
        if getattr(theirs, name) and (not getattr(old, name) or merging.takes_second(name))
    }
    merging.drop(theirs)
    if ours is None:
        merging.make(StaffCard(person=merging.survivor, **values))
    elif values:
        merging.set(ours, **values)


# Categories


def move_categories(merging: Merging) -> None:
    """The same category entered on both cards is one; an earlier one ends where the next starts."""
    ours = QualificationCategory.objects.filter(person=merging.survivor)
    known = set(ours.values_list("level", "start"))
    for row in QualificationCategory.objects.filter(person=merging.merged):
        if (row.level, row.start) in known:
            merging.drop(row)
    rows = QualificationCategory.objects.all()
    merging.point(rows, "person", merging.merged, merging.survivor)
    attested = ours.filter(level__in=ATTESTED).order_by("start", "pk")
    for earlier, later in pairwise(attested):
        if earlier.start < later.start and (earlier.end is None or earlier.end > later.start):
            merging.set(earlier, end=later.start)


# Transfers


def move_transfers(merging: Merging) -> None:
    """Refused: both cards are on their way somewhere."""
    both = [merging.survivor, merging.merged]
    if TransferRequest.objects.filter(person__in=both, state__in=OPEN_TRANSFERS).count() > 1:
        raise RuleViolation("Для обеих карточек открыт перевод: сначала решите или отзовите их.")
    turned(TransferRequest, "person")(merging)


add_mover(Employment, "person", move_employments, ask_employments)
add_mover(StaffCard, "person", move_card, ask_card)
add_mover(QualificationCategory, "person", move_categories)
add_mover(TransferRequest, "person", move_transfers)
