"""Letters that do not leave."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock


class MailTrouble(models.Model):
    """The one row that stands while letters do not leave: since when, how many, the last reason."""

    ONLY = 1

    since = models.DateTimeField(_("с какого времени"), default=clock.now)
    at = models.DateTimeField(_("последний раз"), default=clock.now)
    words = models.CharField(_("что ответил сервер"), max_length=300)
    letters = models.PositiveIntegerField(_("писем"), default=0)

    class Meta:
        verbose_name = _("письма не уходят")

    def __str__(self) -> str:
        return self.words
