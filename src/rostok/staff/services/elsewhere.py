"""Finding somebody who works elsewhere, so that guessing names and birth dates does not pay."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import JournalEntry, begun_by
from rostok.kernel.text import clean, norm
from rostok.people.models import Person, PersonSensitive
from rostok.people.queries import read_name, read_snils, refuse_unlikely_birth_date, snils_hash
from rostok.staff import journal
from rostok.staff.models import Employment
from rostok.staff.services.people import refuse_nameless
from rostok.staff.services.snils import person_with

MISSES_A_DAY = 5
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sought:
    """A person as somebody describes them: by СНИЛС, else by the full name and the birth date."""

    name: str
    first_name: str
    birth_date: date | None
    snils: str | None

    @classmethod
    def read(
        cls,
        last_name: str,
        first_name: str,
        patronymic: str,
        birth_date: date | None,
        snils: str,
    ) -> Self:
        """Refused: no name; an unlikely birth date; a СНИЛС that cannot be one; neither of both."""
        refuse_nameless(last_name, first_name)
        if birth_date:
            refuse_unlikely_birth_date(birth_date, clock.today())
        if not birth_date and not snils.strip():
            text = "Укажите СНИЛС или дату рождения: по одному имени человека не ищут."
            raise RuleViolation(text, {"snils": text})
        hash_ = snils_hash(read_snils(snils)) if snils.strip() else None
        name = " ".join(filter(None, map(clean, (last_name, first_name, patronymic))))
        return cls(name, clean(first_name), birth_date, hash_)


def refuse_guessing(actor: Actor) -> None:
    """Refused: too many misses within a day."""
    recent = JournalEntry.objects.filter(kind=journal.TRANSFER_MISSED, **begun_by(actor))
    if recent.filter(at__gt=clock.now() - A_DAY).count() >= MISSES_A_DAY:
        raise RuleViolation(
            f"За сутки {MISSES_A_DAY} запросов никого не нашли. Уточните сведения и повторите"
            " завтра или попросите методическую службу."
        )


def find_elsewhere(sought: Sought) -> Employment | None:
    """The main work of the one person meant, else `None`; several people are none."""
    people = people_like(sought)
    if len(people) != 1:
        return None
    today = clock.today()
    work = Employment.objects.main().unended_on(today).filter(person=people[0])
    found: Employment | None = (
        work.select_related("person", "organisation").order_by("start").first()
    )
    return found


def people_like(sought: Sought) -> list[Person]:
    """A СНИЛС decides alone, if the first name fits: a mistyped digit must not find a stranger."""
    if sought.snils:
        person = person_with(sought.snils)
        fits = person is not None and norm(person.first_name) == norm(read_name(sought.first_name))
        return [person] if person is not None and fits else []
    rows = PersonSensitive.objects.filter(
        birth_date=sought.birth_date,
        person__norm=norm(read_name(sought.name)),
        person__merged_into=None,
    )
    return [row.person for row in rows.select_related("person")[:2]]
