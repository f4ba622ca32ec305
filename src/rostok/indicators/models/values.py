"""Targets that people set beside the pack, and values as last computed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import ScopedModel
from rostok.orgs.models import OrgUnit, System
from rostok.packs.models import PackVersion


class ValueState(models.TextChoices):
    MET = "met", _("выполнено")
    CLOSE = "close", _("близко к плану")
    BEHIND = "behind", _("отстаёт")
    NO_TARGET = "no-target", _("план не установлен")
    UNDEFINED = "undefined", _("не определено")
    NO_DATA = "no-data", _("нет данных")
    NO_SOURCE = "no-source", _("источник ещё не подключён")


HIDDEN = "hidden"


def state_words(state: str) -> str:
    """The word of a state; «скрыто» is never stored, it is how a small group is shown."""
    return str(_("скрыто") if state == HIDDEN else ValueState(state).label)


class Target(ScopedModel):
    """A target a person set for a year and a territory; it outlives the pack's next version."""

    scope_org = ("unit",)

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="targets")
    code = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(_("целевое значение"), max_digits=14, decimal_places=4)
    ground = models.CharField(_("основание"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("целевое значение")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "unit", "code", "year"], name="indicators_one_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.year}"


class IndicatorValue(ScopedModel):
    """A value as last computed for a system, a year and one org unit of its tree.

    `source` says which official source it comes from. Of an indicator that is collected,
    `units_sent` of `units_due` units have reported; both are null where nothing is collected.
    """

    scope_org = ("unit",)

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="values")
    code = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="+")
    numerator = models.PositiveBigIntegerField(null=True)
    denominator = models.PositiveBigIntegerField(null=True)
    value = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    state = models.CharField(max_length=10, choices=ValueState.choices)
    source = models.CharField(max_length=10, default="computed")
    units_sent = models.PositiveIntegerField(null=True)
    units_due = models.PositiveIntegerField(null=True)
    base_date = models.DateField()
    pack_version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("значение показателя")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "year", "code", "unit"], name="indicators_one_value"
            ),
        ]
        indexes = [models.Index(fields=["system", "unit", "year"], name="indicators_by_unit")]

    @property
    def is_hidden(self) -> bool:
        return self.state == HIDDEN

    @property
    def state_words(self) -> str:
        return state_words(self.state)
