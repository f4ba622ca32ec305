"""Changes of the tree's shape."""

from datetime import date

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise, authorise_all
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.kernel.locks import refuse_stale
from rostok.kernel.text import clean
from rostok.orgs import journal, permissions, rules
from rostok.orgs.models import OrgClosure, OrgUnit
from rostok.orgs.services.placing import put_under


@transaction.atomic
def move_unit(
    actor: Actor,
    *,
    unit: OrgUnit,
    parent: OrgUnit,
    on: date | None = None,
    ground: str = "",
    version: int | None = None,
) -> OrgUnit:
    """Hand a unit with everything below it over to another parent, from today on or since `on`.

    The former place stays in the history. Refused: a parent inside the unit, of a kind that cannot
    hold it, or closed; the same parent; a day to come or before the unit came to its present
    place; no right at both the old and the new parent; a stale form.
    """
    on = on or clock.today()
    lock_branches(unit, parent)
    unit = OrgUnit.objects.select_related("parent").get(pk=unit.pk)
    parent = OrgUnit.objects.get(pk=parent.pk)
    rules.authorise_change(actor, unit)
    authorise(actor, permissions.EDIT, parent)
    refuse_stale(unit, version)
    if unit.parent_id == parent.pk:
        raise RuleViolation(f"«{unit}» уже здесь.", {"parent": "Выберите другое место."})
    if OrgUnit.objects.below(unit).filter(pk=parent.pk).exists():
        message = f"«{parent}» сама входит в «{unit}»."
        raise RuleViolation(message, {"parent": message})
    rules.refuse_wrong_parent(unit.kind, parent.kind)
    rules.refuse_closed_parent(parent, clock.today())
    rules.refuse_day_to_come(on, "on")
    former = unit.parent
    put_under(unit, parent, on, clean(ground))
    words = f" Основание: {clean(ground)}." if clean(ground) else ""
    about = [unit, parent, *([former] if former else [])]
    params = {"on": f"{on:%d.%m.%Y}", "former": former or "", "parent": parent, "ground": words}
    record(actor, journal.UNIT_MOVED, *about, **params)
    return unit


@transaction.atomic
def rebuild_closure(actor: Actor) -> int:
    """Recompute the closure from the parents: a repair. Refused to all but the installation."""
    authorise_all(actor, permissions.EDIT)
    if not actor.unlimited:
        raise Forbidden("Пересчитать дерево может только администратор установки.")
    list(OrgUnit.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    rows = OrgClosure.objects.rebuild()
    record(actor, journal.CLOSURE_REBUILT, rows=rows)
    return rows


def lock_branches(unit: OrgUnit, parent: OrgUnit) -> None:
    """Lock what moves and the whole line above its new place, in one order for everybody.

    Two moves that could close a circle share a row of these, so the second sees the first.
    """
    rows = OrgUnit.objects.below(unit) | OrgUnit.objects.filter(
        pk__in=OrgClosure.objects.filter(descendant=parent).values("ancestor")
    )
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
