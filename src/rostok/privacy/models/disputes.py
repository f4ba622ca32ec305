"""What a person disputes: shown as such, not exported, not changed until settled."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person


class Block(ScopedModel):
    """A part of a person's record put out of use while it is checked; lifted by somebody else."""

    scope_org = ("unit",)
    scope_owner = "person"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="blocks")
    unit = models.ForeignKey(
        OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    part = models.CharField(_("что оспаривается"), max_length=60)
    reason = models.CharField(_("почему"), max_length=500)
    blocked_at = models.DateTimeField(_("когда"), default=clock.now)
    user_id = models.BigIntegerField(null=True)
    actor_title = models.CharField(_("кто остановил"), max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(_("чем кончилось"), max_length=500, blank=True)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("блокировка")
        ordering = ["-blocked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "part"],
                condition=Q(lifted_at=None),
                name="privacy_one_block_of_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"Оспаривается: {self.part}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:person", args=[self.person_id])
