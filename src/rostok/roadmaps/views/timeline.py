"""The roadmap along the months of a year, each bar beside its words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rostok.kernel.pages import ContentPage, Crumbs, Text
from rostok.roadmaps.gantt import chart_of, legend_of
from rostok.roadmaps.queries import in_order_of_text, occurrences_for
from rostok.roadmaps.views.roadmap import RowsPage

MOST = 200


class TimelinePage(RowsPage, ContentPage):
    """The same rows as in the table, under the same filters."""

    template_name = "roadmaps/timeline.html"
    heading = _("Шкала времени")

    def get_lead(self) -> Text:
        return self.roadmap.title

    def get_crumbs(self) -> Crumbs:
        return [*super().get_crumbs(), (_("Дорожная карта"), self.address())]

    def get_queryset(self) -> Any:
        rows = occurrences_for(self.actor).filter(roadmap=self.roadmap, year=self.year).own()
        return in_order_of_text(rows)

    def context(self) -> dict[str, Any]:
        filterset = self.filterset()
        rows = list(filterset.qs[: MOST + 1])
        chart = chart_of(rows[:MOST], self.year, self.today)
        return {
            **super().context(),
            "filter": filterset,
            "tabs": self.year_tabs("timeline"),
            "views": self.view_tabs("timeline"),
            "chart": chart,
            "legend": legend_of(chart.lanes),
            "more": len(rows) > MOST,
        }
