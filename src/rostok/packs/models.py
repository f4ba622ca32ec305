"""Versions of regulations as the site uses them: whole, with their digest, never changed."""

from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.access import Actor, permissions
from rostok.kernel.errors import RuleViolation
from rostok.packs.content import PackContent
from rostok.packs.sections import sections


class PackVersionQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, name: str) -> Self:
        """Regulations are public: whoever holds the right anywhere sees all of them."""
        permissions.get(name)
        return self if actor.may(name) else self.none()

    def update(self, **_values: Any) -> int:
        raise RuleViolation("Редакция положения не изменяется: примите новую.")

    def newest_by_key(self) -> Self:
        """The latest version of every pack, by title."""
        newest = PackVersion.objects.filter(key=models.OuterRef("key")).order_by("-id")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1])).order_by("short_title")


class PackVersion(models.Model):
    """The resolved content of a pack on the day it was accepted."""

    key = models.CharField(_("код"), max_length=40)
    title = models.CharField(_("название"), max_length=500)
    short_title = models.CharField(_("краткое название"), max_length=200)
    level = models.CharField(_("уровень"), max_length=14)
    version = models.CharField(_("версия"), max_length=40)
    digest = models.CharField(_("отпечаток"), max_length=64)
    content = models.JSONField(_("содержание"))
    created_at = models.DateTimeField(_("принята"), default=clock.now)

    objects = PackVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("редакция положения")
        verbose_name_plural = _("редакции положений")
        ordering = ["key", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "digest"], name="pack_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.short_title}, редакция {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused for a row that exists: a version never changes."""
        if not self._state.adding:
            raise RuleViolation("Редакция положения не изменяется: примите новую.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("packs:contents", args=[self.key])

    def section(self, name: str) -> Any:
        """A section, typed by the package that declared it."""
        return self.read.sections[name]

    @property
    def read(self) -> PackContent:
        """The content as typed sections, read once per process."""
        if self._state.adding:  # a draft that nobody has accepted yet
            return sections_of(self.key, self.content)
        return content_of(self.digest)


@lru_cache(maxsize=64)
def content_of(digest: str) -> PackContent:
    """The sections of a version; those of a package that is gone are left out."""
    row = PackVersion.objects.only("key", "content").get(digest=digest)
    return sections_of(row.key, row.content)


def sections_of(key: str, content: dict[str, Any]) -> PackContent:
    return PackContent(
        key,
        {
            name: sections.get(name).schema.stored(data)
            for name, data in content.items()
            if name in sections
        },
    )
