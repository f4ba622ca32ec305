"""Cards that look alike: the list, two side by side, one made of them, and the way back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import ActionPage, Crumbs, FormPage, ListPage, Page, Text
from rostok.kernel.ui.formats import date_words
from rostok.people.merging import questions_about, undoable
from rostok.people.models import Person, PersonMerge
from rostok.privacy.viewing import note_card
from rostok.staff import permissions, services
from rostok.staff.alike import alike_pairs, comparing
from rostok.staff.forms import MergeForm
from rostok.staff.kept import kept_by
from rostok.staff.lists import AlikeTable, alike_rows
from rostok.staff.services.merging import last_entry, sees_closed
from rostok.staff.views.people import list_crumbs

SHOWN = 1000
PAIR = 2


def alike_crumbs() -> list[tuple[Text, str]]:
    return [*list_crumbs(), (_("Похожие карточки"), reverse("staff:alike"))]


class AlikePage(ListPage):
    permission = permissions.EDIT
    heading = _("Похожие карточки")
    lead = _(
        "Возможно, это один человек, внесённый дважды. Сравните и решите; решённые пары сюда не"
        " возвращаются."
    )
    table_class = AlikeTable
    export_name = "Похожие карточки"

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_queryset(self) -> Any:
        return alike_rows(alike_pairs(self.actor)[:SHOWN])


class PairPage(Page):
    """A page about two cards that the actor keeps; any other pair does not exist."""

    permission = permissions.EDIT
    kwargs: dict[str, Any]

    @cached_property
    def pair(self) -> list[Person]:
        found = comparing.pair_for(self.actor, self.kwargs["pk"], self.kwargs["other"])
        if len(found) != PAIR:
            raise Http404
        return found

    def get_crumbs(self) -> Crumbs:
        return alike_crumbs()

    def get_lead(self) -> Text:
        return f"{self.pair[0]} и {self.pair[1]}"


class ComparePage(PairPage, FormPage):
    heading = _("Один человек или двое?")
    template_name = "staff/compare.html"
    form_class = MergeForm
    submit_title = _("Это один человек: объединить")

    @cached_property
    def sees_closed(self) -> bool:
        return sees_closed(self.actor, self.pair)

    def form_options(self) -> dict[str, Any]:
        questions = questions_about(*self.pair)
        shown = [one for one in questions if self.sees_closed or not one.closed]
        return {"questions": shown, "initial": {"seen": last_entry(*self.pair)}}

    def context(self) -> dict[str, Any]:
        first, second = self.pair
        return {
            **super().context(),
            "first": first,
            "second": second,
            "lines": comparing.compared(first, second, closed=self.sees_closed),
            "works": comparing.joined_work(first, second),
            "categories": comparing.joined_categories(first, second),
            "apart_url": reverse("staff:set_apart", args=[first.pk, second.pk]),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for person in self.pair:
            note_card(self.actor, person, closed=self.sees_closed)
        return super().get(request, *args, **kwargs)

    def save(self, form: Any) -> Any:
        first, second = self.pair
        answers = dict(form.cleaned_data)
        seen = answers.pop("seen")
        merge = services.merge_people(
            self.actor, first=first, second=second, choices=answers, seen=seen
        )
        text = _("Карточки объединены. Если это ошибка, отмените на этой странице.")
        messages.success(self.request, str(text))
        return merge.survivor


class SetApartPage(PairPage):
    heading = _("Это разные люди")
    template_name = "kernel/action.html"

    def ask(self, *, status: int = 200, refusal: str = "") -> HttpResponse:
        return self.answer(
            status=status,
            refusal=refusal,
            submit_title=_("Это разные люди"),
            consequences=[
                _("Карточки останутся как есть; эту пару больше не предложат."),
                _("Решение останется в журнале обеих карточек."),
            ],
            cancel_url=reverse("staff:compare", args=[one.pk for one in self.pair]),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first, second = self.pair
        try:
            services.set_apart(self.actor, first=first, second=second)
        except RuleViolation as refusal:
            return self.ask(refusal=refusal.message, status=422)
        messages.success(request, str(_("Записано: это разные люди.")))
        return redirect("staff:alike")


class UndoMergePage(ActionPage):
    permission = permissions.EDIT
    model = PersonMerge
    heading = _("Отменить объединение карточек")
    submit_title = _("Отменить объединение")
    done_message = _("Карточки снова разделены, записи вернулись на место.")

    def get_queryset(self) -> Any:
        mine = kept_by(self.actor, permissions.EDIT)
        return (
            undoable().filter(survivor__in=mine.values("pk")).select_related("survivor", "merged")
        )

    def get_lead(self) -> Text:
        row = self.object
        return f"{row.survivor} и {row.merged}, объединены {date_words(row.at)}"

    def get_crumbs(self) -> Crumbs:
        survivor = self.object.survivor
        return [*list_crumbs(), (str(survivor), survivor.get_absolute_url())]

    def get_consequences(self) -> list[Text]:
        return [
            _("Каждая запись вернётся на ту карточку, с которой пришла."),
            _("Если карточку с тех пор меняли, отменить нельзя: система скажет об этом."),
        ]

    def act(self) -> Any:
        return services.undo_merge(self.actor, merge=self.object)

    def ask(self, *, status: int = 200, refusal: str = "") -> HttpResponse:
        return self.answer(
            status=status,
            refusal=refusal,
            submit_title=self.submit_title,
            consequences=self.get_consequences(),
            cancel_url=self.object.survivor.get_absolute_url(),
        )

    def success_url(self, done: Any) -> str:
        return str(done.survivor.get_absolute_url())
