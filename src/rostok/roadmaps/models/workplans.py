"""The work plan of a service for a year: its lines are the terms of the roadmap at its unit."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.accounts.models import User
from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.orgs.models import OrgUnit
from rostok.roadmaps.models.occurrences import Occurrence, OccurrenceQuerySet
from rostok.roadmaps.models.roadmap import Roadmap


class PlanState(models.TextChoices):
    DRAFT = "draft", _("черновик")
    SUBMITTED = "submitted", _("ждёт утверждения")
    APPROVED = "approved", _("утверждён")
    RETURNED = "returned", _("возвращён")


LOOKS = {
    PlanState.DRAFT: "draft",
    PlanState.SUBMITTED: "review",
    PlanState.APPROVED: "done",
    PlanState.RETURNED: "returned",
}


class WorkPlanQuerySet(ScopedQuerySet):
    def with_places(self) -> Self:
        return self.select_related("roadmap__system__root", "unit")


class WorkPlan(ScopedModel):
    """What a unit does in a year. Once approved, its terms move only with a reason.

    Whoever may see the roadmap of the territory sees its approved plans.
    """

    scope_org = ("unit",)
    scope_published: ClassVar[Q] = Q(state=PlanState.APPROVED)

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="plans")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("год"))
    state = models.CharField(
        _("состояние"), max_length=9, choices=PlanState.choices, default=PlanState.DRAFT
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    author_title = models.CharField(max_length=200)
    approver = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approver_title = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True)
    exception = models.CharField(_("почему утвердил автор"), max_length=300, blank=True)
    comment = models.CharField(_("замечание"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("план работы")
        ordering = ["-year", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "unit", "year"], name="roadmaps_one_plan"),
        ]

    def __str__(self) -> str:
        return f"План работы на {self.year} год: {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:plan", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether its lines may still be changed without a reason."""
        return self.state in (PlanState.DRAFT, PlanState.RETURNED)

    @property
    def look(self) -> str:
        return LOOKS[PlanState(self.state)]

    @property
    def lines(self) -> OccurrenceQuerySet:
        """Own terms and copies handed down, by their days; what awaits a day comes last."""
        rows: OccurrenceQuerySet = Occurrence.objects.filter(
            roadmap=self.roadmap_id, unit=self.unit_id, year=self.year
        )
        return rows.standing()
