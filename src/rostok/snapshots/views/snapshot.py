"""A snapshot: its values, its territories, and who stood behind a number."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.kernel.access import holds
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.pages import DetailPage, ListPage, PageAction, Text
from rostok.kernel.text import norm
from rostok.orgs.models import UnitKind
from rostok.privacy.viewing import note_export, note_list
from rostok.snapshots import permissions
from rostok.snapshots.lists import MemberTable, PlaceTable
from rostok.snapshots.models import SnapshotState
from rostok.snapshots.naming import NamedMembers, named_with
from rostok.snapshots.queries import (
    FrozenMembers,
    frozen_members,
    is_alone_to_approve,
    versions_of,
)
from rostok.snapshots.services import right_to_withdraw
from rostok.snapshots.territories import PlaceRow, figures_at, rows_of
from rostok.snapshots.veils import Veil
from rostok.snapshots.views.base import InsidePage, OneSnapshotPage, Tab

COUNTED, NOT_COUNTED, OUTSIDE = "counted", "not-counted", "outside"
PERSON = "person"
SHOWN = {COUNTED: _("Учтены"), NOT_COUNTED: _("Не учтены"), OUTSIDE: _("Не входят в основание")}
LEVELS = {
    "": _("Все"),
    UnitKind.MUNICIPALITY: _("Муниципалитеты"),
    UnitKind.ORGANISATION: _("Организации"),
}


class SnapshotPage(OneSnapshotPage, DetailPage):
    """The values as the dashboard shows them, with the stamp of the freezing."""

    template_name = "snapshots/snapshot.html"

    def get_lead(self) -> Text:
        return "" if self.place.unit_id == self.snapshot.unit_id else self.place.title

    def get_actions(self) -> list[PageAction]:
        found = [
            PageAction(_("Сравнить"), self.address("compare", unit=self.place.unit_id)),
            PageAction(_("Excel"), self.address("xlsx")),
            PageAction(_("Таблица к приказу"), self.address("docx")),
        ]
        return [*self.decisions(), *found]

    @cached_property
    def is_alone(self) -> bool:
        """Whether the maker has nobody to ask."""
        is_waiting = self.snapshot.state == SnapshotState.SUBMITTED
        return is_waiting and is_alone_to_approve(self.actor, self.snapshot)

    def decisions(self) -> list[PageAction]:
        """What may be done to it now; the maker is not offered to approve."""
        snapshot, state = self.snapshot, self.snapshot.state
        found = []
        if state == SnapshotState.DRAFT and holds(self.actor, permissions.MAKE, snapshot):
            found.append(PageAction(_("На утверждение"), self.address("submit"), "primary"))
        if state == SnapshotState.SUBMITTED and holds(self.actor, permissions.APPROVE, snapshot):
            if snapshot.maker_id is None or snapshot.maker_id != self.actor.user_id:
                found.append(PageAction(_("Утвердить"), self.address("approve"), "primary"))
            elif self.is_alone:
                alone = self.address("approve_alone")
                found.append(PageAction(_("Утвердить самому"), alone, "primary"))
            found.append(PageAction(_("Вернуть"), self.address("return")))
        needs = right_to_withdraw(snapshot)
        if state != SnapshotState.WITHDRAWN and holds(self.actor, needs, snapshot):
            found.append(PageAction(_("Отозвать"), self.address("withdraw")))
        return found

    def context(self) -> dict[str, Any]:
        rows = figures_at(self.actor, self.snapshot, self.place.unit_id)
        shown = [(row, self.links(row)) for row in rows]
        return {
            **super().context(),
            "rows": [pair for pair in shown if not pair[0].figure.context],
            "context_rows": [pair for pair in shown if pair[0].figure.context],
            "own_maker": self.snapshot.maker_id == self.actor.user_id,
            "is_alone": self.is_alone,
            "versions": versions_of(self.snapshot),
            "timeline": [(one, sentence_of(one)) for one in timeline_of(self.snapshot)],
            "open_url": self.open_url(),
        }

    def links(self, row: PlaceRow) -> dict[str, str]:
        unit = self.place.unit_id
        found = {"places": self.address("territories", row.figure.code)}
        if self.sees_names and row.figure.member_kind:
            found["members"] = self.address("members", row.figure.code, unit=unit)
        return found

    def open_url(self) -> str:
        if not self.snapshot.is_approved:
            return ""
        return self.request.build_absolute_uri(reverse("snapshots:open", args=[self.snapshot.code]))


class TerritoriesPage(InsidePage, ListPage):
    """One indicator over all places, with the size that makes them comparable."""

    template_name = "snapshots/territories.html"
    table_class = PlaceTable

    def get_heading(self) -> Text:
        return _("По территориям и организациям")

    def get_lead(self) -> Text:
        return f"{self.figure.title}. {self.snapshot}"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"{self.figure.code} {self.snapshot.title}"

    @cached_property
    def level(self) -> str:
        asked = self.request.GET.get("level", "")
        return asked if asked in LEVELS else ""

    def get_queryset(self) -> Any:
        rows = rows_of(Veil(self.actor, self.snapshot), self.figure)
        return [row for row in rows if not self.level or row.place.kind == self.level]

    def get_table_options(self) -> dict[str, Any]:
        return {"link": lambda row: self.address("snapshot", unit=row.place.unit_id)}

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "figure": self.figure,
            "tabs": [
                Tab(
                    title,
                    self.address("territories", self.figure.code, level=level),
                    level == self.level,
                )
                for level, title in LEVELS.items()
            ],
        }


class MembersPage(InsidePage, ListPage):
    """The people (or organisations) behind a frozen number, with the reasons of that day."""

    template_name = "snapshots/members.html"
    table_class = MemberTable

    def get_heading(self) -> Text:
        return _("Кто за числом в срезе")

    def get_lead(self) -> Text:
        return f"{self.figure.title}. {self.place.title}"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"{self.figure.code} {SHOWN[self.show]} {self.snapshot.title}"

    @cached_property
    def show(self) -> str:
        asked = self.request.GET.get("show", "")
        return asked if asked in SHOWN else COUNTED

    @cached_property
    def found(self) -> FrozenMembers:
        if not self.sees_names:
            raise Http404
        outside = self.show == OUTSIDE
        rows = frozen_members(self.figure, self.place.unit_id, outside=outside)
        if not outside:
            rows = rows.that_count(counted=self.show == COUNTED)
        words = norm(self.request.GET.get("q", ""))[:100]
        return named_with(rows, words) if words else rows

    def get_queryset(self) -> Any:
        return NamedMembers(self.actor, self.snapshot, self.found)

    def exported(self, _rows: Any) -> None:
        people = [one.member for one in self.found if one.kind == PERSON]
        note_export(self.actor, f"Кто за числом: {self.export_name}", people)

    def seen(self, table: Any) -> None:
        """Who was named on the page is noted: one line a day for one number of a snapshot."""
        shown = [row.record.person for row in table.paginated_rows]
        what = f"Кто за числом в срезе: {self.figure.title}"
        note_list(self.actor, what, [person for person in shown if person is not None])

    def get_table_options(self) -> dict[str, Any]:
        return {"exclude": ("reason",) if self.show == COUNTED else ("on",)}

    def context(self) -> dict[str, Any]:
        code, unit = self.figure.code, self.place.unit_id
        return {
            **super().context(),
            "figure": self.figure,
            "show": self.show,
            "sought": self.request.GET.get("q", ""),
            "row": next(iter(figures_at(self.actor, self.snapshot, unit, self.figure)), None),
            "tabs": [
                Tab(title, self.address("members", code, unit=unit, show=show), show == self.show)
                for show, title in SHOWN.items()
            ],
        }
