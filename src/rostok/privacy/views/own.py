"""«Мои данные»: what is held about me, what I agreed to, what I asked, who looked."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel import clock
from rostok.kernel.files import file_response
from rostok.kernel.ids import sent_key
from rostok.kernel.jobs import start_job
from rostok.kernel.models import Job
from rostok.kernel.pages import ContentPage, Crumbs, FormPage, Page, PageAction, Text
from rostok.kernel.refs import links, ref_to
from rostok.kernel.workdays import own_days_between, territories, unknown_years
from rostok.people.models import Person
from rostok.privacy import permissions, queries, services
from rostok.privacy.about import in_order, part_title
from rostok.privacy.forms import RequestForm
from rostok.privacy.looks import looks_at
from rostok.privacy.models import Block, Consent, ConsentText, DataRequest, OwnExport
from rostok.privacy.purposes import purposes, title_of
from rostok.privacy.tasks import ABOUT_ME
from rostok.privacy.wording import shown
from rostok.privacy.workdays import calendar_at

SHOWN_LOOKS, LOOKS_OF_A_PAGE = 5, 50

SHOWN_RECORDS = 20


class OwnPage(Page):
    """A page about the actor's own data, whatever their rights over other people."""

    permission = permissions.OWN

    @cached_property
    def person(self) -> Person | None:
        number = self.actor.person_id
        return Person.objects.filter(pk=number).first() if number else None

    @property
    def me(self) -> Person:
        if self.person is None:
            raise Http404
        return self.person

    def get_crumbs(self) -> Crumbs:
        return [(_("Мои данные"), reverse("privacy:mine"))]


class MyDataPage(OwnPage, ContentPage):
    template_name = "privacy/mine.html"
    heading = _("Мои данные")
    lead = _("Что о вас хранится, на что вы согласились, кто смотрел и о чём вы просили.")

    def get_crumbs(self) -> Crumbs:
        return []

    def get_actions(self) -> Sequence[PageAction]:
        card = links(self.actor, [ref_to(self.person)] if self.person else [])
        return [PageAction(_("Моя карточка"), url) for url in card.values() if url]

    def context(self) -> dict[str, Any]:
        if self.person is None:
            return {**super().context(), "person": None}
        looks = looks_at(self.person)
        return {
            **super().context(),
            "person": self.person,
            "asked": queries.asked_of(self.person),
            "requests": queries.own_requests(self.actor).order_by("-received_on", "-pk"),
            "held": self.held(),
            "looks": looks[:SHOWN_LOOKS],
            "look_count": len(looks),
            "blocks": self.blocks(),
            "export": OwnExport.objects.of(self.actor).first(),
            "job": self.export_job(),
        }

    def held(self) -> list[tuple[str, list[Any], int]]:
        """The first records of each part, and how many more the archive holds."""
        found = [(one.title, shown(one.records(self.me))) for _name, one in in_order()]
        return [
            (title, records[:SHOWN_RECORDS], max(len(records) - SHOWN_RECORDS, 0))
            for title, records in found
            if records
        ]

    def blocks(self) -> list[tuple[str, Block]]:
        rows = Block.objects.filter(person=self.me, lifted_at=None)
        return [(part_title(row.part), row) for row in rows]

    def export_job(self) -> Job | None:
        """An archive that is being made."""
        mine = Job.objects.of(self.actor).filter(kind=ABOUT_ME, finished_at=None)
        found: Job | None = mine.first()
        return found


class LooksPage(OwnPage, ContentPage):
    template_name = "privacy/looks.html"
    heading = _("Кто смотрел мои данные")
    lead = _("За последние 12 месяцев. Повторные просмотры за день — одна строка.")

    def context(self) -> dict[str, Any]:
        pages = Paginator(looks_at(self.me), LOOKS_OF_A_PAGE)
        return {**super().context(), "looks": pages.get_page(self.request.GET.get("page"))}


