"""The list of teachers and managers on a day."""

from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from rostok.accounts import permissions as accounts
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.pages import ListPage, PageAction, Text
from rostok.kernel.ui.formats import date_words
from rostok.orgs.models import OrgUnit
from rostok.orgs.permissions import VIEW as VIEW_UNITS
from rostok.orgs.queries import territories_for_filter
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.privacy import permissions as privacy
from rostok.privacy.viewing import note_export, note_list
from rostok.staff import permissions, queries
from rostok.staff.lists import StaffFilter, StaffTable, day_of


class StaffListPage(ListPage):
    permission = permissions.VIEW
    heading = _("Педагоги и руководители")
    table_class = StaffTable
    filterset_class = StaffFilter
    export_name = "Педагоги и руководители"

    @cached_property
    def day(self) -> date:
        return day_of(self.request.GET.get("on"))

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()

    def get_lead(self) -> Text:
        if self.is_today:
            return ""
        return f"Кто работал на {date_words(self.day)}"

    def get_queryset(self) -> Any:
        return queries.staff_for_list(self.actor, self.day)

    def get_table_options(self) -> dict[str, Any]:
        hidden = () if self.actor.may(VIEW_SENSITIVE) else ("age",)
        return {"day": self.day, "exclude": hidden}

    def filterset(self) -> FilterSet:
        return StaffFilter(
            self.request.GET,
            queryset=self.get_queryset(),
            request=self.request,
            territories=places_for(self.actor, self.request.GET.get("within", "")),
            day=self.day,
        )

    def exported(self, rows: Any) -> None:
        people = rows.order_by().values_list("person", flat=True).distinct()
        note_export(self.actor, str(self.export_name), people)

    def seen(self, table: Any) -> None:
        """Ages are closed data: whose were on the page is noted."""
        shown = (row.record for row in table.paginated_rows)
        note_list(
            self.actor,
            "возраст в списке работников",
            [one.person_id for one in shown if one.birth_date],
        )

    def export_urls(self) -> list[tuple[str, str]]:
        """A file to upload again is of today, so the list of another day offers none."""
        found = super().export_urls()
        return [*found, *self.import_columns("staff:export")] if self.is_today else found

    def get_actions(self) -> list[PageAction]:
        actions = []
        if self.actor.may(permissions.EDIT):
            mine = list(queries.organisations_to_staff(self.actor)[:2])
            if len(mine) == 1:
                pk = mine[0].pk
                actions.append(
                    PageAction(_("Принять на работу"), reverse("staff:add", args=[pk]), "primary")
                )
                upload = reverse("kernel:import_upload", args=["staff.list"])
                actions.append(PageAction(_("Загрузить список"), f"{upload}?organisation={pk}"))
            actions.append(PageAction(_("Похожие карточки"), reverse("staff:alike")))
            actions.append(PageAction(_("Переводы"), reverse("staff:transfers")))
        if self.actor.may(privacy.KEEP):
            actions.append(PageAction(_("Согласия и обращения"), reverse("privacy:consents")))
        if self.actor.may(accounts.MANAGE):
            actions.append(PageAction(_("Работники без доступа"), reverse("staff:no_access")))
            actions.append(PageAction(_("Уволенные с доступом"), reverse("staff:leavers")))
        return actions


def places_for(actor: Actor, chosen: str) -> Any:
    """Territories, and the one organisation that a link from its page names."""
    territories = territories_for_filter(actor)
    if not chosen.isdecimal():
        return territories
    own: Any = OrgUnit.objects.filter(pk=chosen)
    return territories | own.visible_to(actor, VIEW_UNITS)
