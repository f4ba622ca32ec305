"""The living roadmap of a system: direction › key activity › action, and the acts it stands on."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.kernel.periods import Dated, DatedQuerySet
from rostok.kernel.text import norm
from rostok.orgs.models import System
from rostok.packs.models import PackVersion
from rostok.roadmaps.terms import Term

# What shows each kind of result; what is a state of things is shown by anything.
SHOWN_BY: dict[str, str | Promise] = {
    "order": _("приказ, распоряжение"),
    "regulation": _("положение, порядок"),
    "agreement": _("соглашение, договор"),
    "plan": _("план"),
    "schedule": _("график, расписание"),
    "roadmap": _("дорожная карта"),
    "note": _("справка, аналитический отчёт"),
    "report": _("отчёт"),
    "protocol": _("протокол"),
    "programme": _("программа"),
    "materials": _("рекомендации, сборник, материалы"),
    "register": _("реестр, банк, база"),
    "certificate": _("удостоверения, сертификаты"),
    "publication": _("публикация на сайте"),
    "model": _("описание модели"),
    "event": _("программа и список участников мероприятия"),
    "training": _("удостоверения о повышении квалификации"),
    "pathway": _("индивидуальные образовательные маршруты"),
    "questionnaire": _("анкеты"),
    "list": _("список"),
    "outcome": "",
    "none": "",
}


class RoadmapQuerySet(ScopedQuerySet):
    def with_systems(self) -> Self:
        return self.select_related("system__root", "pack_version").defer("pack_version__content")


class Roadmap(Dated, ScopedModel):
    """What a system promised to do. `pack_version` is the one its actions were last taken from.

    `draft` keeps answers of a prolongation under way (`roadmaps.drafts`).
    """

    scope_org = ("system__root",)
    scope_published: ClassVar[Q] = Q()

    system = models.OneToOneField(System, on_delete=models.PROTECT, related_name="roadmap")
    pack_version = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    title = models.TextField(_("название"))
    draft = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = RoadmapQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("дорожная карта")
        ordering = ["system__key"]

    def __str__(self) -> str:
        return f"Дорожная карта: {self.system}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:roadmap", args=[self.system.key])


class ActQuerySet(ScopedQuerySet, DatedQuerySet):  # type: ignore[override] # stubs only
    pass


class RoadmapAct(Dated, ScopedModel):
    """An act that puts the roadmap in force for a period: the first, then each prolongation."""

    scope_org = ("roadmap__system__root",)
    scope_published: ClassVar[Q] = Q()

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(_("вид"), max_length=60)
    title = models.TextField(_("название"))
    number = models.CharField(_("номер"), max_length=60)
    signed_on = models.DateField(_("дата"))

    objects: ClassVar[Any] = ActQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("акт о дорожной карте")
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.kind} от {self.signed_on:%d.%m.%Y} № {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:act", args=[self.pk])

    @property
    def prolongs(self) -> bool:
        """Whether another act was before it; the first is that of the regulation itself."""
        return self.roadmap.acts.filter(start__lt=self.start).exists()


class Direction(models.Model):
    """A part of the roadmap as printed, with the days of its stage where the text names them.

    `own` holds what the territory added beside the text.
    """

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="directions")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("номер"), max_length=20, blank=True)
    title = models.TextField(_("название"))
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    own = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("направление")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "number", "own"], name="roadmaps_one_direction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


class KeyActivity(models.Model):
    """«Системообразующее мероприятие». `above`: that of the region which it carries out."""

    direction = models.ForeignKey(
        Direction, on_delete=models.PROTECT, related_name="key_activities"
    )
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("номер"), max_length=20, blank=True)
    title = models.TextField(_("название"))
    above = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="below"
    )

    class Meta:
        verbose_name = _("системообразующее мероприятие")
        ordering = ["direction__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "number"], name="roadmaps_one_key_activity"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionQuerySet(ScopedQuerySet):
    def in_force(self) -> Self:
        """Neither dropped by a version nor cancelled by an act."""
        return self.filter(ended_on__isnull=True)

    def with_places(self) -> Self:
        return self.select_related("key_activity__direction", "roadmap__system__root")


class Action(ScopedModel):
    """A row of the roadmap in the words of the text. Days of `starts` and `ends` are inclusive.

    `ended_on`: the day from which it is no more to be done, with the act that says so.
    """

    scope_org = ("roadmap__system__root",)
    scope_published: ClassVar[Q] = Q()

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="actions")
    key_activity = models.ForeignKey(KeyActivity, on_delete=models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    own = models.BooleanField(_("сверх дорожной карты"), default=False)
    title = models.TextField(_("мероприятие"))
    party = models.TextField(_("ответственный субъект"), blank=True)
    parties = models.JSONField(default=list)
    executor = models.TextField(_("исполнитель"), blank=True)
    term = models.TextField(_("срок"), blank=True)
    term_kind = models.CharField(max_length=10)
    months = models.JSONField(default=list)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    result = models.TextField(_("результат"), blank=True)
    result_kind = models.CharField(max_length=20, default="none")
    note = models.TextField(_("примечание"), blank=True)
    norm = models.TextField(editable=False)
    ended_on = models.DateField(null=True)
    ended_ground = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("мероприятие дорожной карты")
        ordering = ["key_activity__direction__position", "key_activity__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "code"], name="roadmaps_one_code"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:action", args=[self.pk])

    def said(self) -> str:
        """What `norm` holds: the words a search finds the action by."""
        return norm(f"{self.title} {self.result} {self.executor}")

    @property
    def term_read(self) -> Term:
        return Term(self.term_kind, self.starts, self.ends, tuple(self.months))

    @property
    def shown_by(self) -> str | Promise:
        """The kind of document that shows the result, as people call it; none: anything may."""
        return SHOWN_BY.get(self.result_kind, "")

    @property
    def is_in_force(self) -> bool:
        return self.ended_on is None
