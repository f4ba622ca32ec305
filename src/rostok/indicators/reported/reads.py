"""Reads of forms: whose they are, who has sent, by territory, the reminder to copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from rostok.indicators import permissions
from rostok.indicators.catalogue import indicators_of
from rostok.indicators.models import Collected, DataForm, FormState
from rostok.indicators.models.reported import OPEN_STATES, SENT_STATES
from rostok.indicators.reported.words import GROUPS
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit, System

NAMED = 100


def forms_to_fill(actor: Actor) -> QuerySet[DataForm]:
    """Forms that the actor may fill in and their units were asked for."""
    rows: Any = DataForm.objects.visible_to(actor, permissions.REPORT)
    found: QuerySet[DataForm] = (
        rows.filter(obliged=True)
        .with_places()
        .annotate(filled=Count("cells"))
        .order_by("-year", "unit__sort_key", "pk")
    )
    return found


def waiting_forms(actor: Actor) -> QuerySet[DataForm]:
    """Of these, the ones not sent yet."""
    return forms_to_fill(actor).filter(state__in=OPEN_STATES)


def forms_gathered(actor: Actor, system: System, year: int, unit: OrgUnit) -> QuerySet[DataForm]:
    """Forms asked of a unit's territory that the actor may see."""
    rows: Any = DataForm.objects.visible_to(actor, permissions.VIEW)
    below = OrgUnit.objects.below(unit).values("pk")
    found: QuerySet[DataForm] = (
        rows.filter(system=system, year=year, obliged=True, unit__in=below)
        .with_places()
        .annotate(filled=Count("cells"))
        .order_by("unit__sort_key", "pk")
    )
    return found


def acceptable_forms(actor: Actor, system: System, year: int, unit: OrgUnit) -> QuerySet[DataForm]:
    """Approved forms that the actor accepts: gathers at the unit above, at the root on itself."""
    rows: Any = DataForm.objects.visible_to(actor, permissions.COLLECT)
    above = OrgUnit.objects.visible_to(actor, permissions.COLLECT).values("pk")
    mine = Q(unit=system.root_id) | Q(unit__parent__in=above)
    below = OrgUnit.objects.below(unit).values("pk")
    found: QuerySet[DataForm] = (
        rows.filter(mine, system=system, year=year, unit__in=below, state=FormState.APPROVED)
        .with_places()
        .order_by("unit__sort_key", "pk")
    )
    return found


def counted_by_group(forms: QuerySet[DataForm]) -> dict[str, int]:
    """How many forms stand in each group of states; «all» is their sum."""
    states = forms.order_by().values_list("state").annotate(number=Count("pk", distinct=True))
    by_state = dict(states)
    found = {
        name: sum(by_state.get(state, 0) for state in group)
        for name, (_title, group) in GROUPS.items()
    }
    return {"all": sum(by_state.values()), **found}


@dataclass(frozen=True)
class TerritoryCount:
    """A territory with its forms counted."""

    unit: OrgUnit
    due: int
    sent: int
    returned: int
    begun: int

    @property
    def not_begun(self) -> int:
        return self.due - self.sent - self.returned - self.begun


def completeness_below(
    actor: Actor, system: System, year: int, unit: OrgUnit
) -> list[TerritoryCount]:
    """The territories one step below a unit with their forms counted, in two queries."""
    children: Any = OrgUnit.objects.visible_to(actor, permissions.VIEW).filter(parent=unit)
    territories = {child.pk: child for child in children.exclude(kind__in=LEAVES)}
    if not territories:
        return []
    rows = (
        DataForm.objects.filter(system=system, year=year, obliged=True)
        .filter(unit__above_rows__ancestor__in=territories)
        .order_by()
        .values("unit__above_rows__ancestor")
        .annotate(
            due=Count("pk"),
            sent=Count("pk", filter=Q(state__in=SENT_STATES)),
            returned=Count("pk", filter=Q(state="returned")),
            begun=Count("pk", filter=Q(state="in-work")),
        )
    )
    counts = {row.pop("unit__above_rows__ancestor"): row for row in rows}
    return [TerritoryCount(territories[pk], **counts[pk]) for pk in territories if pk in counts]


LEAVES = ("organisation", "unit")


def reminder_text(year: int, forms: Iterable[DataForm]) -> str:
    """A text for a messenger: who has not sent, by when, where to go."""
    late = list(forms[: NAMED + 1] if isinstance(forms, QuerySet) else forms)
    if not late:
        return ""
    lines = [f"Коллеги, ждём отчётные показатели за {year} год."]
    terms = {form.due for form in late if form.due}
    if len(terms) == 1:
        lines.append(f"Срок: {terms.pop():%d.%m.%Y}.")
    names = [f"— {form.unit.short_title}{returned_words(form)}" for form in late[:NAMED]]
    more = ["— и другие"] if len(late) > NAMED else []
    return "\n".join(
        [
            *lines,
            "Ещё не сдали:",
            *names,
            *more,
            "Форма: «Росток» → «Отчётность».",
        ]
    )


def returned_words(form: DataForm) -> str:
    return " (вернули, исправьте замечания)" if form.state == "returned" else ""


def collected_titles(system: System, year: int) -> list[tuple[str, str, str]]:
    """(code, title, level in words) of what is collected in a year, in the regulation's order."""
    asked = {
        row.code: row.get_level_display()
        for row in Collected.objects.filter(system=system, year=year)
    }
    return [
        (one.code, one.title, asked[one.code])
        for one in indicators_of(system, year)
        if one.code in asked
    ]
