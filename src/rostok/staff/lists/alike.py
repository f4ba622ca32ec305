"""Cards that look alike, as rows: who, where, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rostok.kernel.ui.formats import date_words
from rostok.people.models import Person
from rostok.staff.alike import Pair
from rostok.staff.models import Employment


@dataclass(frozen=True)
class AlikeRow:
    first: str
    second: str
    reasons: str
    url: str


def alike_rows(pairs: Sequence[Pair]) -> list[AlikeRow]:
    """Names and places of work of all the pairs, in two queries."""
    people = {pk for pair in pairs for pk in (pair.first, pair.second)}
    names = {one.pk: str(one) for one in Person.objects.filter(pk__in=people)}
    places = last_works(people)
    words = {pk: f"{name}; {places[pk]}" if pk in places else name for pk, name in names.items()}
    return [
        AlikeRow(
            words[pair.first],
            words[pair.second],
            "; ".join(pair.reasons),
            reverse("staff:compare", args=[pair.first, pair.second]),
        )
        for pair in pairs
    ]


def last_works(people: set[int]) -> dict[int, str]:
    """Where each works, or worked last."""
    rows = Employment.objects.filter(person__in=people).select_related("organisation", "post")
    latest_last = rows.order_by(F("end").asc(nulls_last=True), "start", "pk")
    return {work.person_id: work_words(work) for work in latest_last}


def work_words(work: Employment) -> str:
    until = f" по {date_words(work.last_day)}" if work.last_day else ""
    return f"{work.post}, {work.organisation}, с {date_words(work.start)}{until}"


class AlikeTable(tables.Table):
    first = tables.Column(_("Одна карточка"), orderable=False)
    second = tables.Column(_("Другая карточка"), orderable=False)
    reasons = tables.Column(_("Что похоже"), orderable=False)
    url = tables.Column(_("Решить"), orderable=False)

    class Meta:
        attrs = {"class": "table"}
        empty_text = _("Похожих карточек не нашлось")

    def render_url(self, value: str, record: Any) -> SafeString:
        return format_html(
            '<a href="{}">Сравнить<span class="sr"> {} и {}</span></a>',
            value,
            record.first,
            record.second,
        )

    def value_url(self, value: str) -> str:
        return value
