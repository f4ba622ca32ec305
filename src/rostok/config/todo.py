"""A copy that is due and letters that stay wait on the home page of who keeps the installation."""

from django.urls import reverse
from django.utils import timezone

from rostok.config.backup.queries import is_overdue
from rostok.config.permissions import KEEP_MAIL, VIEW_BACKUPS
from rostok.kernel.access import Actor
from rostok.kernel.mail import trouble
from rostok.kernel.todo import TodoRow, todo_source
from rostok.kernel.ui.formats import count_words

LETTERS = "письмо,письма,писем"


def copy_due(actor: Actor) -> list[TodoRow] | None:
    if not actor.may(VIEW_BACKUPS):
        return None
    row = TodoRow("данные и файлы", reverse("backups"), note="за 7 дней не было ни одной")
    return [row] if is_overdue() else []


def mail_in_trouble(actor: Actor) -> list[TodoRow] | None:
    if not actor.may(KEEP_MAIL):
        return None
    found = trouble()
    if found is None:
        return []
    words = f"не ушло: {count_words(found.letters, LETTERS)}. {found.words}"
    since = timezone.localdate(found.since)
    return [TodoRow("письма остаются здесь", reverse("mail"), since=since, note=words)]


todo_source("config.mail", "Починить отправку писем", mail_in_trouble)
todo_source("config.backups", "Сделать резервную копию", copy_due)
