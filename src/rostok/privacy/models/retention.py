"""What has outlived its term goes in two acts: a report of whom and what, then another's word."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import ScopedModel, ScopedQuerySet
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person


class RunState(models.TextChoices):
    DRAFT = "draft", _("ждёт подтверждения")
    CONFIRMED = "confirmed", _("выполняется")
    DONE = "done", _("выполнено")
    DROPPED = "dropped", _("отменено")


class Outlived(models.TextChoices):
    """What a report is about: the term of keeping by its name in `retention.yaml`."""

    PERSON = "person", _("Карточки тех, кто нигде не работает")
    CONSENTS = "consents", _("Отозванные и заменённые согласия")
    REQUESTS = "requests", _("Обращения о данных и решённые споры")


class ErasureRun(ScopedModel):
    """A report of what has outlived its term, or of one person; then what was done.

    Nothing is erased while it is a draft.
    """

    scope_org = ("unit",)

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(
        _("что"), max_length=8, choices=Outlived.choices, default=Outlived.PERSON
    )
    on = models.DateField(_("на дату"))
    reason = models.CharField(_("основание"), max_length=500)
    state = models.CharField(
        _("состояние"), max_length=9, choices=RunState.choices, default=RunState.DRAFT
    )
    counts = models.JSONField(default=dict)
    user_id = models.BigIntegerField(null=True)
    actor_title = models.CharField(_("кто составил"), max_length=200)
    made_at = models.DateTimeField(_("составлен"), default=clock.now)
    decided_by = models.CharField(_("кто подтвердил"), max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("обезличивание")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        act = "Обезличивание" if self.erases_people else f"{self.get_what_display()}: удаление"
        return f"{act} на {self.on:%d.%m.%Y}"

    @property
    def erases_people(self) -> bool:
        return self.what == Outlived.PERSON

    def get_absolute_url(self) -> str:
        return reverse("privacy:erasure", args=[self.pk])


class ErasureItem(models.Model):
    """A person of a run: what is held about them, why they are due, or why they can't be yet."""

    run = models.ForeignKey(ErasureRun, on_delete=models.CASCADE, related_name="items")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("почему"), max_length=300)
    held = models.JSONField(default=dict)
    obstacle = models.CharField(_("что мешает"), max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "person"], name="privacy_once_in_a_run"),
        ]
