"""Four page classes. A page names a permission, a query, a table or a form, and a service.

Whatever a page shows is visible to the actor under its permission; a foreign row is 404.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import models, transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.views.generic import View
from django_filters import FilterSet
from django_tables2 import Table

from rostok.kernel import nav
from rostok.kernel.access import STRANGER, Actor, authorise
from rostok.kernel.errors import Forbidden, RuleViolation, StaleForm
from rostok.kernel.export import FORMATS, table_response
from rostok.kernel.journal import record
from rostok.kernel.locks import lock, refuse_stale
from rostok.kernel.stale import reopened
from rostok.kernel.ui.rows import data_of, in_order, in_pages

PUBLIC = "public"
SIGNED_IN = nav.SIGNED_IN
PAGE_SIZE = 50
POSSIBLE_YEARS = range(1900, 2101)
IMPORT_COLUMNS = "столбцы загрузки"
Text = str | Promise
Crumbs = Sequence[tuple[Text, str]]


class ActorRequest(HttpRequest):
    """A request after the middleware: it knows who acts."""

    actor: Actor


@dataclass(frozen=True)
class PageAction:
    """A link at the head of a page, shown to those who hold its right."""

    title: Text
    url: str
    kind: str = "secondary"


class Page(View):
    """What all pages share: the right to open it, the heading, the way back."""

    permission: ClassVar[str]
    template_name: ClassVar[str]
    heading: ClassVar[Text] = ""
    lead: ClassVar[Text] = ""

    request: ActorRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission == PUBLIC:
            return super().dispatch(request, *args, **kwargs)
        if self.actor is STRANGER:
            return redirect_to_login(request.get_full_path())
        if self.permission != SIGNED_IN and not self.actor.may(self.permission):
            raise Forbidden
        return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        return self.request.actor

    def get_heading(self) -> Text:
        return self.heading

    def get_lead(self) -> Text:
        return self.lead

    def get_crumbs(self) -> Crumbs:
        return []

    def get_actions(self) -> Sequence[PageAction]:
        return []

    def context(self) -> dict[str, Any]:
        return {
            "heading": self.get_heading(),
            "lead": self.get_lead(),
            "crumbs": self.get_crumbs(),
            "page_actions": self.get_actions(),
            "page": self,
        }

    def answer(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        context = {**self.context(), **extra}
        return render(self.request, self.template_name, context, status=status)


def opens(actor: Actor, address: str) -> bool:
    """Whether the page at an address is for the actor at all; its rows may still be hidden."""
    view = getattr(resolve(urlsplit(address).path).func, "view_class", None)
    right = getattr(view, "permission", PUBLIC)
    return right == PUBLIC or (right == SIGNED_IN and actor is not STRANGER) or actor.may(right)


class ContentPage(Page):
    """A page that only shows what `context` prepares."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer()


