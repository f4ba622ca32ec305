"""Which regulation runs where, since when and by which of its versions."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.ids import uuid7
from rostok.kernel.periods import Dated, DatedQuerySet
from rostok.orgs.models.closure import OrgClosure
from rostok.orgs.models.units import OrgUnit
from rostok.packs.models import PackVersion
from rostok.packs.pack import Pack


def zones_above(unit: Any) -> models.QuerySet[Any]:
    """The time zone of a unit or the nearest one above it, as a query of one value."""
    above = OrgClosure.objects.filter(descendant=unit).exclude(ancestor__time_zone="")
    return above.order_by("depth").values("ancestor__time_zone")[:1]


class SystemQuerySet(ScopedQuerySet, DatedQuerySet):  # type: ignore[override] # stubs only
    def with_versions(self) -> Self:
        """With all that a row of a list shows; the content of the packs stays in the database."""
        links = SystemVersion.objects.select_related("pack_version").defer("pack_version__content")
        return (
            self.select_related("root")
            .annotate(root_zone=Subquery(zones_above(OuterRef("root"))))
            .prefetch_related(models.Prefetch("versions", queryset=links), "settings")
        )


class System(Dated, ScopedModel):
    """One running system of support: a pack at an org unit for a period."""

    scope_org = ("root",)
    scope_published: ClassVar[Q] = Q()

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.SlugField(_("ключ"), max_length=40, unique=True)
    root = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="systems")

    objects: ClassVar[Any] = SystemQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("система")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.root.short_title

    def get_absolute_url(self) -> str:
        return reverse("orgs:system", args=[self.key])

    def version_on(self, day: date) -> PackVersion:
        """The pack version in force on a day; outside the links, the nearest one."""
        links = sorted(self.versions.all(), key=lambda link: link.start)
        begun = [link for link in links if link.start <= day]
        found: PackVersion = (begun[-1] if begun else links[0]).pack_version
        return found

    def limits_on(self, day: date, version: PackVersion | None = None) -> dict[str, Any]:
        """Limits of the version in force (or of another), under what the territory has settled."""
        version = version or self.version_on(day)
        return {**version.section("pack").limits, **self.own_on(day, SettingKind.LIMIT)}

    def labels_on(self, day: date) -> dict[str, str]:
        """What the territory calls parties: the pack's words, under its own."""
        pack = self.version_on(day).read.find(Pack)
        return {**(pack.labels if pack else {}), **self.own_on(day, SettingKind.LABEL)}

    def own_on(self, day: date, kind: str) -> dict[str, Any]:
        return {
            row.name: row.value
            for row in self.settings.all()
            if row.kind == kind and day in row.period
        }

    @cached_property
    def zone(self) -> str | None:
        """The time zone of its territory, inherited from above; `None`: the installation's."""
        nearest = zones_above(self.root_id).values_list("ancestor__time_zone", flat=True)
        zone: str | None = (
            self.__dict__["root_zone"] if "root_zone" in self.__dict__ else nearest.first()
        )
        return zone

    @property
    def today(self) -> date:
        return clock.today(self.zone)

    @property
    def current_version(self) -> PackVersion:
        return self.version_on(self.today)


class SettingKind(models.TextChoices):
    LIMIT = "limit", _("предел")
    LABEL = "label", _("название")


class SystemSetting(Dated):
    """What a territory settled for itself beside its pack; it outlives the pack's next version."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="settings")
    kind = models.CharField(max_length=5, choices=SettingKind.choices)
    name = models.SlugField(max_length=60)
    value = models.JSONField()
    ground = models.CharField(_("основание"), max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("настройка системы")
        ordering = ["kind", "name", "start"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["system", "kind", "name"],
                condition=Q(end__isnull=True),
                name="orgs_one_open_setting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class SystemVersion(Dated):
    """Which version of its pack a system ran by."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="versions")
    pack_version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["start"]

    def __str__(self) -> str:
        return str(self.pack_version)
