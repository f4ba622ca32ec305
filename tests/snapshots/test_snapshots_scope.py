"""Whose snapshots are seen, by each reach."""

import pytest

from rostok.kernel.access import LINE, SELF, Actor, Grant
from rostok.snapshots import permissions
from rostok.snapshots.models import Snapshot, SnapshotValue
from tests.factories import actor_at, make_municipality

pytestmark = pytest.mark.usefixtures("today")


def seen(actor):
    return list(Snapshot.objects.visible_to(actor, permissions.VIEW))


def test_a_snapshot_is_seen_at_its_territory_and_above(world, make):
    snapshot = make()
    for unit in (world.municipality, world.region):
        assert seen(actor_at(unit, permissions.VIEW)) == [snapshot]


def test_a_snapshot_is_not_seen_elsewhere_nor_from_a_school_of_it(world, make):
    make()
    for unit in (make_municipality(), world.first):
        assert seen(actor_at(unit, permissions.VIEW)) == []


def test_another_right_shows_nothing(world, make):
    make()
    assert seen(actor_at(world.region, permissions.MAKE)) == []


@pytest.mark.parametrize("reach", [SELF, LINE])
def test_no_person_owns_a_snapshot_and_none_is_published_to_a_line(world, make, reach):
    make()
    actor = Actor("Кто-то", person_id=1, grants=(Grant(permissions.VIEW, reach, world.first.pk),))
    assert seen(actor) == []


def test_values_belong_to_their_places(world, make):
    make()
    rows = SnapshotValue.objects.visible_to(
        actor_at(world.first, permissions.VIEW), permissions.VIEW
    )
    assert {row.unit_id for row in rows} == {world.first.pk}
