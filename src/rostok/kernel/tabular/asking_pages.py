"""Pages where a person says what a file means: its columns, its words, and what to forget."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from xlsxwriter.utility import xl_col_to_name

from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportBatch, ImportState, Job
from rostok.kernel.pages import Crumbs, Text
from rostok.kernel.tabular import asking, files
from rostok.kernel.tabular.headers import MOST_DEPTH
from rostok.kernel.tabular.layouts import Layout
from rostok.kernel.tabular.memory import (
    OPEN_STATES,
    forget,
    remember_words,
    remembered_in,
    set_layout,
)
from rostok.kernel.tabular.pages import SMALL_FILE, BatchAction, BatchPage, SpecPage, checked
from rostok.kernel.tabular.reading import Book, Sheet
from rostok.kernel.tabular.services import check_batch, read_stored

LONGEST_NUMBER = 7


class ColumnsPage(BatchPage):
    """The first rows of the sheet, and a choice for each column. Frozen once the batch is over."""

    template_name = "kernel/imports/columns.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except RuleViolation as refusal:
            return self.turned_back(refusal)

    def turned_back(self, refusal: RuleViolation) -> HttpResponse:
        """The file can't be opened (any more): its own page says so."""
        messages.error(self.request, refusal.message)
        if self.batch.state == ImportState.MAPPING and not self.is_there():
            check_batch(self.actor, batch=self.batch)
        return redirect(self.batch)

    def is_there(self) -> bool:
        name = self.batch.stored_name
        return bool(name) and files.path_of(name).exists()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_closed()
        return self.ask(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_closed()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        return redirect(self.save(form))

    def refuse_closed(self) -> None:
        if self.batch.state not in OPEN_STATES:
            raise RuleViolation("Эта загрузка уже завершена. Загрузите файл снова.")

    def save(self, form: Any) -> ImportBatch | Job:
        batch = set_layout(
            self.actor,
            batch=self.batch,
            layout=form.chosen_layout(),
            remember=form.cleaned_data["remember"],
        )
        size = files.path_of(batch.stored_name).stat().st_size
        return checked(self, batch, small=size <= SMALL_FILE)

    def get_heading(self) -> Text:
        return _("Столбцы файла")

    def get_crumbs(self) -> Crumbs:
        title = self.batch.file_name
        return [(_("Назад"), self.back_url()), (title, self.batch.get_absolute_url())]

    @cached_property
    def book(self) -> Book:
        return read_stored(self.batch, self.spec)

    @cached_property
    def sheet(self) -> Sheet:
        sheet = self.book.sheet(self.layout.sheet)
        if sheet is None:
            raise RuleViolation("На этом листе нет ни одной заполненной строки.")
        return sheet

    @cached_property
    def layout(self) -> Layout:
        """What the form was about; what the address asks to see; how the file was read; a guess."""
        given = self.request.POST or self.request.GET
        if "header" in given or "sheet" in given:
            return self.wanted(given)
        if self.batch.layout:
            return Layout.of(self.batch.layout)
        return asking.guessed_layout(self.book, self.spec)

    def wanted(self, given: Any) -> Layout:
        title = given.get("sheet", "")
        everything = title == asking.ALL_SHEETS or given.get("all_sheets") == "True"
        guessed = asking.guessed_layout(self.book, self.spec)
        sheet = self.book.sheet(title if title in self.book.titles else guessed.sheet)
        if sheet is None:
            raise RuleViolation("На этом листе нет ни одной заполненной строки.")
        header = whole(given.get("header"), sheet.rows[0].number)
        depth = min(max(whole(given.get("depth"), 1), 1), MOST_DEPTH)
        layout = asking.read_at(sheet, header, depth, self.spec)
        return Layout.of({**layout.as_json(), "all_sheets": everything})

    def form(self, *data: Any) -> asking.LayoutForm:
        return asking.LayoutForm(
            data[0] if data else None,
            actor=self.actor,
            spec=self.spec,
            context=self.batch.context,
            sheet=self.sheet,
            layout=self.layout,
        )

    def ask(self, form: asking.LayoutForm, status: int = 200) -> HttpResponse:
        return self.answer(
            status=status,
            form=form,
            sheet_form=asking.SheetForm(book=self.book, sheet=self.sheet, layout=self.layout),
            batch=self.batch,
            submit_title=_("Сохранить и проверить"),
            back_url=self.back_url()
            if self.batch.state == ImportState.MAPPING
            else str(self.batch.get_absolute_url()),
            letters=[xl_col_to_name(place) for place in range(form.width)],
            first_rows=asking.first_rows(self.sheet, form.width),
            waits=self.batch.state == ImportState.MAPPING,
        )


def whole(text: Any, usual: int) -> int:
    return (
        int(text)
        if isinstance(text, str) and text.isdecimal() and len(text) <= LONGEST_NUMBER
        else usual
    )


class WordsPage(BatchAction):
    """Keeps what unknown words mean and checks the file again."""

    def act(self) -> HttpResponse:
        form = self.words_form(self.request.POST)
        if not form.is_valid():
            raise RuleViolation("Выберите значения из списков.")
        meanings = form.meanings()
        if not meanings:
            raise RuleViolation("Выберите хотя бы одно значение из списка.")
        remember_words(self.actor, batch=self.batch, meanings=meanings)
        messages.success(self.request, "Запомнено. Файл проверен заново.")
        small = files.path_of(self.batch.stored_name).stat().st_size <= SMALL_FILE
        return redirect(checked(self, self.batch, small=small))


class MemoryPage(SpecPage):
    """What is remembered of somebody's files, and a button to forget each."""

    template_name = "kernel/imports/memory.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.import_context()
        kind, pk = request.POST.get("kind", ""), whole(request.POST.get("pk"), 0)
        try:
            forget(self.actor, spec=self.spec, context=context, kind=kind, pk=pk)
        except RuleViolation as refusal:
            return self.shown(refusal=refusal.message, status=422)
        messages.success(request, "Забыто.")
        return redirect(request.get_full_path())

    def get_heading(self) -> Text:
        return _("Что запомнено о ваших файлах")

    def get_lead(self) -> Text:
        return self.spec.context_label(self.import_context())

    def get_crumbs(self) -> Crumbs:
        query = self.request.GET.urlencode()
        back = reverse("kernel:import_upload", args=[self.spec.code])
        return [(self.spec.title, f"{back}?{query}" if query else back)]

    def shown(self, status: int = 200, **extra: Any) -> HttpResponse:
        context = self.import_context()
        known = remembered_in(self.spec, context)
        titles = {column.code: column.title for column in self.spec.columns}
        return self.answer(
            status=status,
            mappings=[
                (
                    mapping,
                    [
                        f"{key or '—'} → {titles.get(code, code)}"
                        for key, _n, code in mapping.columns
                    ],
                )
                for mapping in known["mappings"]
            ],
            words=[(word, titles.get(word.column, word.column)) for word in known["words"]],
            **extra,
        )
