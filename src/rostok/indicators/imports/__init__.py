"""The import of reported values: a published table, units in rows, indicators in groups."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from rostok.indicators import journal, permissions
from rostok.indicators.imports.applying import prepare
from rostok.indicators.imports.columns import BEFORE, CODE, UNIT, columns_of
from rostok.indicators.imports.comparing import compare, units_of_actor
from rostok.indicators.imports.shaping import shape
from rostok.indicators.imports.template import template_for
from rostok.indicators.imports.undoing import guard_undo, settle_undone, subject_of
from rostok.kernel.access import Actor
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.tabular import ImportSpec, Undo, add_import
from rostok.orgs.models import System
from rostok.orgs.queries import system_for

SPEC_CODE = "indicators.reported"
Context = Mapping[str, Any]


def authorise(actor: Actor, context: Context) -> None:
    system = System.objects.get(key=context["system"])
    if not units_of_actor(actor, system).exists():
        raise Forbidden("В этой системе нет организаций, за которые вы отчитываетесь.")


def context_from_request(request: HttpRequest) -> dict[str, Any]:
    """`?system=key` and perhaps `&year=2024`; a stranger's is 404."""
    actor: Actor = getattr(request, "actor")  # noqa: B009 - set by the middleware
    key, year = request.GET.get("system", ""), request.GET.get("year", "")
    if not key:
        raise Http404
    system = system_for(actor, key)
    told = year.isdecimal() and len(year) == len("2024")
    return {"system": system.key, **({"year": int(year)} if told else {})}


def context_label(context: Context) -> str:
    system = System.objects.select_related("root").get(key=context["system"])
    year = f", {context['year']} год" if context.get("year") else ""
    return f"{system}{year}"


def check_columns(codes: AbstractSet[str]) -> None:
    if not codes & {UNIT, CODE}:
        raise RuleViolation("Нет столбца с организацией или её кодом. Скачайте шаблон и сверьте.")
    if not any(":" in code for code in codes):
        raise RuleViolation(
            "Не найдено ни одного столбца с показателями. Назовите столбцы номером показателя, как"
            " в положении, и подпишите: числитель, знаменатель."
        )


def back_url(context: Context) -> str:
    year = f"?year={context['year']}" if context.get("year") else ""
    return reverse("indicators:collect", args=[context["system"]]) + year


REPORTED = add_import(
    ImportSpec(
        code=SPEC_CODE,
        title="Отчётные показатели",
        permission=permissions.REPORT,
        columns=BEFORE,
        columns_of=columns_of,
        shape=shape,
        keeps_totals=True,
        template=template_for,
        compare=compare,
        prepare=prepare,
        undo=Undo(subject_of, guard_undo, settle_undone, journal_kind=journal.REPORTED_UNDONE),
        authorise=authorise,
        context_from_request=context_from_request,
        context_label=context_label,
        check_columns=check_columns,
        journal_kind=journal.REPORTED_LOADED,
        lead="Организации в строках, показатели в столбцах. Пустая ячейка ничего не меняет.",
        back_url=back_url,
    )
)
