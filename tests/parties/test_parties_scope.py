"""Who the parties are is read by those of the territory, above it and below it."""

from datetime import date

from rostok.kernel.access import LINE, Actor, Grant
from rostok.parties.models import PartyUnit
from rostok.parties.permissions import VIEW
from rostok.parties.services import name_party
from tests.factories import BOSS, actor_at, make_municipality
from tests.roadmaps.conftest import Place, place

__all__ = ["place"]


def test_parties_are_read_within_the_territory_alone(place: Place) -> None:
    name_party(BOSS, system=place.system, party="ruo", unit=place.unit, start=date(2023, 9, 1))
    below = Actor(title="Школа", grants=(Grant(VIEW, LINE, place.school.pk),))
    for reader in (actor_at(place.unit, VIEW), actor_at(place.region, VIEW), below):
        assert PartyUnit.objects.visible_to(reader, VIEW).exists()
    neighbour = actor_at(make_municipality(place.region), VIEW)
    assert not PartyUnit.objects.visible_to(neighbour, VIEW).exists()
