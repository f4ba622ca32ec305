"""The looks of statuses and notices. A status is always a word; colour and icon only help."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    tone: str
    icon: str
    word: str | Promise = ""


UNKNOWN = Look("neutral", "minus")

STATES = {
    "met": Look("success", "check", _("выполнено")),
    "close": Look("warning", "near", _("близко к плану")),
    "behind": Look("danger", "arrow-down", _("отстаёт")),
    "undefined": Look("neutral", "minus", _("не определено")),
    "no-data": Look("neutral", "question", _("нет данных")),
    "no-source": Look("neutral", "unlink", _("нет источника")),
    "no-target": Look("neutral", "minus", _("план не задан")),
    "hidden": Look("neutral", "minus", _("скрыто")),
    "planned": Look("neutral", "calendar", _("запланировано")),
    "active": Look("info", "play", _("в работе")),
    "waiting": Look("info", "clock", _("ожидает")),
    "review": Look("info", "eye", _("на проверке")),
    "soon": Look("warning", "clock", _("срок близко")),
    "overdue": Look("danger", "alert", _("просрочено")),
    "slipped": Look("warning", "calendar", _("срок перенесён")),
    "returned": Look("warning", "back", _("возвращено")),
    "draft": Look("neutral", "pencil", _("черновик")),
    "done": Look("success", "check", _("сделано")),
    "published": Look("success", "ok", _("опубликовано")),
    "cancelled": Look("neutral", "cross", _("отменено")),
    "failed": Look("danger", "cross", _("ошибка")),
    "info": Look("info", "info"),
    "success": Look("success", "check"),
    "warning": Look("warning", "alert"),
    "danger": Look("danger", "stop"),
    "neutral": UNKNOWN,
}

NOTICES = {
    "info": Look("info", "info", _("К сведению:")),
    "success": Look("success", "ok", _("Готово:")),
    "warning": Look("warning", "alert", _("Внимание:")),
    "danger": Look("danger", "stop", _("Ошибка:")),
}
