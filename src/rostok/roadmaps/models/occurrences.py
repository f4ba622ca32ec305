"""What is to be done by when and by whom: an occurrence of an action, its proofs, its slips."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.models import StoredFile
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.roadmaps.models.roadmap import Action, Roadmap


class OccurrenceState(models.TextChoices):
    """The states of an action's occurrence, the happy path first."""

    PLANNED = "planned", _("запланировано")
    IN_WORK = "in-work", _("в работе")
    SUBMITTED = "submitted", _("подтверждено, ждёт приёмки")
    ACCEPTED = "accepted", _("принято")
    RETURNED = "returned", _("возвращено")
    CANCELLED = "cancelled", _("отменено")


OPEN_STATES = (
    OccurrenceState.PLANNED,
    OccurrenceState.IN_WORK,
    OccurrenceState.SUBMITTED,
    OccurrenceState.RETURNED,
)
TO_DO_STATES = (OccurrenceState.PLANNED, OccurrenceState.IN_WORK, OccurrenceState.RETURNED)
LOOKS = {
    OccurrenceState.PLANNED: "planned",
    OccurrenceState.IN_WORK: "active",
    OccurrenceState.SUBMITTED: "review",
    OccurrenceState.ACCEPTED: "done",
    OccurrenceState.RETURNED: "returned",
    OccurrenceState.CANCELLED: "cancelled",
}


class OccurrenceQuerySet(ScopedQuerySet):
    def with_actions(self) -> Self:
        return self.select_related(
            "action__key_activity__direction", "roadmap__system__root", "unit", "responsible"
        )

    def with_places(self) -> Self:
        """What a list across systems shows of each, by term: where, what, who.

        Actions of different roadmaps have no order of a text, which would be two more joins.
        """
        shown = self.select_related(None).select_related("action", "unit", "responsible")
        return shown.order_by(F("due").asc(nulls_last=True), "action_id", "pk")

    def own(self) -> Self:
        """Those of the territory itself, without copies handed down."""
        return self.filter(above__isnull=True)

    def standing(self) -> Self:
        return self.exclude(state=OccurrenceState.CANCELLED)

    def standing_on(self, day: date) -> Self:
        """Not cancelled by the day; what an act cancelled later still stood on it."""
        return self.exclude(state=OccurrenceState.CANCELLED, cancelled_on__lte=day)

    def unfinished(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def ahead_on(self, day: date) -> Self:
        """Due on the day or later, or waiting for a day in its year or a later one."""
        return self.filter(Q(due__gte=day) | Q(due__isnull=True, year__gte=day.year))

    def cancel_with_action(self, day: date, ground: str = "") -> int:
        """Cancel all of them because their action ended on the day; each says why."""
        gone = {"state": OccurrenceState.CANCELLED, "cancelled_with_action": True}
        return int(self.update(**gone, cancelled_on=day, comment=ground))

    def overdue_on(self, day: date) -> Self:
        """The day passed and nothing was sent for acceptance."""
        return self.filter(state__in=TO_DO_STATES, due__lt=day)


class Occurrence(ScopedModel):
    """One time an action is due at a unit. `due` is the last day for it; none: a day is awaited.

    `first_due` is the day of the text, kept when the term slips. `above` is the occurrence it was
    handed down from. `cancelled_with_action`: not by itself, so that it comes back with its action.
    """

    scope_org = ("unit",)
    scope_owner = "responsible"
    scope_published: ClassVar[Q] = Q()

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="occurrences")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="occurrences")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    above = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    year = models.PositiveSmallIntegerField(_("год"))
    number = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(_("когда"), max_length=40, blank=True)
    start = models.DateField(_("начало"), null=True, blank=True)
    due = models.DateField(_("срок"), null=True, blank=True)
    first_due = models.DateField(null=True)
    state = models.CharField(
        _("состояние"),
        max_length=10,
        choices=OccurrenceState.choices,
        default=OccurrenceState.PLANNED,
    )
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    progress = models.CharField(_("что сделано"), max_length=500, blank=True)
    sender = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sender_title = models.CharField(max_length=200, blank=True)
    accepter = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    accepter_title = models.CharField(max_length=200, blank=True)
    accepted_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    cancelled_with_action = models.BooleanField(default=False)
    exception = models.CharField(_("почему принято автором"), max_length=300, blank=True)
    comment = models.CharField(_("замечание"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("срок мероприятия")
        ordering = [F("due").asc(nulls_last=True), "action", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "unit", "year", "number"], name="roadmaps_one_occurrence"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(due__isnull=True) | Q(due__gte=F("start")),
                name="roadmaps_due_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_on__isnull=False),
                name="roadmaps_accepted_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_on__isnull=False),
                name="roadmaps_cancelled_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["roadmap", "year", "due"], name="roadmaps_by_year"),
            models.Index(fields=["unit", "state", "due"], name="roadmaps_by_unit"),
            models.Index(
                fields=["responsible", "due"],
                name="roadmaps_open_of_person",
                condition=Q(state__in=["planned", "in-work", "submitted", "returned"]),
            ),
            models.Index(
                fields=["unit", "sender"],
                name="roadmaps_waiting",
                condition=Q(state="submitted"),
            ),
            models.Index(
                fields=["due", "action", "id"],
                name="roadmaps_to_do",
                condition=Q(state__in=["planned", "in-work", "returned"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.title} ({self.when})"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:occurrence", args=[self.pk])

    @property
    def when(self) -> str:
        """«IV квартал 2024», «2024»."""
        return f"{self.label} {self.year}".strip()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_slipped(self) -> bool:
        return bool(self.first_due and self.due and self.due > self.first_due)

    def is_overdue_on(self, day: date) -> bool:
        return self.state in TO_DO_STATES and self.due is not None and self.due < day

    def look_on(self, day: date) -> str:
        """The look of the state (`kernel.ui.states`), overdue and slipped told apart."""
        if self.is_overdue_on(day):
            return "overdue"
        if self.is_slipped and self.state in TO_DO_STATES:
            return "slipped"
        return LOOKS[OccurrenceState(self.state)]


class ProofKind(models.TextChoices):
    DOCUMENT = "document", _("документ (номер и дата)")
    FILE = "file", _("файл")
    ADDRESS = "address", _("открытый адрес")
    OBJECT = "object", _("запись системы")


class Proof(ScopedModel):
    """What shows that the result is there. A removed proof stays in the history."""

    scope_org = ("occurrence__unit",)
    scope_owner = "occurrence__responsible"

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(_("вид"), max_length=8, choices=ProofKind.choices)
    title = models.CharField(_("название"), max_length=300)
    number = models.CharField(_("номер"), max_length=60, blank=True)
    signed_on = models.DateField(_("дата"), null=True, blank=True)
    address = models.URLField(_("адрес"), max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    ref_kind = models.CharField(max_length=40, blank=True)
    ref_id = models.BigIntegerField(null=True)
    author_title = models.CharField(max_length=200)
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("подтверждение")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.occurrence.get_absolute_url()


class Slip(models.Model):
    """A term moved: from which day to which, why, and who moved it."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="slips")
    was = models.DateField(null=True)
    now = models.DateField()
    reason = models.CharField(_("причина"), max_length=300)
    author_title = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("перенос срока")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"


class Handing(models.Model):
    """An action handed down to a unit: each of its occurrences gets a copy there."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="handings")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    above = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    author_title = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("передача мероприятия")
        constraints = [
            models.UniqueConstraint(fields=["action", "unit"], name="roadmaps_handed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} → {self.unit_id}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:handed", args=[self.action_id])
