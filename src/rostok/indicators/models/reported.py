"""What units report: forms with terms and states, cells with their history, totals up the tree."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.orgs.models import OrgUnit, System, UnitKind


class FormState(models.TextChoices):
    """The states of a data form, the happy path first."""

    ASSIGNED = "assigned", _("не начата")
    IN_WORK = "in-work", _("заполняется")
    COMPLETE = "complete", _("заполнена, ждёт утверждения")
    APPROVED = "approved", _("утверждена, ждёт приёма")
    ACCEPTED = "accepted", _("принята")
    RETURNED = "returned", _("возвращена с замечаниями")


class Level(models.TextChoices):
    """Whose units report an indicator."""

    ORGANISATION = UnitKind.ORGANISATION.value, _("организации")
    MUNICIPALITY = UnitKind.MUNICIPALITY.value, _("муниципалитеты")
    REGION = UnitKind.REGION.value, _("регион")


OPEN_STATES = (FormState.ASSIGNED, FormState.IN_WORK, FormState.RETURNED)
SENT_STATES = (FormState.COMPLETE, FormState.APPROVED, FormState.ACCEPTED)
APPROVED_STATES = (FormState.APPROVED, FormState.ACCEPTED)


class Collected(ScopedModel):
    """An indicator that a system's owner asks of all units of a level for a year."""

    scope_org = ("system__root",)

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    level = models.CharField(_("кто сообщает"), max_length=14, choices=Level.choices)

    class Meta:
        verbose_name = _("собираемый показатель")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "year", "code"], name="indicators_collected_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.year}"


class DataFormQuerySet(ScopedQuerySet):
    def with_places(self) -> Any:
        return self.select_related("unit__parent", "system__root")


class DataForm(ScopedModel):
    """The figures of one unit for a year of a system. `obliged`: the unit was asked to send it.

    A territory that only states a total over its parts has a form that is not obliged.
    """

    scope_org = ("unit",)

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    due = models.DateField(_("срок"), null=True, blank=True)
    obliged = models.BooleanField(default=True)
    state = models.CharField(
        _("состояние"), max_length=10, choices=FormState.choices, default=FormState.ASSIGNED
    )
    sender_id = models.BigIntegerField(null=True)
    sender_title = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = DataFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("форма отчётных показателей")
        constraints = [
            models.UniqueConstraint(fields=["system", "year", "unit"], name="indicators_one_form"),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due"], name="indicators_forms_at_unit"),
            models.Index(fields=["state", "due"], name="indicators_forms_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.year} год"

    def get_absolute_url(self) -> str:
        return reverse("indicators:form", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_approved(self) -> bool:
        return self.state in APPROVED_STATES

    def is_late_on(self, day: date) -> bool:
        return self.due is not None and self.due < day and self.is_open and self.obliged


class ReportedValue(ScopedModel):
    """A cell of a form: two counts, a plain number, or 1 and 0 for «да» and «нет».

    `value` of a share is the percent as printed, where its counts are not known.
    """

    scope_org = ("form__unit",)

    form = models.ForeignKey(DataForm, on_delete=models.PROTECT, related_name="cells")
    code = models.SlugField(max_length=60)
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    source = models.CharField(max_length=300, blank=True)
    author_id = models.BigIntegerField(null=True)
    author_title = models.CharField(max_length=200)
    moment = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("отчётное значение")
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="indicators_one_cell"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="indicators_cell_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.form}"


class CellChange(ScopedModel):
    """Who changed a cell, from what to what."""

    scope_org = ("form__unit",)

    form = models.ForeignKey(DataForm, on_delete=models.PROTECT, related_name="changes")
    code = models.SlugField(max_length=60)
    was = models.CharField(max_length=80, blank=True)
    now = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=300, blank=True)
    author_id = models.BigIntegerField(null=True)
    author_title = models.CharField(max_length=200)
    moment = models.DateTimeField()

    class Meta:
        ordering = ["-moment", "-pk"]
        indexes = [models.Index(fields=["form", "code"], name="indicators_cell_history")]

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"


class CellComment(ScopedModel):
    """Why a cell was returned; it stands at the cell until the cell is changed."""

    scope_org = ("form__unit",)

    form = models.ForeignKey(DataForm, on_delete=models.PROTECT, related_name="comments")
    code = models.SlugField(max_length=60)
    text = models.CharField(max_length=500)
    author_id = models.BigIntegerField(null=True)
    author_title = models.CharField(max_length=200)
    moment = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["moment", "pk"]

    def __str__(self) -> str:
        return self.text


class SourceChoice(ScopedModel):
    """The official source of an indicator of a system in a year, as its owner chose it."""

    scope_org = ("system__root",)

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=10)
    ground = models.CharField(_("основание"), max_length=300)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("официальный источник")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "year", "code"], name="indicators_one_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.year}: {self.source}"


class ReportedTotal(ScopedModel):
    """What is reported of a unit with all below it, beside what is computed. Derived rows.

    `own`: the unit stated it itself; then `parts_*` are the sums of its parts. `units_unapproved`
    of `units_sent` stand in forms that nobody has approved yet.
    """

    scope_org = ("unit",)

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="+")
    numerator = models.PositiveBigIntegerField(null=True)
    denominator = models.PositiveBigIntegerField(null=True)
    value = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    own = models.BooleanField(default=False)
    disagrees = models.BooleanField(default=False)
    parts_numerator = models.PositiveBigIntegerField(null=True)
    parts_denominator = models.PositiveBigIntegerField(null=True)
    parts_value = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    units_sent = models.PositiveIntegerField(default=0)
    units_due = models.PositiveIntegerField(default=0)
    units_unapproved = models.PositiveIntegerField(default=0)
    computed_numerator = models.PositiveIntegerField(null=True)
    computed_denominator = models.PositiveIntegerField(null=True)
    computed_value = models.DecimalField(max_digits=24, decimal_places=10, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "year", "code", "unit"], name="indicators_one_total"
            ),
        ]
        indexes = [models.Index(fields=["system", "unit", "year"], name="indicators_totals_of")]

    def __str__(self) -> str:
        return f"{self.code}, {self.year}: {self.unit_id}"
