"""Undo of a table of organisations: whose tree it is, and what would no longer fit."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.models import ImportBatch
from rostok.kernel.tabular import Touched
from rostok.orgs import permissions
from rostok.orgs.followers import held_open
from rostok.orgs.imports.applying import rehang
from rostok.orgs.imports.comparing import chunks
from rostok.orgs.models import OrgClosing, OrgClosure, OrgUnit, System
from rostok.orgs.services.closing import return_all


def subject_of(row: models.Model) -> models.Model:
    """The unit that a name, a place or a mark is about."""
    subject: models.Model = getattr(row, "unit", row)
    return subject


def guard_undo(actor: Actor, _batch: ImportBatch, touched: Touched) -> None:
    """Lock the tree, for nothing may be hung meanwhile. Refused: a territory handed to others."""
    list(OrgUnit.objects.order_by("pk").select_for_update().values_list("pk"))
    if actor.unlimited:
        return
    needed = {pk for part in chunks(touched.keys(OrgUnit)) for pk in places_of(part)}
    needed |= {row["parent_id"] for row in touched.before[OrgUnit].values()}
    needed -= {None, *touched.made[OrgUnit]}
    mine = OrgUnit.objects.visible_to(actor, permissions.IMPORT)
    if any(mine.filter(pk__in=part).count() < len(part) for part in chunks(needed)):
        raise Forbidden("Часть этих организаций теперь ведёте не вы.")


def places_of(ids: list[int]) -> set[int]:
    """Where the right is needed: what the units stand in; at the top of the tree, themselves."""
    units = OrgUnit.objects.filter(pk__in=ids).order_by()
    return set(units.values_list(Coalesce("parent", "pk"), flat=True))


def settle_undone(actor: Actor, _batch: ImportBatch, touched: Touched) -> None:
    """The closure follows the units that went back. Refused: days that nothing may fit any more."""
    ids = sorted(touched.before[OrgUnit])
    for part in chunks(ids):
        rehang(out_of_place(part))
        refuse_open_in_closed(part)
        refuse_used_when_closed(part)
        give_back_at(actor, part)


def give_back_at(actor: Actor, ids: list[int]) -> None:
    """Roles and vacancies that ended with the closing go on at units that are open again."""
    closings = OrgClosing.objects.filter(unit__in=ids, unit__closed_on=None)
    for closing in closings.select_related("unit"):
        return_all(actor, closing.unit, closing.ended)
    closings.delete()


def out_of_place(ids: list[int]) -> list[OrgUnit]:
    """Units that the closure still knows under another parent."""
    rows = OrgClosure.objects.filter(descendant__in=ids, depth=1)
    known = dict(rows.values_list("descendant", "ancestor"))
    units = OrgUnit.objects.filter(pk__in=ids).select_related("parent")
    return [unit for unit in units if unit.parent_id != known.get(unit.pk)]


def refuse_open_in_closed(ids: list[int]) -> None:
    longer = Q(closed_on__isnull=True) | Q(closed_on__gt=F("parent__closed_on"))
    rows = OrgUnit.objects.filter(Q(pk__in=ids) | Q(parent__in=ids), longer)
    unit = rows.filter(parent__closed_on__isnull=False).select_related("parent").first()
    if unit is not None:
        raise RuleViolation(
            f"Отменить нельзя: «{unit}» работала бы дольше, чем «{unit.parent}», в которую входит."
        )


def refuse_used_when_closed(ids: list[int]) -> None:
    """Nobody works and no system runs where the unit would be closed again."""
    closed = {unit.pk: unit for unit in OrgUnit.objects.filter(pk__in=ids, closed_on__isnull=False)}
    longer = Q(end__isnull=True) | Q(end__gt=F("root__closed_on"))
    used = {system.root_id for system in System.objects.filter(longer, root__in=closed)}
    used |= held_open({pk: unit.closed_on for pk, unit in closed.items()}).keys()
    if used:
        unit = closed[min(used)]
        raise RuleViolation(
            f"Отменить нельзя: «{unit}» снова оказалась бы закрыта с {unit.closed_on:%d.%m.%Y},"
            " а там работают люди или система сопровождения."
        )
