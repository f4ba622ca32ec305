"""Long work as rows."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import Actor


def begun_by(actor: Actor) -> dict[str, Any]:
    """The condition that a row is the actor's own; one without a user is known by title alone."""
    if actor.user_id is None:
        return {"user_id": None, "actor_title": actor.title}
    return {"user_id": actor.user_id}


class JobState(models.TextChoices):
    QUEUED = "queued", _("В очереди")
    RUNNING = "running", _("Выполняется")
    DONE = "done", _("Готово")
    FAILED = "failed", _("Не выполнено")


class JobQuerySet(models.QuerySet[Any]):
    def of(self, actor: Actor) -> Self:
        """The jobs that the actor began; nobody watches another's."""
        return self if actor.unlimited else self.filter(**begun_by(actor))


class Job(models.Model):
    """Long work: what, on whose behalf, how far, and what came of it."""

    kind = models.CharField(_("вид"), max_length=60)
    title = models.CharField(_("что делается"), max_length=300)
    params = models.JSONField(default=dict)
    user_id = models.BigIntegerField(null=True, db_index=True)
    actor_title = models.CharField(_("кто начал"), max_length=200)
    state = models.CharField(
        _("состояние"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    task_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("начато"), default=clock.now)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("закончено"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("задание")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("kernel:job", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}
