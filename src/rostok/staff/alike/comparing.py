"""Two cards side by side: every value of both, and the working life as it would be joined."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from rostok.accounts.models import User
from rostok.kernel.access import Actor
from rostok.kernel.ui.formats import date_words
from rostok.people.models import Person, PersonSensitive
from rostok.staff import permissions
from rostok.staff.kept import kept_by
from rostok.staff.models import Employment, QualificationCategory, StaffCard
from rostok.staff.movers import clashes_between

NONE = "не указано"


@dataclass(frozen=True)
class Line:
    """One thing known of a person, from each card."""

    title: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second and NONE not in {self.first, self.second}


@dataclass(frozen=True)
class Work:
    """An employment in the joined life; `clash` when it cannot stand beside one of the other."""

    row: Employment
    from_first: bool
    clash: bool


def pair_for(actor: Actor, first: int, second: int) -> list[Person]:
    """Both cards, the older first, if the actor keeps both; otherwise fewer."""
    rows: Any = kept_by(actor, permissions.EDIT).filter(Q(pk=first) | Q(pk=second))
    return list(rows.order_by("pk"))


def compared(first: Person, second: Person, *, closed: bool) -> list[Line]:
    """`closed` shows the birth date and the phone, to those who may see them of both."""
    cards = [dict(known_of(person, closed=closed)) for person in (first, second)]
    return [Line(title, cards[0][title], cards[1][title]) for title in cards[0]]


def known_of(person: Person, *, closed: bool) -> Iterator[tuple[str, str]]:
    hidden = PersonSensitive.objects.filter(person=person).first() or PersonSensitive()
    card = StaffCard.objects.filter(person=person).first() or StaffCard()
    yield "Номер карточки", str(person.pk)
    yield "Фамилия", person.last_name
    yield "Имя", person.first_name
    yield "Отчество", person.patronymic or NONE
    yield "Пол", person.get_gender_display() or NONE
    if closed:
        yield "Дата рождения", date_words(hidden.birth_date) if hidden.birth_date else NONE
        yield "Телефон", hidden.phone or NONE
    yield "СНИЛС", "указан" if hidden.snils_hash else NONE
    yield "Образование", card.get_education_display() or NONE
    since = card.pedagogical_since
    yield "Педагогическая работа с", date_words(since) if since else NONE
    user = User.objects.filter(person=person).first()
    yield "Имя для входа", user.username if user else NONE


def joined_work(first: Person, second: Person) -> list[Work]:
    rows = Employment.objects.filter(person__in=[first, second])
    clashing = {
        work.pk for clash in clashes_between(first, second) for work in (clash.first, clash.second)
    }
    in_order = rows.select_related("post", "organisation").order_by("-start", "-pk")
    return [Work(row, row.person_id == first.pk, row.pk in clashing) for row in in_order]


def joined_categories(first: Person, second: Person) -> list[QualificationCategory]:
    rows = QualificationCategory.objects.filter(person__in=[first, second])
    return list(rows.order_by("-start", "level"))
