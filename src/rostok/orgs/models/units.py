"""Territories and organisations: one tree, its names and its marks in time."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.ids import uuid7
from rostok.kernel.periods import DAY, Dated, DatedQuerySet
from rostok.kernel.text import SORT_KEY_LENGTH, norm, sort_key


class UnitKind(models.TextChoices):
    COUNTRY = "country", _("страна")
    REGION = "region", _("регион")
    MUNICIPALITY = "municipality", _("муниципалитет")
    ORGANISATION = "organisation", _("организация")
    UNIT = "unit", _("подразделение")


PARENT_KINDS: dict[str, tuple[str, ...]] = {
    UnitKind.COUNTRY: (),
    UnitKind.REGION: (UnitKind.COUNTRY,),
    UnitKind.MUNICIPALITY: (UnitKind.REGION,),
    UnitKind.ORGANISATION: (UnitKind.MUNICIPALITY, UnitKind.REGION),
    UnitKind.UNIT: (UnitKind.ORGANISATION,),
}
WORKPLACES = (UnitKind.ORGANISATION, UnitKind.UNIT)
TERRITORIES = (UnitKind.COUNTRY, UnitKind.REGION, UnitKind.MUNICIPALITY)
LONG_AGO = date(1900, 1, 1)  # the start of a name or a flag that nobody remembers


class OrgKind(models.TextChoices):
    """What an organisation does; territories have none."""

    SCHOOL = "school", _("общеобразовательная организация")
    KINDERGARTEN = "kindergarten", _("дошкольная организация")
    ADDITIONAL = "additional", _("организация дополнительного образования")
    VOCATIONAL = "vocational", _("профессиональная образовательная организация")
    INSTITUTE = "institute", _("организация ДПО")
    SERVICE = "service", _("методическая служба")
    AUTHORITY = "authority", _("орган управления образованием")


class FlagKind(models.TextChoices):
    LOW_RESULTS = "low_results", _("школа с низкими образовательными результатами")
    SMALL_RURAL = "small_rural", _("малокомплектная сельская школа")
    GROWTH_POINT = "growth_point", _("«Точка роста»")
    QUANTORIUM = "quantorium", _("школьный кванториум")
    IT_CUBE = "it_cube", _("центр «IT-куб»")


class OrgUnitQuerySet(ScopedQuerySet):
    def open_on(self, day: date) -> Self:
        """Units that had opened and not yet closed; unknown opening means «always»."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=day),
            Q(closed_on__isnull=True) | Q(closed_on__gt=day),
        ).exclude(pk__in=self.paused_on(day))

    def closed_by(self, day: date) -> Self:
        """Units that had closed by the day, for good or until they opened again."""
        return self.filter(Q(closed_on__lte=day) | Q(pk__in=self.paused_on(day)))

    def paused_on(self, day: date) -> models.QuerySet[Any]:
        """Ids of units that did not work on the day, though they opened again later."""
        rows: Any = self.model._meta.get_field("pauses").related_model
        found: models.QuerySet[Any] = rows.objects.active_on(day).values("unit")
        return found

    def below(self, unit: "OrgUnit | int") -> Self:
        """The unit and everything below it."""
        rows: Any = self.model._meta.get_field("above_rows").related_model
        return self.filter(pk__in=rows.objects.filter(ancestor=unit).values("descendant"))

    def below_on(self, unit: "OrgUnit", day: date) -> Self:
        """The unit and everything that was below it on a day."""
        rows: Any = self.model._meta.get_field("above_rows").related_model
        return self.filter(pk__in=rows.objects.below_on(unit.pk, day))

    def directly_below_on(self, unit: "OrgUnit", day: date) -> Self:
        """What stood in the unit itself on a day."""
        places: Any = self.model._meta.get_field("places").related_model
        elsewhere = places.objects.active_on(day)
        here = elsewhere.filter(parent=unit).values("unit")
        return self.filter(Q(pk__in=here) | Q(parent=unit) & ~Q(pk__in=elsewhere.values("unit")))

    def with_past(self, day: date) -> Self:
        """With what units and those above them were called and where they stood on a day."""
        places: Any = self.model._meta.get_field("places").related_model
        held = Prefetch("places", places.objects.active_on(day), to_attr="places_then")
        above = Prefetch("places_then__parent", OrgUnit.objects.with_names_on(day))
        parents = Prefetch("parent", OrgUnit.objects.with_names_on(day))
        return self.with_names_on(day).prefetch_related(parents, held, above)

    def with_names_on(self, day: date) -> Self:
        held = OrgName.objects.active_on(day)
        return self.prefetch_related(Prefetch("names", held, to_attr="names_then"))

    def above(self, unit: "OrgUnit | int") -> Self:
        """The unit and everything above it, the topmost first."""
        return self.filter(below_rows__descendant=unit).order_by("-below_rows__depth")

    def organisations(self) -> Self:
        return self.filter(kind=UnitKind.ORGANISATION)

    def workplaces(self) -> Self:
        """Where people work: organisations and their branches."""
        return self.filter(kind__in=WORKPLACES)

    def named_like(self, words: str) -> Self:
        """Units whose name, present or former, holds the normalised words, or whose code is it."""
        former = OrgName.objects.filter(norm__contains=words).values("unit")
        return self.filter(Q(norm__contains=words) | Q(code__iexact=words) | Q(pk__in=former))

    def flagged_on(self, day: date, flag: str) -> Self:
        return self.filter(pk__in=OrgFlag.objects.active_on(day).filter(flag=flag).values("unit"))

    def with_flags_on(self, day: date) -> Self:
        """With `flags_now`: the marks each unit holds on the day."""
        held = OrgFlag.objects.active_on(day)
        return self.prefetch_related(Prefetch("flags", queryset=held, to_attr="flags_now"))

    def with_organisations_on(self, day: date) -> Self:
        """With `organisations`: how many open ones stand below each unit."""
        below = Q(
            Q(below_rows__descendant__opened_on__isnull=True)
            | Q(below_rows__descendant__opened_on__lte=day),
            Q(below_rows__descendant__closed_on__isnull=True)
            | Q(below_rows__descendant__closed_on__gt=day),
            below_rows__descendant__kind=UnitKind.ORGANISATION,
        ) & ~Q(below_rows__descendant__in=self.paused_on(day))
        return self.annotate(organisations=Count("below_rows", filter=below))


