"""Which org unit is a party of a regulation: «МКУ РУО», «ММС», «координатор организации»."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.periods import Dated, DatedQuerySet
from rostok.orgs.models import OrgUnit, System


class PartyUnitQuerySet(ScopedQuerySet, DatedQuerySet):  # type: ignore[override] # stubs only
    pass


class PartyUnit(Dated, ScopedModel):
    """A unit acts as a party for a period. Several may: every school is an «организация».

    `party` is the code of the regulation's `parties.yaml`.
    """

    scope_org = ("system__root",)
    scope_published: ClassVar[Q] = Q()

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="party_units")
    party = models.SlugField(max_length=60)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("основание"), max_length=300, blank=True)

    objects: ClassVar[Any] = PartyUnitQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("субъект системы")
        ordering = ["party", "start"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["system", "party", "unit"],
                condition=Q(end__isnull=True),
                name="parties_one_open_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("parties:structure", args=[self.system.key])
