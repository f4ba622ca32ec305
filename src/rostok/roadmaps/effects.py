"""What another version of a regulation does to the living roadmap."""

from collections.abc import Iterator
from datetime import date

from rostok.orgs.models import System
from rostok.orgs.queries import EffectTable, version_effects
from rostok.packs.models import PackVersion
from rostok.roadmaps.comparing import Renewal, renewal_of
from rostok.roadmaps.models import Roadmap

HEADS = ("Мероприятие", "Что меняется", "Было", "Станет")


def effect_on_roadmap(system: System, version: PackVersion, _day: date) -> EffectTable:
    """Actions that the roadmap will be brought to once somebody confirms it on its page."""
    roadmap = Roadmap.objects.filter(system=system).first()
    rows = list(rows_of_effect(renewal_of(roadmap, version))) if roadmap else []
    return EffectTable("Дорожная карта", HEADS, rows)


def rows_of_effect(renewal: Renewal) -> Iterator[list[str]]:
    for row in renewal.added:
        yield [row.action.title, "добавляется", "", row.action.term or ""]
    for changed in renewal.changed:
        for word in changed.words:
            yield [changed.action.title, word.title, word.old, word.new]
    for action in renewal.dropped:
        yield [action.title, "исключается", action.term, ""]


version_effects.add("roadmaps", effect_on_roadmap, origin="roadmaps")
