"""Two snapshots side by side, and who stands behind each term of a change."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rostok.indicators.queries import FOR_THOSE_WITH_NAMES, TERM_TITLES
from rostok.kernel.pages import ContentPage, FormPage, ListPage, PageAction, Text
from rostok.snapshots.comparing import Compared, compare, compare_one
from rostok.snapshots.forms import CompareForm
from rostok.snapshots.lists import MemberTable
from rostok.snapshots.models import Snapshot
from rostok.snapshots.movers import movers_of
from rostok.snapshots.naming import NamedMembers
from rostok.snapshots.queries import others_to_compare
from rostok.snapshots.sides import Side
from rostok.snapshots.veils import Veil
from rostok.snapshots.views.base import InsidePage, Tab


class CompareStartPage(InsidePage, FormPage):
    """Choose the other snapshot and the place."""

    heading = _("Сравнить срезы")
    form_class = CompareForm
    submit_title = _("Сравнить")
    template_name = "snapshots/choose.html"

    def get_lead(self) -> Text:
        return str(self.snapshot)

    @cached_property
    def others(self) -> Any:
        return others_to_compare(self.actor, self.snapshot)

    def form_options(self) -> dict[str, Any]:
        places = self.snapshot.places.order_by("depth", "norm")
        return {**super().form_options(), "others": self.others, "places": places}

    def get_initial(self) -> dict[str, Any]:
        return {"other": self.others.first(), "unit": self.place.unit_id}

    def save(self, form: Any) -> Any:
        return form.cleaned_data

    def success_url(self, done: Any) -> str:
        """The earlier day first, whichever was open."""
        earlier, later = sorted([self.snapshot, done["other"]], key=lambda one: (one.on, one.pk))
        address = reverse("snapshots:comparison", args=[later.pk, earlier.pk])
        return f"{address}?unit={done['unit']}"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "others": self.others}


class PairPage(InsidePage):
    """A page about a snapshot (the later one) and an earlier one at the same place."""

    @cached_property
    def earlier(self) -> Snapshot:
        rows = others_to_compare(self.actor, self.snapshot).filter(pk=self.kwargs["other"])
        found: Snapshot = get_object_or_404(rows)
        if not found.places.filter(unit=self.place.unit_id).exists():
            raise Http404
        return found

    def get_lead(self) -> Text:
        return f"{self.place.title}: {self.earlier.on:%d.%m.%Y} и {self.snapshot.on:%d.%m.%Y}"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "earlier": self.earlier}

    @cached_property
    def veils(self) -> tuple[Veil, Veil]:
        return Veil(self.actor, self.earlier), Veil(self.actor, self.snapshot)

    def told(self, row: Compared) -> Compared | None:
        """The row as this actor may see it; None where the group is too small in either of the two.

        Who moved a sensitive number is told to those who see the people by name.
        """
        sides = (row.earlier, row.later)
        pairs = [(veil, one) for veil, one in zip(self.veils, sides, strict=True) if one]
        unit = self.place.unit_id
        if any(unit in veil.hidden(one.figure) for veil, one in pairs):
            return None
        if any(veil.guards(one.figure, unit) for veil, one in pairs):
            return replace(row, split=None, note=FOR_THOSE_WITH_NAMES)
        return row


class ComparisonPage(PairPage, ContentPage):
    template_name = "snapshots/comparison.html"
    heading = _("Что изменилось и почему")

    def get_actions(self) -> list[PageAction]:
        url = self.address("compare", unit=self.place.unit_id)
        return [PageAction(_("Другой срез или территория"), url)]

    def context(self) -> dict[str, Any]:
        found = list(compare(self.earlier, self.snapshot, self.place.unit_id))
        shown_rows = [row for row in map(self.told, found) if row is not None]
        shown = [(row, self.behind(row)) for row in shown_rows]
        return {
            **super().context(),
            "rows": [pair for pair in shown if not pair[0].figure.context],
            "context_rows": [pair for pair in shown if pair[0].figure.context],
            "hidden": len(found) - len(shown),
        }

    def behind(self, row: Compared) -> list[tuple[Any, int, str]]:
        """(term, how many, address) of the terms that somebody stands behind."""
        names = self.sees_names
        return [
            (TERM_TITLES[term], number, self.who(row, term) if names else "")
            for term, number in row.counts.items()
            if number
        ]

    def who(self, row: Compared, term: str) -> str:
        args = [self.earlier.pk, row.figure.code]
        return self.address("movers", *args, unit=self.place.unit_id, term=term)


class MoversPage(PairPage, ListPage):
    """Who entered, left, gained or lost the fact, or is seen otherwise by the new method."""

    template_name = "snapshots/movers.html"
    table_class = MemberTable

    def get_heading(self) -> Text:
        return TERM_TITLES[self.term]

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"{self.figure.code} {TERM_TITLES[self.term]} {self.snapshot.title}"

    @cached_property
    def term(self) -> str:
        asked = self.request.GET.get("term", "")
        return asked if asked in TERM_TITLES else "entered"

    @cached_property
    def compared(self) -> Compared:
        if not self.sees_names:
            raise Http404
        unit, code = self.place.unit_id, self.figure.code
        sides = Side(self.earlier, unit, code), Side(self.snapshot, unit, code)
        return compare_one(*sides, code)

    def get_queryset(self) -> Any:
        ids = set(getattr(self.compared.moved, self.term))
        before = self.earlier.figures.filter(code=self.figure.code).first()
        found = movers_of(self.term, ids, before, self.figure)
        whose = self.earlier if self.term in {"left", "method_out"} else self.snapshot
        return NamedMembers(self.actor, whose, found)

    def context(self) -> dict[str, Any]:
        counts = self.compared.counts
        unit, args = self.place.unit_id, [self.earlier.pk, self.figure.code]
        return {
            **super().context(),
            "figure": self.figure,
            "back": self.address("comparison", self.earlier.pk, unit=unit),
            "tabs": [
                Tab(
                    title,
                    self.address("movers", *args, unit=unit, term=term),
                    term == self.term,
                    str(counts[term]),
                )
                for term, title in TERM_TITLES.items()
                if counts[term] or term == self.term
            ],
        }
