"""Who stands behind a number."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from rostok.indicators import permissions
from rostok.indicators.lists import MemberRows, MemberTable
from rostok.indicators.members import COUNTED, NOT_COUNTED, OUTSIDE, base_set, members_for
from rostok.indicators.models import ValueState
from rostok.indicators.queries import named_units, place_in
from rostok.indicators.views.base import OneIndicatorPage, Tab
from rostok.kernel.access import Actor, holds
from rostok.kernel.pages import Crumbs, ListPage, Text
from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit
from rostok.privacy.viewing import note_export, note_list

PERSON = "person"
SHOWN = {COUNTED: _("Учтены"), NOT_COUNTED: _("Не учтены"), OUTSIDE: _("Не входят в основание")}


def note_members(actor: Actor, what: str, rows: Any) -> None:
    """Whose names are in a file, where these are people."""
    if isinstance(rows, MemberRows) and rows.found.kind == PERSON:
        named = set(named_units(actor).values_list("pk", flat=True))
        people = (row[0] for row in rows.found.rows.iterator() if row[1] in named)
        note_export(actor, what, people)


def note_named(actor: Actor, what: str, table: Any) -> None:
    """Who was named on a page of a list."""
    shown = [row.record.person for row in table.paginated_rows]
    note_list(actor, what, [person for person in shown if person is not None])


class MembersPage(OneIndicatorPage, ListPage):
    """The people (or organisations) behind the number: counted, not counted, outside, and why."""

    permission = permissions.VIEW
    template_name = "indicators/members.html"
    table_class = MemberTable

    def get_heading(self) -> Text:
        return _("Кто за числом")

    def get_lead(self) -> Text:
        return f"{self.indicator.title}. {self.unit.title_then}, {self.year} год"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"{self.indicator.code} {SHOWN[self.show]} {self.unit.short_title_then} {self.year}"

    @cached_property
    def unit(self) -> OrgUnit:
        """Only units whose members the actor may see by name."""
        unit = place_in(self.actor, self.system, self.request.GET.get("unit"), self.tree_day)
        if not holds(self.actor, permissions.VIEW_MEMBERS, unit):
            raise Http404
        return unit

    @cached_property
    def show(self) -> str:
        asked = self.request.GET.get("show", self.default_show())
        return asked if asked in SHOWN else self.default_show()

    def default_show(self) -> str:
        has_base = base_set(self.question.formula) is not None
        return NOT_COUNTED if has_base and self.row.state == ValueState.NO_SOURCE else COUNTED

    @cached_property
    def sought(self) -> str:
        return norm(self.request.GET.get("q", ""))[:100]

    def get_queryset(self) -> Any:
        found = members_for(self.question, self.unit.pk, self.show)
        if found is None:
            return []
        if self.sought and self.show != OUTSIDE:
            found = found.narrowed_to(self.sought, named_units(self.actor))
        return MemberRows(self.actor, self.question, found, self.show)

    def exported(self, rows: Any) -> None:
        note_members(self.actor, f"Кто за числом: {self.export_name}", rows)

    def seen(self, table: Any) -> None:
        """Who was named on the page is noted: one line a day for one number."""
        note_named(self.actor, f"Кто за числом: {self.indicator.title}", table)

    def get_table_options(self) -> dict[str, Any]:
        hidden = ("reason",) if self.show == COUNTED else ("fact", "on")
        return {"exclude": hidden}

    def get_crumbs(self) -> Crumbs:
        url = self.address("indicators:indicator", self.indicator.code)
        return [*super().get_crumbs(), (str(self.indicator.title), url)]

    def context(self) -> dict[str, Any]:
        code = self.indicator.code
        return {
            **super().context(),
            "show": self.show,
            "sought": self.request.GET.get("q", ""),
            "searchable": self.show != OUTSIDE,
            "tabs": [
                Tab(
                    title,
                    self.address("indicators:members", code, show=show),
                    show == self.show,
                    self.length_of(show),
                )
                for show, title in SHOWN.items()
                if show != NOT_COUNTED or base_set(self.question.formula) is not None
            ],
        }

    def length_of(self, show: str) -> str:
        """How many a tab holds, where the number already says it."""
        now = self.row.now
        if now is None or now.numerator is None or show == OUTSIDE:
            return ""
        rest = (now.denominator or 0) - now.numerator
        return str(now.numerator if show == COUNTED else rest)
