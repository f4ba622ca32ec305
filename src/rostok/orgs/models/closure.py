"""The closure of the tree. Written by set-based statements only, the same on both databases."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from rostok.orgs.models.history import OrgPlace
from rostok.orgs.models.places import move_entries, run
from rostok.orgs.models.units import OrgUnit

# Units from an id on that have no row of their own yet; `NOT EXISTS` leaves other writers' units.
ABOVE_NEW = """
    INSERT INTO orgs_orgclosure (ancestor_id, descendant_id, depth)
    SELECT up.ancestor_id, u.id, up.depth + 1
    FROM orgs_orgunit u JOIN orgs_orgclosure up ON up.descendant_id = u.parent_id
    WHERE u.id >= %s AND NOT EXISTS (
        SELECT 1 FROM orgs_orgclosure own WHERE own.ancestor_id = u.id AND own.descendant_id = u.id
    )
"""
OWN_NEW = """
    INSERT INTO orgs_orgclosure (ancestor_id, descendant_id, depth)
    SELECT u.id, u.id, 0 FROM orgs_orgunit u
    WHERE u.id >= %s AND NOT EXISTS (
        SELECT 1 FROM orgs_orgclosure own WHERE own.ancestor_id = u.id AND own.descendant_id = u.id
    )
"""
OWN_ALL = """
    INSERT INTO orgs_orgclosure (ancestor_id, descendant_id, depth)
    SELECT id, id, 0 FROM orgs_orgunit
"""
NEXT_LEVEL = """
    INSERT INTO orgs_orgclosure (ancestor_id, descendant_id, depth)
    SELECT up.ancestor_id, u.id, up.depth + 1
    FROM orgs_orgunit u JOIN orgs_orgclosure up ON up.descendant_id = u.parent_id
    WHERE up.depth = %s
"""
UNDER_PARENT = """
    INSERT INTO orgs_orgclosure (ancestor_id, descendant_id, depth)
    SELECT up.ancestor_id, down.descendant_id, up.depth + down.depth + 1
    FROM orgs_orgclosure up CROSS JOIN orgs_orgclosure down
    WHERE up.descendant_id = %s AND down.ancestor_id = %s
"""


class ClosureManager(models.Manager["OrgClosure"]):
    def add_level(self, first_id: int) -> None:
        """Rows of new units from `first_id` on, whose parents have theirs already."""
        run(ABOVE_NEW, first_id)
        run(OWN_NEW, first_id)

    def move(self, unit: OrgUnit, parent: OrgUnit | None) -> None:
        """Hang the unit with everything below it under another parent."""
        below = self.filter(ancestor=unit).values("descendant")
        above = list(self.filter(descendant=unit, depth__gt=0).values_list("ancestor", flat=True))
        self.filter(ancestor__in=above, descendant__in=below).delete()
        if parent is not None:
            run(UNDER_PARENT, parent.pk, unit.pk)
        move_entries(unit.pk)

    def below_on(self, unit_id: int, day: date) -> models.QuerySet[Any]:
        """Ids of the unit and of everything that was below it on a day."""
        return self.below_when(unit_id, OrgPlace.objects.on(day))

    def below_when(self, unit_id: int, moved: Mapping[int, int]) -> models.QuerySet[Any]:
        """The same while units (→ parent then) stood elsewhere than they stand."""
        if not moved:
            return self.filter(ancestor=unit_id).values("descendant")
        roots = self.roots_on(unit_id, moved)
        nearer = self.filter(
            descendant=OuterRef("descendant"), ancestor__in=moved, depth__lt=OuterRef("depth")
        )
        rows = self.filter(~Exists(nearer), ancestor__in=roots)
        return rows.order_by().values("descendant").distinct()

    def roots_on(self, unit_id: int, moved: Mapping[int, int]) -> set[int]:
        """The unit with those of the moved ones (unit → parent then) that were below it."""
        marks = {unit_id, *moved}
        above = self.filter(descendant__in=set(moved.values()), ancestor__in=marks)
        nearest = dict(above.order_by("-depth").values_list("descendant", "ancestor"))
        roots, size = {unit_id}, 0
        while len(roots) > size:
            size = len(roots)
            roots |= {one for one, parent in moved.items() if nearest.get(parent) in roots}
        return roots

    def rebuild(self) -> int:
        """All rows made anew from the parents, level by level. How many there are."""
        self.all().delete()
        made = total = run(OWN_ALL)
        depth = 0
        while made:
            made = run(NEXT_LEVEL, depth)
            total += made
            depth += 1
        move_entries(None)
        return total


class OrgClosure(models.Model):
    """Every unit with every unit above it, itself included at depth 0: also the scope table."""

    ancestor = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="below_rows")
    descendant = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="above_rows")
    depth = models.PositiveSmallIntegerField()

    objects = ClosureManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="orgs_closure_pair"),
        ]
        indexes = [models.Index(fields=["descendant", "depth"], name="orgs_closure_up")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ⊇ {self.descendant_id}"
