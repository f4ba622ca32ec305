"""How the tree was: where units stood, when they did not work, who follows whom."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.periods import Dated, DatedQuerySet
from rostok.orgs.models.units import LONG_AGO, OrgUnit


class OrgPlaceQuerySet(DatedQuerySet):
    def on(self, day: date) -> dict[int, int]:
        """Unit → what it stood in on a day, of those that stand somewhere else now."""
        return dict(self.active_on(day).values_list("unit", "parent"))


class OrgPlace(Dated):
    """What a unit belonged to before; where it stands now is on the unit itself."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("основание"), max_length=300, blank=True)

    objects = OrgPlaceQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-start"]

    def __str__(self) -> str:
        return str(self.parent)

    @property
    def is_from_start(self) -> bool:
        """Whether nobody remembers since when the unit stood there."""
        return self.start == LONG_AGO


class OrgPause(Dated):
    """Days between a closing and the day the unit opened again."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="pauses")
    ground = models.CharField(_("основание"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.start:%d.%m.%Y}"


class OrgClosing(models.Model):
    """The last closing of a unit that has not opened again: what ended with it.

    `ended` holds, by name of a follower, enough to give just that back.
    """

    unit = models.OneToOneField(
        OrgUnit, on_delete=models.PROTECT, primary_key=True, related_name="closing"
    )
    day = models.DateField(_("первый день без неё"))
    ended = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.unit}, {self.day:%d.%m.%Y}"


class SuccessionKind(models.TextChoices):
    JOINING = "joining", _("присоединение")
    MERGER = "merger", _("слияние")
    DIVISION = "division", _("разделение")
    SEPARATION = "separation", _("выделение")


class Succession(ScopedModel):
    """One organisation follows another from a day on; an act of several has a row for each pair.

    `act` is shared by the rows of one act. `carried` holds, by name of a follower, what moved with
    it: enough to take it back.
    """

    scope_org = ("predecessor", "successor")

    act = models.UUIDField(db_index=True, editable=False)
    predecessor = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="precessions")
    kind = models.CharField(_("вид реорганизации"), max_length=10, choices=SuccessionKind.choices)
    day = models.DateField(_("с какого дня"))
    ground = models.CharField(_("основание"), max_length=300)
    carried = models.JSONField(default=dict)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "predecessor", "successor"], name="orgs_succession_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def get_absolute_url(self) -> str:
        return self.successor.get_absolute_url()
