"""The review of access, and coordinators for a whole territory."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from rostok.accounts import permissions, review, services
from rostok.accounts.lists import OrganisationFilter, OrganisationTable, territories
from rostok.accounts.queries import heads_of
from rostok.accounts.views.users import list_crumbs, slips_page
from rostok.kernel.access import holds
from rostok.kernel.pages import ContentPage, Crumbs, ListPage, visible_or_404
from rostok.orgs.models import OrgUnit

AT_ONCE = 300
SHOWN_GAPS = 50


class ReviewPage(ContentPage):
    """Who has what in a territory; each count opens the list it counts."""

    permission = permissions.VIEW
    template_name = "accounts/review.html"
    heading = gettext_lazy("Проверка доступа")
    lead = gettext_lazy("Раз в год посмотрите, у кого какие роли, уберите лишнее и отметьте это.")

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    @cached_property
    def unit(self) -> OrgUnit | None:
        """The unit of the address; a foreign one does not exist."""
        given = self.request.GET.get("unit", "")
        if not given:
            return next(iter(review.units_to_review(self.actor)), None)
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0  # noqa: PLR2004 - fits a key
        found: OrgUnit = visible_or_404(
            self.actor, permissions.VIEW, OrgUnit.objects.all(), pk=number
        )
        return found

    def context(self) -> dict[str, Any]:
        unit = self.unit
        if unit is None:
            return {**super().context(), "unit": None}
        organisations = review.organisations_for_access(self.actor)
        inside = organisations.filter(pk__in=OrgUnit.objects.below(unit).values("pk"))
        last = review.reviews_of(unit).first()
        return {
            **super().context(),
            "unit": unit,
            "units": territories(self.request),
            "total": review.holdings_below(self.actor, unit).count(),
            "list_url": self.list_url(),
            "findings": [
                (finding, number, self.list_url(finding=finding.key))
                for finding, number in review.counts_of_findings(self.actor, unit)
            ],
            "roles": [
                (title, number, self.list_url(role=code))
                for code, title, number in review.counts_by_role(self.actor, unit)
            ],
            "unkept": inside.filter(keepers=0).count(),
            "unkept_url": f"{reverse('accounts:coordinators')}?unit={unit.pk}&kept=false",
            "gaps": review.roles_without_holder(unit)[:SHOWN_GAPS],
            "last": last,
            "overdue": review.is_overdue(last),
            "may_confirm": holds(self.actor, permissions.MANAGE, unit),
            "may_manage": self.actor.may(permissions.MANAGE),
        }

    def list_url(self, **params: str) -> str:
        query = {"unit": self.unit.pk if self.unit else "", **params}
        return f"{reverse('accounts:roles')}?{urlencode(query)}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """«Проверил(а)»: kept with the date and with what was seen."""
        if self.unit is not None:
            counts = review.counts_to_keep(self.actor, self.unit)
            services.confirm_review(self.actor, unit=self.unit, counts=counts)
            messages.success(request, _("Проверка записана."))
        return redirect(f"{request.path}?unit={self.unit.pk if self.unit else ''}")


class CoordinatorsPage(ListPage):
    """Organisations and who gives access there; the button acts on what the list shows."""

    permission = permissions.MANAGE
    template_name = "accounts/coordinators.html"
    heading = gettext_lazy("Координаторы организаций")
    lead = gettext_lazy("У каждой организации должен быть тот, кто даёт доступ своим.")
    table_class = OrganisationTable
    filterset_class = OrganisationFilter
    export_name = "координаторы организаций"

    def get_crumbs(self) -> Crumbs:
        return list_crumbs()

    def get_queryset(self) -> Any:
        return review.organisations_for_access(self.actor)

    def get_table_options(self) -> dict[str, Any]:
        return {"heads": self.heads}

    @cached_property
    def heads(self) -> Any:
        return heads_of(self.get_queryset().order_by().values_list("pk", flat=True))

    def waiting(self) -> list[OrgUnit]:
        """Of the organisations shown, those without a coordinator whose head is known."""
        filterset = self.filterset()
        rows = filterset.qs if filterset is not None else self.get_queryset()
        return [unit for unit in rows.filter(keepers=0) if unit.pk in self.heads]

    def context(self) -> dict[str, Any]:
        waiting = len(self.waiting())
        return {**super().context(), "waiting": waiting, "at_once": min(waiting, AT_ONCE)}

    @sensitive_variables("issued")
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        heads = {unit: self.heads[unit.pk] for unit in self.waiting()[:AT_ONCE]}
        issued = services.make_coordinators(self.actor, heads=heads)
        if issued:
            return slips_page(request, issued)
        messages.info(request, _("Новых координаторов нет: у всех роль уже есть."))
        return redirect(request.get_full_path())
