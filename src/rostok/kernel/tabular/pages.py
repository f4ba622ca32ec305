"""Pages of any import: upload, preview, confirm, report. Only the uploader sees a batch."""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.errors import RuleViolation
from rostok.kernel.export import workbook_response
from rostok.kernel.models import ImportBatch, ImportRow, ImportState, Job, RowAction
from rostok.kernel.pages import PAGE_SIZE, SIGNED_IN, Crumbs, FormPage, Page, Text
from rostok.kernel.tabular.applying import WRITTEN, confirm_batch
from rostok.kernel.tabular.asking import WordsForm
from rostok.kernel.tabular.background import check_later, confirm_later
from rostok.kernel.tabular.blanks import failed_workbook, template_workbook
from rostok.kernel.tabular.columns import Text as Words
from rostok.kernel.tabular.contents import place_of
from rostok.kernel.tabular.layouts import REMEMBERED
from rostok.kernel.tabular.memory import remembered_in
from rostok.kernel.tabular.outcome import outcome_of
from rostok.kernel.tabular.services import (
    check_batch,
    drop_batch,
    earlier_applied,
    upload,
)
from rostok.kernel.tabular.specs import Context, ImportSpec, import_specs, spec_of

SMALL_FILE = 200 * 1024
SMALL_ROWS = 2000
RECENT = 5
TABS = (RowAction.ERROR, RowAction.NEW, RowAction.CHANGED, RowAction.LEFT, RowAction.UNCHANGED)
TAB_TITLES = {
    RowAction.ERROR: _("Ошибки"),
    RowAction.NEW: _("Новые"),
    RowAction.CHANGED: _("Изменения"),
    RowAction.LEFT: _("Нет в файле"),
    RowAction.UNCHANGED: _("Без изменений"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Файл с таблицей"),
        help_text=_("xlsx, xls или csv, не больше 20 МБ. Столбцы в любом порядке."),
        error_messages={
            "required": _("Выберите файл."),
            "empty": _("Файл пустой. Проверьте, что выбрали нужный."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


def spec_or_404(code: str) -> ImportSpec:
    spec = import_specs.find(code)
    if spec is None:
        raise Http404
    return spec


class SpecPage(Page):
    """A page of an import as such, before any file."""

    permission = SIGNED_IN

    @property
    def spec(self) -> ImportSpec:
        return spec_or_404(self.kwargs["spec"])

    def import_context(self) -> Context:
        """The organisation or system that the address names, the right to it checked."""
        context = self.spec.context_from_request(self.request)
        self.spec.refuse_stranger(self.actor, context)
        return context


class UploadPage(SpecPage, FormPage):
    template_name = "kernel/imports/upload.html"
    form_class = UploadForm
    submit_title = _("Загрузить и проверить")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.import_context()
        return super().get(request, *args, **kwargs)

    def get_heading(self) -> Text:
        return self.spec.title

    def get_lead(self) -> Text:
        return self.spec.context_label(self.import_context()) or self.spec.lead

    def get_crumbs(self) -> Crumbs:
        context = self.import_context()
        back = self.spec.back_url(context) if self.spec.back_url else "/"
        return [(_("Назад"), back), (self.spec.title, "")]

    def cancel_url(self) -> str:
        return str(self.get_crumbs()[0][1])

    def context(self) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        template = reverse("kernel:import_template", args=[self.spec.code])
        memory = reverse("kernel:import_memory", args=[self.spec.code])
        return {
            **super().context(),
            "spec": self.spec.bound_to(self.import_context()),
            "template_url": f"{template}?{query}" if query else template,
            "memory_url": f"{memory}?{query}" if query else memory,
            "remembered": any(remembered_in(self.spec, self.import_context()).values()),
            "recent": ImportBatch.objects.of(self.actor).filter(spec=self.spec.code)[:RECENT],
        }

    def save(self, form: Any) -> ImportBatch | Job:
        file = form.cleaned_data["file"]
        batch = upload(
            self.actor,
            spec=self.spec.code,
            file=file,
            file_name=file.name,
            context=self.import_context(),
        )
        return checked(self, batch, small=file.size <= SMALL_FILE)


def checked(page: Page, batch: ImportBatch, *, small: bool) -> ImportBatch | Job:
    """A small file at once, a large one by a job."""
    if small:
        return check_batch(page.actor, batch=batch)
    return check_later(page.actor, batch=batch)


class TemplatePage(SpecPage):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        context = self.import_context()
        make = self.spec.template
        content = make(context) if make else template_workbook(self.spec.bound_to(context))
        return workbook_response(content, f"{self.spec.title} — шаблон")


@dataclass(frozen=True)
class Tab:
    title: Text
    url: str
    current: bool
    count: int


class BatchPage(Page):
    """What stands in the file and what confirming would do; afterwards, the report."""

    permission = SIGNED_IN
    template_name = "kernel/imports/batch.html"

    @property
    def batch(self) -> ImportBatch:
        if not hasattr(self, "_batch"):
            own = ImportBatch.objects.of(self.actor).select_related("job")
            self._batch: ImportBatch = get_object_or_404(own, pk=self.kwargs["pk"])
        return self._batch

    @property
    def spec(self) -> ImportSpec:
        return spec_of(self.batch)

    def get_heading(self) -> Text:
        return self.spec.title

    def get_lead(self) -> Text:
        return self.spec.context_label(self.batch.context)

    def get_crumbs(self) -> Crumbs:
        return [(_("Назад"), self.back_url()), (self.batch.file_name, "")]

    def back_url(self) -> str:
        return self.spec.back_url(self.batch.context) if self.spec.back_url else "/"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.batch.state == ImportState.MAPPING:
            return redirect("kernel:import_columns", pk=self.batch.pk)
        return self.show()

    def show(self, decisions: forms.Form | None = None, **extra: Any) -> HttpResponse:
        form = decisions or self.decisions_form()
        return self.answer(decisions=form, **self.shown(), **extra)

    def decisions_form(self, data: Any = None) -> forms.Form | None:
        if self.batch.state != ImportState.CHECKED:
            return None
        return self.spec.decisions_form(self.batch, data)

    def shown(self) -> dict[str, Any]:
        tab = self.tab()
        rows = Paginator(self.batch.rows.filter(action=tab), PAGE_SIZE)
        page = rows.get_page(self.request.GET.get("page"))
        return {
            **outcome_of(self.batch),
            "batch": self.batch,
            "spec": self.spec,
            "counts": {action.value: self.count(action) for action in RowAction},
            "tab": tab,
            "tabs": self.tabs(tab),
            "rows": page,
            "shown_rows": [shown_row(row, self.batch) for row in page],
            "words": self.words_form() if self.batch.state == ImportState.CHECKED else None,
            "is_remembered": self.batch.layout.get("origin") == REMEMBERED,
            "others": self.batch.layout.get("others", []),
            "earlier": earlier_applied(self.batch),
            "can_confirm": any(map(self.count, WRITTEN)),
            "back_url": self.back_url(),
            "upload_url": reverse("kernel:import_upload", args=[self.batch.spec]),
        }

    def words_form(self, data: Any = None) -> WordsForm:
        return WordsForm(data, actor=self.actor, spec=self.spec, batch=self.batch)

    def count(self, action: RowAction) -> int:
        return int(self.batch.counts.get(action, 0))

    def tab(self) -> RowAction:
        wanted = self.request.GET.get("tab", "")
        filled = [action for action in TABS if self.count(action)]
        return RowAction(wanted) if wanted in RowAction.values else (filled or list(TABS))[0]

    def tabs(self, current: RowAction) -> list[Tab]:
        return [
            Tab(TAB_TITLES[action], f"?tab={action}", action == current, self.count(action))
            for action in TABS
            if self.count(action)
        ]

    def refused(self, refusal: RuleViolation) -> HttpResponse:
        """The page again with the refusal above, the batch as it is now."""
        self.batch.refresh_from_db()
        return self.show(refusal=refusal.message, status=422)


@dataclass(frozen=True)
class ShownProblem:
    cell: str
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class ShownRow:
    """A staged row as the preview prints it; `sheet` only where several were read.

    `facts`: what a new row would write, or what a row that the file lacks is about.
    """

    number: int
    sheet: str
    title: str
    problems: list[ShownProblem]
    changes: list[dict[str, str]]
    facts: list[tuple[str, str]]


def shown_row(row: ImportRow, batch: ImportBatch) -> ShownRow:
    """With the values of sensitive columns, while the batch is not over."""
    values = {**row.values, **row.secrets.get("values", {})}
    problems = [
        ShownProblem(
            problem["cell"],
            problem["column"],
            str(values.get(problem["at"]) or ""),
            problem["message"],
        )
        for problem in row.problems
    ]
    hidden = {change["column"]: change for change in row.secrets.get("changes", [])}
    changes = [hidden.get(change["column"], change) for change in row.changes]
    sheet, number = place_of(batch, row.number)
    return ShownRow(number, sheet, row.title, problems, changes, facts_of(row, batch, values))


def facts_of(row: ImportRow, batch: ImportBatch, values: dict[str, Any]) -> list[tuple[str, str]]:
    """The values of a row, by title of column, without the words that its own title says."""
    if row.action not in {RowAction.NEW, RowAction.LEFT}:
        return []
    columns = [one for one in spec_of(batch).columns if one.code in values and not one.extra]
    shown = [(column, column.show(column.load(values[column.code]))) for column in columns]
    return [
        (column.title, text)
        for column, text in shown
        if text and not (isinstance(column.parse, Words) and text in row.title)
    ]


class BatchAction(BatchPage):
    """A button of the batch page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.act()
        except RuleViolation as refusal:
            return self.refused(refusal)

    def act(self) -> HttpResponse:
        raise NotImplementedError


class ConfirmPage(BatchAction):
    """Pressed twice, or sent again over a weak link, it leads to the one report."""

    def act(self) -> HttpResponse:
        if self.batch.state == ImportState.APPLIED:
            messages.info(self.request, "Этот файл уже применён, второй раз ничего не записано.")
            return redirect(self.batch)
        form = self.decisions_form(self.request.POST)
        if form is not None and not form.is_valid():
            return self.show(form, status=422)
        decisions = as_json(form.cleaned_data) if form is not None else {}
        if sum(map(self.count, WRITTEN)) > SMALL_ROWS:
            return redirect(confirm_later(self.actor, batch=self.batch, decisions=decisions))
        confirm_batch(self.actor, batch=self.batch, decisions=decisions)
        return redirect(self.batch)


def as_json(values: Any) -> Any:
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


class CheckPage(BatchAction):
    """Checks the stored file again: the records may have moved since."""

    def act(self) -> HttpResponse:
        small = sum(map(self.count, RowAction)) <= SMALL_ROWS and bool(self.batch.counts)
        return redirect(checked(self, self.batch, small=small))


class DropPage(BatchAction):
    def act(self) -> HttpResponse:
        drop_batch(self.actor, batch=self.batch)
        messages.success(self.request, "Загрузка отменена, ничего не записано.")
        return redirect(self.back_url())


class FailedRowsPage(BatchPage):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return workbook_response(failed_workbook(self.batch), f"{self.spec.title} — ошибки")