class GiveConsentPage(OwnPage):
    """The text of one purpose, and one button under it."""

    template_name = "privacy/give.html"

    @cached_property
    def asked(self) -> queries.Asked:
        return (
            next(
                (one for one in queries.asked_of(self.me) if one.code == self.kwargs["purpose"]),
                None,
            )
            or self.missing()
        )

    def missing(self) -> Any:
        raise Http404

    def get_heading(self) -> Text:
        return f"Согласие: {self.asked.purpose.title.lower()}"

    @property
    def text(self) -> ConsentText | None:
        """The text to agree to: the one in force, once agreed to the next one."""
        return self.asked.coming if self.asked.given else self.asked.text

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self.answer(asked=self.asked, text=self.text)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        given = request.POST.get("text", "")
        text = get_object_or_404(ConsentText, pk=sent_key(given), purpose=self.asked.code)
        services.give_consent(self.actor, purpose=self.asked.code, text=text)
        messages.success(request, _("Согласие дано. Отозвать его можно в любой день."))
        return redirect("privacy:mine")


class WithdrawConsentPage(OwnPage):
    """Says what stops, then withdraws."""

    template_name = "kernel/action.html"

    @cached_property
    def consent(self) -> Consent:
        found: Consent = get_object_or_404(queries.consents_of(self.me), pk=self.kwargs["pk"])
        return found

    def get_heading(self) -> Text:
        return f"Отозвать согласие: {title_of(self.consent.purpose).lower()}"

    def context(self) -> dict[str, Any]:
        known = purposes().get(self.consent.purpose)
        return {
            **super().context(),
            "consequences": known.stops if known else [],
            "submit_title": _("Отозвать согласие"),
            "cancel_url": reverse("privacy:mine"),
        }

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        services.withdraw_consent(self.actor, consent=self.consent)
        messages.success(request, _("Согласие отозвано и больше не действует."))
        return redirect("privacy:mine")


class MakeRequestPage(OwnPage, FormPage):
    heading = _("Обращение о моих данных")
    lead = _("Ответят за 10 рабочих дней. Что вы оспариваете, перестанут использовать сразу.")
    form_class = RequestForm
    submit_title = _("Отправить")
    done_message = _("Обращение отправлено.")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def save(self, form: Any) -> Any:
        return services.make_request(self.actor, **form.cleaned_data)

    def success_url(self, done: DataRequest) -> str:
        return reverse("privacy:my_request", args=[done.pk])


class OwnRequestPage(OwnPage):
    @cached_property
    def asked(self) -> DataRequest:
        found: DataRequest = get_object_or_404(
            queries.own_requests(self.actor), pk=self.kwargs["pk"]
        )
        return found


class MyRequestPage(OwnRequestPage, ContentPage):
    template_name = "privacy/request.html"

    def get_heading(self) -> Text:
        return str(self.asked)

    def context(self) -> dict[str, Any]:
        return {**super().context(), **request_context(self.asked), "own": True}


def request_context(asked: DataRequest) -> dict[str, Any]:
    where = calendar_at(asked.unit)
    term = (asked.received_on, asked.due_on)
    own = territories().get(where)
    return {
        "asked": asked,
        "part": part_title(asked.part) if asked.part else "",
        "purpose": title_of(asked.purpose) if asked.purpose else "",
        "unknown_years": unknown_years(*term, where),
        "own_days": own_days_between(*term, where).items(),
        "doubt": own.note if own and asked.is_open else "",
        "today": clock.today(),
    }


class MyAnswerFilePage(OwnRequestPage):
    """The file that came with the answer."""

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> Any:
        if self.asked.answer_file is None:
            raise Http404
        return file_response(self.asked.answer_file)


class StartExportPage(OwnPage):
    """Begin the archive of everything about oneself; one at a time."""

    http_method_names = ("post",)

    def post(self, _request: HttpRequest) -> HttpResponse:
        mine = Job.objects.of(self.actor).filter(kind=ABOUT_ME, finished_at=None)
        job = mine.first() or start_job(
            self.actor, ABOUT_ME, "Всё обо мне", person=self.me.pk, url=reverse("privacy:mine")
        )
        return redirect(job)


class OwnExportPage(OwnPage):
    """The archive, for a week, for the person alone."""

    def get(self, _request: HttpRequest, pk: int) -> Any:
        found: OwnExport = get_object_or_404(OwnExport.objects.of(self.actor), pk=pk)
        return file_response(found.file)
