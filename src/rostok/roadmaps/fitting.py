"""Why a term can't be given to somebody: the page asks beforehand, the services once more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.roadmaps.cascade import with_something_ahead
from rostok.roadmaps.models import Action, Handing, Occurrence
from rostok.roadmaps.people import works_within

MOST_NAMED = 10


@dataclass(frozen=True)
class Unfit:
    """A row that can't be given, and why; `row` is a term, or an action where it goes whole."""

    row: Occurrence | Action
    why: str

    def __str__(self) -> str:
        return f"«{self.row}» — {self.why}"


def unfit_for_person(person: Person | None, rows: Sequence[Occurrence]) -> list[Unfit]:
    """Terms that are closed, and those at whose unit the person does not work."""
    foreign = {} if person is None else foreign_places(person, rows)
    found = []
    for row in rows:
        if not row.is_open:
            found.append(Unfit(row, closed_words(row)))
        elif row.unit_id in foreign:
            found.append(Unfit(row, foreign[row.unit_id]))
    return found


def foreign_places(person: Person, rows: Iterable[Occurrence]) -> dict[int, str]:
    """Units of the terms where the person works neither there nor below, with words for each."""
    one_of_each = {row.unit: row for row in rows}
    return {
        unit.pk: elsewhere_words(person, unit)
        for unit, row in one_of_each.items()
        if not works_within(person, unit, row.roadmap.system.today)
    }


def unfit_for_unit(unit: OrgUnit, above: OrgUnit, actions: Sequence[Action]) -> list[Unfit]:
    """Actions no longer in force, without anything ahead, and those the unit has already."""
    there = set(Handing.objects.filter(unit=unit).values_list("action", flat=True))
    ahead = with_something_ahead(actions, above)
    found = []
    for action in actions:
        if not action.is_in_force:
            found.append(Unfit(action, "мероприятие отменено"))
        elif action.pk in there:
            found.append(Unfit(action, f"у «{unit}» оно уже есть"))
        elif action.pk not in ahead:
            found.append(Unfit(action, nothing_ahead_words(above)))
    return found


def nothing_ahead_words(above: OrgUnit) -> str:
    """Said by the page of handing, by its service and for each of several."""
    return (
        f"впереди нет ни одного срока этого мероприятия; прошедшие и принятые остаются у «{above}»"
    )


def closed_words(row: Occurrence) -> str:
    return f"уже закрыто: {row.get_state_display()}"


def elsewhere_words(person: Person, unit: OrgUnit) -> str:
    return f"{person.full_name} не работает в «{unit}» и ниже"


def refuse_unfit(unfit: Sequence[Unfit]) -> None:
    """All or none: every row that can't be given is named."""
    if not unfit:
        return
    named = "; ".join(str(one) for one in unfit[:MOST_NAMED])
    more = f"; и ещё {len(unfit) - MOST_NAMED}" if len(unfit) > MOST_NAMED else ""
    raise RuleViolation(f"Никому ничего не назначено. Эти строки назначить нельзя: {named}{more}.")
