"""Changes of the tree's shape."""

from django.db import transaction

from rostok.kernel import clock
from rostok.kernel.access import Actor, authorise, authorise_all
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import record
from rostok.orgs import journal, permissions, rules
from rostok.orgs.models import OrgClosure, OrgUnit


@transaction.atomic
def move_unit(actor: Actor, *, unit: OrgUnit, parent: OrgUnit) -> OrgUnit:
    """Hand a unit with everything below it over to another parent.

    Refused: a parent inside the unit, of a kind that cannot hold it, or closed; the same parent; no
    right at both the old and the new parent.
    """
    lock_branches(unit, parent)
    unit = OrgUnit.objects.select_related("parent").get(pk=unit.pk)
    parent = OrgUnit.objects.get(pk=parent.pk)
    rules.authorise_change(actor, unit)
    authorise(actor, permissions.EDIT, parent)
    if unit.parent_id == parent.pk:
        raise RuleViolation(f"«{unit}» уже здесь.", {"parent": "Выберите другое место."})
    if OrgUnit.objects.below(unit).filter(pk=parent.pk).exists():
        message = f"«{parent}» сама входит в «{unit}»."
        raise RuleViolation(message, {"parent": message})
    rules.refuse_wrong_parent(unit.kind, parent.kind)
    rules.refuse_closed_parent(parent, clock.today())
    former = str(unit.parent or "")
    unit.parent = parent
    unit.version += 1
    unit.save()
    OrgClosure.objects.move(unit, parent)
    record(actor, journal.UNIT_MOVED, unit, former=former, parent=parent)
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
