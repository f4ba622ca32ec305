"""The page that undoes an applied batch."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import RowAction
from rostok.kernel.pages import Crumbs, Text
from rostok.kernel.tabular.applying import ENDED
from rostok.kernel.tabular.background import undo_later
from rostok.kernel.tabular.pages import SMALL_ROWS, BatchPage
from rostok.kernel.tabular.undoing import refuse_unless_undoable, undo_batch
from rostok.kernel.ui.formats import count_words

ROWS = "запись,записи,записей"


class UndoPage(BatchPage):
    """Asks once and undoes an applied batch: a small one at once, a large one by a job."""

    template_name = "kernel/action.html"

    def get_heading(self) -> Text:
        return _("Отменить загрузку «%(file)s»?") % {"file": self.batch.file_name}

    def get_crumbs(self) -> Crumbs:
        report = self.batch.get_absolute_url()
        return [(_("Отчёт о загрузке"), report), (_("Отмена"), "")]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(refusal=self.refusal())

    def refusal(self) -> str:
        try:
            refuse_unless_undoable(self.batch, self.spec.undo)
        except RuleViolation as refusal:
            return refusal.message
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if self.written() > SMALL_ROWS:
                return redirect(undo_later(self.actor, batch=self.batch))
            undo_batch(self.actor, batch=self.batch)
        except RuleViolation as refusal:
            return self.ask(refusal=refusal.message, status=422)
        return redirect(self.batch)

    def ask(self, *, status: int = 200, refusal: str = "") -> HttpResponse:
        return self.answer(
            status=status,
            refusal=refusal,
            submit_title=_("Вернуть как было"),
            consequences=self.consequences(),
            cancel_url=self.batch.get_absolute_url(),
        )

    def written(self) -> int:
        counts = self.batch.counts
        return sum(counts.get(name, 0) for name in (RowAction.NEW, RowAction.CHANGED, ENDED))

    def consequences(self) -> Sequence[Text]:
        counts = self.batch.counts
        restored = counts.get(RowAction.CHANGED, 0) + counts.get(ENDED, 0)
        lines = [
            (counts.get(RowAction.NEW, 0), _("Будет удалено внесённое этим файлом: %s.")),
            (restored, _("Вернётся к прежнему: %s.")),
        ]
        told = [text % count_words(number, ROWS) for number, text in lines if number]
        return [*told, _("Если что-то из этого с тех пор изменили, отмена не выполнится.")]
