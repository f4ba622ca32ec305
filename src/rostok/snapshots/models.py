"""A frozen dashboard: its values, its territories as they were, and who stood behind each number.

Who stood where is kept once for all indicators of one base (`SnapshotRoster`), packed; beside it,
for each indicator, a byte of the reason and the day of the fact (`SnapshotMarks`). No name is
kept: a member is the number of a row, and what the row is called today is read with it.
"""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.accounts.models import User
from rostok.indicators.models import ValueState
from rostok.kernel import clock
from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.orgs.models import OrgUnit, System
from rostok.packs.models import PackVersion

CODE_BYTES = 16


def random_code() -> str:
    """The public address of a snapshot, not to be guessed."""
    return secrets.token_urlsafe(CODE_BYTES)


class SnapshotState(models.TextChoices):
    DRAFT = "draft", _("черновик")
    SUBMITTED = "submitted", _("ждёт утверждения")
    APPROVED = "approved", _("утверждён")
    RETURNED = "returned", _("возвращён")
    WITHDRAWN = "withdrawn", _("отозван")


OPEN_STATES = (SnapshotState.DRAFT, SnapshotState.SUBMITTED, SnapshotState.RETURNED)
LOOKS = {
    SnapshotState.DRAFT: "draft",
    SnapshotState.SUBMITTED: "waiting",
    SnapshotState.APPROVED: "published",
    SnapshotState.RETURNED: "returned",
    SnapshotState.WITHDRAWN: "cancelled",
}


class Snapshot(ScopedModel):
    """A system's indicators for a year, frozen at a territory and on a day."""

    scope_org = ("unit",)

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="snapshots")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("год"))
    on = models.DateField(_("на дату"))
    title = models.CharField(_("название"), max_length=200)
    state = models.CharField(
        _("состояние"), max_length=10, choices=SnapshotState.choices, default=SnapshotState.DRAFT
    )
    maker = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    maker_title = models.CharField(_("кто сделал"), max_length=200)
    made_at = models.DateTimeField(_("сделан"), default=clock.now)
    approver = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approver_title = models.CharField(_("кто утвердил"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("когда решено"), null=True)
    comment = models.CharField(_("комментарий"), max_length=500, blank=True)
    pack_version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True, default=random_code, editable=False)
    digest = models.CharField(_("контрольная сумма"), max_length=64)
    job = models.BigIntegerField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("срез показателей")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "unit", "year", "on"],
                condition=models.Q(state__in=OPEN_STATES),
                name="snapshots_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("snapshots:snapshot", args=[self.pk])

    @property
    def is_approved(self) -> bool:
        return self.state == SnapshotState.APPROVED

    @property
    def look(self) -> str:
        """The look of the state (`kernel.ui.states`)."""
        return LOOKS[SnapshotState(self.state)]


class SnapshotPlace(models.Model):
    """A territory or an organisation of the snapshot as it was: what it was called and part of.

    `people` are the persons of all bases placed here and below: the size to compare by.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    parent = models.BigIntegerField(null=True)
    depth = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    org_kind = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    norm = models.CharField(max_length=200)
    small_rural = models.BooleanField(default=False)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "unit"], name="snapshots_one_place"),
        ]

    def __str__(self) -> str:
        return self.title


class SnapshotFigure(models.Model):
    """An indicator of the snapshot with its method: what of it may differ from another's.

    `method` holds the formula, the period, the base date's rule and the limits it was counted by.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="figures")
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    number = models.CharField(max_length=20, blank=True)
    title = models.TextField()
    measured_in = models.CharField(max_length=30)
    better = models.CharField(max_length=5, default="up")
    context = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False)
    member_kind = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=10)
    base_date = models.DateField()
    method = models.JSONField()
    pack_version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "code"], name="snapshots_one_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


class SnapshotValue(ScopedModel):
    """A frozen value, unrounded, of one indicator at one territory or organisation."""

    scope_org = ("unit",)

    figure = models.ForeignKey(SnapshotFigure, on_delete=models.CASCADE, related_name="values")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    numerator = models.PositiveBigIntegerField(null=True)
    denominator = models.PositiveBigIntegerField(null=True)
    value = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    state = models.CharField(max_length=10, choices=ValueState.choices)
    source = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "unit"], name="snapshots_one_value"),
        ]


class SnapshotRoster(models.Model):
    """Members of one base, each with the unit it is counted at: numbers, packed, in list order."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="rosters")
    kind = models.CharField(max_length=40)
    length = models.PositiveIntegerField()
    packed = models.BinaryField()


class SnapshotMarks(models.Model):
    """For an indicator, of each row of a roster: the phrase why (0: counted) and the fact's day."""

    figure = models.ForeignKey(SnapshotFigure, on_delete=models.CASCADE, related_name="marks")
    roster = models.ForeignKey(SnapshotRoster, on_delete=models.CASCADE, related_name="marks")
    part = models.PositiveSmallIntegerField()
    outside = models.BooleanField(default=False)
    phrases = models.JSONField()
    packed = models.BinaryField()
