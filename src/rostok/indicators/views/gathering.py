"""What the one who gathers does at once: many forms accepted, an indicator asked for no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions, services
from rostok.indicators.catalogue import indicator_of
from rostok.indicators.models import Collected, DataForm, ReportedTotal, ReportedValue
from rostok.indicators.reported.reads import acceptable_forms, collected_titles
from rostok.indicators.reported.rows import FormRow
from rostok.indicators.reported.unit_rows import rows_of_units
from rostok.indicators.services.collecting import forms_left_empty
from rostok.indicators.views.base import OneIndicatorPage, SystemPage
from rostok.kernel.access import holds
from rostok.kernel.errors import RuleViolation
from rostok.kernel.pages import Crumbs, FormPage, Text
from rostok.kernel.text import plural
from rostok.kernel.ui.formats import count_words

AT_ONCE = 100
LONGEST_NUMBER = 9
FORMS = "форма,формы,форм"


@dataclass(frozen=True)
class WaitingForm:
    """A form to accept; `row` is its cell of the indicator that is looked at, if any is."""

    form: Any
    row: FormRow | None
    disagreements: int

    @property
    def warnings(self) -> list[str]:
        """What to look at before accepting; such a form is not ticked beforehand."""
        if self.row is not None:
            return self.row.warnings
        if self.disagreements:
            return [f"Итог не сходится с суммой частей: {self.disagreements}."]
        return []


class AcceptManyPage(SystemPage):
    """Approved forms of a territory, perhaps with the values of one indicator, accepted at once."""

    permission = permissions.COLLECT
    template_name = "indicators/reported/accept_many.html"

    def get_heading(self) -> Text:
        return _("Принять формы")

    def get_lead(self) -> Text:
        return f"{self.unit.title_then}, {self.year} год"

    def get_crumbs(self) -> Crumbs:
        url = self.address("indicators:collect")
        return [*super().get_crumbs(), (_("Сбор показателей"), url)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = {int(pk) for pk in request.POST.getlist("form") if is_number(pk)}
        try:
            number = services.accept_forms(
                self.actor, system=self.system, year=self.year, forms=chosen
            )
        except RuleViolation as refusal:
            return self.answer(status=422, refusal=refusal.message, chosen=chosen)
        words = plural(number, "Принята", "Приняты", "Принято")
        messages.success(request, f"{words} {count_words(number, FORMS)}.")
        return redirect(request.get_full_path())

    @cached_property
    def collected(self) -> list[tuple[str, str, str]]:
        return collected_titles(self.system, self.year)

    @cached_property
    def code(self) -> str:
        asked = self.request.GET.get("code", "")
        return asked if any(code == asked for code, _title, _level in self.collected) else ""

    @cached_property
    def waiting(self) -> Any:
        """All that wait below the unit; of one indicator, the forms that hold a value of it."""
        forms = acceptable_forms(self.actor, self.system, self.year, self.unit)
        return forms.filter(cells__code=self.code) if self.code else forms

    @cached_property
    def rows(self) -> list[WaitingForm]:
        forms = list(self.waiting.annotate(filled=Count("cells"))[:AT_ONCE])
        cells = self.cells_of(forms)
        wrong = self.disagreements_of(forms)
        return [WaitingForm(form, cells.get(form.pk), wrong.get(form.unit_id, 0)) for form in forms]

    def cells_of(self, forms: Sequence[DataForm]) -> dict[int, FormRow]:
        if not self.code:
            return {}
        indicator = indicator_of(self.system, self.code, self.year)
        found = rows_of_units(self.actor, forms, indicator)
        return {row.form.pk: row for row, _can_type in found}

    def disagreements_of(self, forms: Sequence[DataForm]) -> dict[int, int]:
        """Unit → how many of its own totals its parts contradict."""
        totals = ReportedTotal.objects.filter(
            system=self.system, year=self.year, unit__in=[form.unit_id for form in forms]
        )
        wrong = totals.filter(disagrees=True).order_by().values_list("unit")
        return dict(wrong.annotate(number=Count("pk")))

    def context(self) -> dict[str, Any]:
        total = self.waiting.count()
        return {
            **super().context(),
            "rows": self.rows,
            "collected": self.collected,
            "code": self.code,
            "total": total,
            "more": total - len(self.rows),
        }


def is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


class StopPage(OneIndicatorPage, FormPage):
    """An indicator is asked for no more; the page says what becomes of what was sent."""

    permission = permissions.COLLECT
    template_name = "kernel/action.html"
    form_class = Form
    submit_title = _("Прекратить сбор")
    done_message = _("Сбор прекращён. Сообщённые значения остались.")

    def get_heading(self) -> Text:
        return _("Прекратить сбор")

    def get_lead(self) -> Text:
        return f"{self.indicator.title}. {self.system}, {self.year} год"

    def get_crumbs(self) -> Crumbs:
        url = self.address("indicators:collect")
        return [*super().get_crumbs(), (_("Сбор показателей"), url)]

    def form_options(self) -> dict[str, Any]:
        if not holds(self.actor, permissions.COLLECT, self.system.root):
            raise Http404
        return super().form_options()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "consequences": self.consequences()}

    def consequences(self) -> list[Text]:
        where = {"system": self.system, "year": self.year, "code": self.indicator.code}
        collected = Collected.objects.filter(**where).first()
        if collected is None:
            return [_("Этот показатель за этот год не собирают.")]
        cells = ReportedValue.objects.filter(
            form__system=self.system, form__year=self.year, code=self.indicator.code
        )
        return [
            *after_stop(cells.count(), forms_left_empty(collected).count()),
            _("Сданные формы можно утвердить, принять или вернуть, как и прежде."),
            _("Назначить сбор снова можно в любой день: числа окажутся в формах на своих местах."),
        ]

    def save(self, _form: Any) -> None:
        services.stop_collecting(
            self.actor, system=self.system, code=self.indicator.code, year=self.year
        )

    def success_url(self, _done: Any) -> str:
        return self.address("indicators:collect")


def after_stop(reported: int, left_empty: int) -> list[Text]:
    """What becomes of the values and of the forms."""
    told = count_words(reported, "число,числа,чисел")
    lines: list[Text] = [_("В формах этого показателя больше не будет в числе обязательных.")]
    if reported:
        lines.append(
            f"Сообщено уже: {told}. Это останется в формах и в сводке; видно в «Кто что сообщил»."
        )
    else:
        lines.append(_("Никто ещё ничего не сообщил."))
    if left_empty:
        forms = count_words(left_empty, FORMS)
        lines.append(
            f"Больше ничего не просят и сдавать не нужно: {forms}. О них перестанем напоминать."
        )
    return lines