class OrgUnit(ScopedModel):
    """A territory or an organisation. External codes may change; identity does not."""

    scope_org = ("pk",)
    scope_published: ClassVar[Q] = Q()

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("вид"), max_length=14, choices=UnitKind.choices)
    org_kind = models.CharField(
        _("вид организации"), max_length=14, choices=OrgKind.choices, blank=True
    )
    code = models.CharField(_("код"), max_length=40, unique=True)
    title = models.CharField(_("полное название"), max_length=500)
    short_title = models.CharField(_("краткое название"), max_length=200)
    norm = models.CharField(max_length=200, editable=False, db_index=True)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False, db_index=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    time_zone = models.CharField(_("часовой пояс"), max_length=40, blank=True)
    opened_on = models.DateField(_("открыта"), null=True, blank=True)
    closed_on = models.DateField(_("закрыта (первый день без неё)"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    names_then: Any  # set by `with_names_on`
    places_then: Any  # set by `with_past`

    objects: ClassVar[Any] = OrgUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("организация")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gt=F("opened_on")),
                name="orgs_unit_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("organisation", "unit")) | ~Q(org_kind=""),
                name="orgs_workplace_has_kind",
            ),
        ]
        indexes = [models.Index(fields=["parent", "sort_key"], name="orgs_children")]

    def __str__(self) -> str:
        return self.short_title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.norm, self.sort_key = norm(self.short_title), sort_key(self.short_title)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("orgs:unit", args=[self.pk])

    @property
    def last_day(self) -> date | None:
        return self.closed_on - DAY if self.closed_on else None

    @property
    def title_then(self) -> str:
        """The full name on the day that `with_names_on` was asked for, else of now."""
        then = getattr(self, "names_then", ())
        return str(then[0].title if then else self.title)

    @property
    def short_title_then(self) -> str:
        then = getattr(self, "names_then", ())
        return str(then[0].short_title if then else self.short_title)

    @property
    def parent_then(self) -> "OrgUnit | None":
        """What it belonged to on the day that `with_past` was asked for, else belongs to now."""
        then = getattr(self, "places_then", ())
        parent: OrgUnit | None = then[0].parent if then else self.parent
        return parent

    def is_open_on(self, day: date) -> bool:
        """Whether it works on a day; of pauses only the queryset `open_on` knows."""
        return (self.opened_on is None or self.opened_on <= day) and (
            self.closed_on is None or day < self.closed_on
        )


class OrgName(Dated):
    """What a unit was called before; the current name stands on the unit itself."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="names")
    title = models.CharField(max_length=500)
    short_title = models.CharField(max_length=200)
    norm = models.CharField(max_length=200, editable=False, db_index=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-start"]

    def __str__(self) -> str:
        return self.short_title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.norm = norm(self.short_title)
        super().save(*args, **kwargs)

    @property
    def is_from_start(self) -> bool:
        """Whether nobody remembers since when the unit was called so."""
        return self.start == LONG_AGO


class FlagQuerySet(ScopedQuerySet, DatedQuerySet):  # type: ignore[override] # stubs only
    pass


class OrgFlag(Dated, ScopedModel):
    """What was true of an organisation for a time: low results, small rural, «Точка роста»."""

    scope_org = ("unit",)

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="flags")
    flag = models.CharField(_("признак"), max_length=20, choices=FlagKind.choices)

    objects: ClassVar[Any] = FlagQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("признак организации")
        ordering = ["flag", "-start"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_flag_display()}"
