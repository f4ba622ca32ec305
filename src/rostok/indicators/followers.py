"""Targets of an organisation that ends stay with it: they are history, and the preview says so."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count

from rostok.indicators.models import Target
from rostok.kernel.access import Actor
from rostok.orgs.followers import Follower, Move, Receipt, followers


def standing(unit_ids: Collection[int], day: date) -> dict[int, int]:
    held = Target.objects.filter(unit__in=unit_ids, year__gte=day.year).order_by()
    return dict(held.values_list("unit").annotate(number=Count("pk")))


def stay(_actor: Actor, move: Move) -> Receipt:
    held = Target.objects.filter(unit=move.source, year__gte=move.day.year)
    return list(held.values_list("pk", flat=True)) if move.is_whole else []


followers.add(
    "indicators.targets",
    Follower("Целевые значения (остаются за прежней организацией)", standing, stay),
    origin="indicators",
)
