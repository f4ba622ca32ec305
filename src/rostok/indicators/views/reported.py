"""Forms of reported values: the list of mine, the form as a table, a cell saved as it is typed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions, services
from rostok.indicators.curtain import sensitive_passports
from rostok.indicators.models import DataForm, FormState
from rostok.indicators.reported.lists import FormFilter, FormTable
from rostok.indicators.reported.reads import forms_to_fill
from rostok.indicators.reported.rows import INPUTS, FormRow, form_rows
from rostok.indicators.reported.unit_rows import forms_open_to
from rostok.indicators.reported.words import state_kind, state_words
from rostok.kernel.access import Actor, holds
from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import Crumbs, ListPage, ObjectPage, PageAction, Text

HISTORY = 20
LONGEST_NUMBER = 9


class FormListPage(ListPage):
    """Forms that the actor fills in, with terms and states."""

    permission = permissions.REPORT
    heading = _("Отчётные показатели")
    lead = _("Формы, которые заполняете вы: что просят, к какому сроку, что с ними сейчас.")
    table_class = FormTable
    filterset_class = FormFilter
    export_name = "Отчётные показатели"

    def get_queryset(self) -> Any:
        return forms_to_fill(self.actor)


def collects_above(actor: Actor, form: DataForm) -> bool:
    """Whether the actor accepts the form: gathers at the unit above it, at the root on itself."""
    above = form.unit if form.unit_id == form.system.root_id else form.unit.parent
    return holds(actor, permissions.COLLECT, above or form.unit)


class DataFormBase(ObjectPage):
    """What the pages of one form share."""

    permission = permissions.VIEW
    model = DataForm

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.with_places()

    @cached_property
    def may_fill(self) -> bool:
        return holds(self.actor, permissions.REPORT, self.object) and self.object.is_open

    @cached_property
    def is_above(self) -> bool:
        return collects_above(self.actor, self.object)

    @cached_property
    def closed_codes(self) -> set[str]:
        """Sensitive indicators, where the actor neither answers for them nor sees the people."""
        form = self.object
        if forms_open_to(self.actor, [form]):
            return set()
        return set(sensitive_passports(form.system))

    def rows(self, only: str | None = None) -> list[FormRow]:
        return [row for row in form_rows(self.object, only) if row.code not in self.closed_codes]

    def get_crumbs(self) -> Crumbs:
        form = self.object
        if self.is_above or not self.actor.may(permissions.REPORT):
            url = reverse("indicators:collect", args=[form.system.key])
            return [(_("Сбор показателей"), f"{url}?year={form.year}")]
        return [(_("Отчётные показатели"), reverse("indicators:forms"))]


class DataFormPage(DataFormBase):
    """The form as a table. Without JavaScript one button saves all that was changed."""

    template_name = "indicators/reported/form.html"

    def get_heading(self) -> Text:
        return str(self.object.unit.title)

    def get_lead(self) -> Text:
        return f"Отчётные показатели за {self.object.year} год"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.rows())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = [saved_row(self.actor, row, request.POST) for row in self.rows()]
        if any(row.error for row in rows):
            return self.show(rows, status=422)
        messages.success(request, "Сохранено.")
        return redirect(self.object)

    def show(self, rows: list[FormRow], status: int = 200) -> HttpResponse:
        form = self.object
        return self.answer(
            status=status,
            rows=rows,
            may_fill=self.may_fill,
            state_kind=state_kind(form),
            state_words=state_words(form, above=self.is_above),
            asked=[row for row in rows if row.required],
            others=[row for row in rows if not row.required],
            history=form.changes.exclude(code__in=self.closed_codes)[:HISTORY],
            titles={row.code: row.indicator.title for row in rows},
        )

    def get_actions(self) -> list[PageAction]:
        form = self.object
        steps = [
            ("send_form", _("Сдать форму"), "primary", self.may_fill),
            ("recall_form", _("Отозвать"), "secondary", self.may_recall()),
            ("approve_form", _("Утвердить"), "primary", self.may_approve()),
            ("accept_form", _("Принять"), "primary", self.may_accept()),
            ("return_form", _("Вернуть с замечаниями"), "secondary", self.may_return()),
        ]
        return [
            PageAction(title, reverse(f"indicators:{name}", args=[form.pk]), kind)
            for name, title, kind, allowed in steps
            if allowed
        ]

    def may_recall(self) -> bool:
        is_sent = self.object.state == FormState.COMPLETE
        return is_sent and holds(self.actor, permissions.REPORT, self.object)

    def may_approve(self) -> bool:
        is_sent = self.object.state == FormState.COMPLETE
        return is_sent and holds(self.actor, permissions.APPROVE_REPORTS, self.object)

    def may_accept(self) -> bool:
        return self.object.state == FormState.APPROVED and self.is_above

    def may_return(self) -> bool:
        if self.object.is_open:
            return False
        return self.is_above or holds(self.actor, permissions.APPROVE_REPORTS, self.object)


class CellPage(DataFormBase):
    """Where the number of a cell comes from: who said it, when, in what, and what stood before.

    Posted to as it is typed, it answers with what stands beside the cell, without htmx back to the
    form. A refusal is shown at the cell, which stays marked as not saved.
    """

    template_name = "indicators/reported/cell.html"

    def get_heading(self) -> Text:
        return str(self.row.indicator.title)

    def get_lead(self) -> Text:
        return f"{self.object.unit.title}, {self.object.year} год"

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = self.row.code
        return self.answer(
            row=self.row,
            history=self.object.changes.filter(code=code),
            comments=self.object.comments.filter(code=code),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row
        typed = typed_in(request.POST, key_of(row)) or {}
        row = with_saved(self.actor, row, typed, request.POST)
        if request.headers.get("HX-Request"):
            return HttpResponse(status_html(request, self.again(row)))
        if row.error:
            messages.error(request, f"{row.indicator.title}. {row.error}")
        return redirect(self.object)

    @cached_property
    def row(self) -> FormRow:
        for row in self.rows(only=self.kwargs["code"]):
            return row
        raise Http404

    def again(self, row: FormRow) -> FormRow:
        """After a save the row is read anew: its warnings may have moved."""
        if row.error:
            return row
        return form_rows(self.object, only=row.code)[0]


def key_of(row: FormRow) -> str:
    return f"{row.form.pk}:{row.code}"


def typed_in(data: Mapping[str, Any], key: str) -> dict[str, str] | None:
    """What was typed into a cell, None where the cell was not sent at all."""
    found = {name: str(data.get(f"{name}:{key}", "")).strip() for name in INPUTS}
    return found if any(f"{name}:{key}" in data for name in INPUTS) else None


def saved_row(actor: Actor, row: FormRow, data: Mapping[str, Any]) -> FormRow:
    """The row after an attempt to save what was typed in it; a refusal stands at it."""
    typed = typed_in(data, key_of(row))
    if typed is None or typed == row.typed_words:
        return row
    return with_saved(actor, row, typed, data)


def with_saved(
    actor: Actor, row: FormRow, typed: dict[str, str], data: Mapping[str, Any]
) -> FormRow:
    try:
        cell = services.save_cell(
            actor,
            form=row.form,
            code=row.code,
            typed=typed,
            version=version_in(data, key_of(row)),
            source=str(data.get("source", ""))[:300],
        )
    except RuleViolation as refusal:
        return replace(row, typed=typed, error=refusal.message)
    return replace(row, cell=cell, comments=() if cell != row.cell else row.comments)


def version_in(data: Mapping[str, Any], key: str) -> int | None:
    told = str(data.get(f"version:{key}", ""))
    return int(told) if told.isdecimal() and len(told) <= LONGEST_NUMBER else None


def status_html(request: HttpRequest, row: FormRow) -> str:
    return render_to_string(
        "indicators/reported/_status.html", {"row": row, "key": key_of(row)}, request
    )