class ListPage(Page):
    """A list with filters, order, pages and export; all four come from one query."""

    template_name = "kernel/list.html"
    table_class: ClassVar[type[Table]]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    export_name: ClassVar[str] = "список"

    def get_queryset(self) -> models.QuerySet[Any]:
        raise NotImplementedError

    def get_table_options(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        filterset = self.filterset()
        rows = filterset.qs if filterset is not None else self.get_queryset()
        table = self.table_class(data_of(rows), **self.get_table_options())
        wanted = request.GET.get("export")
        if wanted in FORMATS:
            self.exported(rows)
            return table_response(
                in_order(table, request), name=str(self.export_name), format=wanted
            )
        in_pages(table, request, self.page_size())
        self.seen(table)
        return self.answer(table=table, filter=filterset, export_urls=self.export_urls())

    def page_size(self) -> int:
        """Rows of one page; a list that is printed whole may show more when asked."""
        return PAGE_SIZE

    def exported(self, rows: Any) -> None:
        """Called before a file of the rows is given: who is in it may have to be noted."""

    def seen(self, table: Table) -> None:
        """Called before a page of the list is shown, for the same reason."""

    def filterset(self) -> FilterSet | None:
        if self.filterset_class is None:
            return None
        return self.filterset_class(
            self.request.GET or None, queryset=self.get_queryset(), request=self.request
        )

    def export_urls(self) -> list[tuple[str, str]]:
        return [(title, self.address_with(export=key)) for key, title in FORMATS.items()]

    def import_columns(self, name: str) -> list[tuple[str, str]]:
        """Files of the same selection in the columns of the import, made by the page of a name."""
        return [
            (f"{title}, {IMPORT_COLUMNS}", reverse(name) + self.address_with(format=key))
            for key, title in FORMATS.items()
        ]

    def address_with(self, **params: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        for name, value in params.items():
            query[name] = value
        return f"?{query.urlencode()}"


class ObjectPage(Page):
    """A page about one row, found among those visible under the page's permission."""

    model: ClassVar[type[models.Model]]

    def get_queryset(self) -> models.QuerySet[Any]:
        rows: Any = self.model._default_manager
        visible: models.QuerySet[Any] = rows.visible_to(self.actor, self.permission)
        return visible

    @property
    def object(self) -> Any:
        if not hasattr(self, "_object"):
            self._object = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        return self._object

    def get_heading(self) -> Text:
        return self.heading or str(self.object)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "object": self.object}


class DetailPage(ObjectPage):
    """One row and its panels."""

    template_name = "kernel/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer()


class FormPage(Page):
    """A form whose `save` calls one service. A refusal comes back to the form, nothing is lost."""

    template_name = "kernel/form.html"
    form_class: ClassVar[type[BaseForm]]
    submit_title: ClassVar[Text] = "Сохранить"
    done_message: ClassVar[Text] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            refuse_impossible_days(form)
            done = self.save(form)
        except RuleViolation as refusal:
            form = reopened(form, self.form) if isinstance(refusal, StaleForm) else form
            put_on_form(form, refusal)
            return self.show(form, status=422)
        if self.done_message:
            messages.success(request, str(self.done_message))
        return redirect(self.success_url(done))

    def form(self, *data: Any) -> Any:
        return self.form_class(*data, **self.form_options())

    def form_options(self) -> dict[str, Any]:
        return {"initial": self.get_initial()}

    def get_initial(self) -> dict[str, Any]:
        return {}

    def save(self, form: Any) -> Any:
        """Call the service; what it returns decides where to go next."""
        raise NotImplementedError

    def success_url(self, done: Any) -> str:
        return str(done.get_absolute_url())

    def cancel_url(self) -> str:
        return str(self.get_crumbs()[-1][1]) if self.get_crumbs() else "/"

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        return self.answer(
            status=status, form=form, submit_title=self.submit_title, cancel_url=self.cancel_url()
        )


class ActionPage(ObjectPage):
    """Ask once, then call a service on one row. Says beforehand what will happen."""

    template_name = "kernel/action.html"
    submit_title: ClassVar[Text] = "Подтвердить"
    done_message: ClassVar[Text] = ""

    def get_consequences(self) -> Sequence[Text]:
        return []

    def act(self) -> Any:
        raise NotImplementedError

    def success_url(self, done: Any) -> str:
        return str(getattr(done, "get_absolute_url", self.object.get_absolute_url)())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = self.act()
        except RuleViolation as refusal:
            return self.ask(refusal=refusal.message, status=422)
        if self.done_message:
            messages.success(request, str(self.done_message))
        return redirect(self.success_url(done))

    def ask(self, *, status: int = 200, refusal: str = "") -> HttpResponse:
        return self.answer(
            status=status,
            refusal=refusal,
            submit_title=self.submit_title,
            consequences=self.get_consequences(),
            cancel_url=self.object.get_absolute_url(),
        )


def refuse_impossible_days(form: Any) -> None:
    """A browser takes a year typed with two digits for one of the first century."""
    given = getattr(form, "cleaned_data", {}).items()
    days = {name: value for name, value in given if isinstance(value, date)}
    wrong = {
        name: f"Проверьте год: {value.year:04}."
        for name, value in days.items()
        if value.year not in POSSIBLE_YEARS
    }
    if wrong:
        raise RuleViolation(" ".join(wrong.values()), wrong)


def put_on_form(form: Any, refusal: RuleViolation) -> None:
    """The refusal at its fields where it names them, else at the head of the form."""
    placed = [name for name in refusal.fields if name in form.fields]
    for name in placed:
        form.add_error(name, refusal.fields[name])
    if not placed:
        form.add_error(None, refusal.message)


def visible_or_404(actor: Actor, name: str, rows: models.QuerySet[Any], **lookup: Any) -> Any:
    """One row of those visible to the actor, else 404: a foreign row does not exist."""
    visible: Any = rows
    try:
        return visible.visible_to(actor, name).get(**lookup)
    except rows.model.DoesNotExist:
        raise Http404 from None


@transaction.atomic
def save_row(actor: Actor, *, form: Any, name: str, kind: str, version: int | None = None) -> Any:
    """Save a plain row that no rule guards: the right is checked on the saved row, then journalled.

    Refused: a stale form; a row that would land outside the actor's reach.
    """
    if form.instance.pk:
        refuse_stale(lock(form.instance), version)
    row = form.save()
    authorise(actor, name, row)
    record(actor, kind, row, fields=sorted(form.changed_data))
    return row
