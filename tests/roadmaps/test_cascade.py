"""A region hands actions down, states roll up, key activities are tied to those above."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rostok.kernel.errors import RuleViolation
from rostok.orgs.models import OrgUnit
from rostok.orgs.services import activate_system
from rostok.roadmaps import services
from rostok.roadmaps.cascade import (
    Below,
    activities_above,
    alike,
    below_of_action,
    candidates_of,
    carried_out,
    kinds_of,
)
from rostok.roadmaps.models import Action, KeyActivity, Occurrence, Roadmap
from tests.factories import BOSS, make_municipality, make_regulation, make_school
from tests.roadmaps.conftest import ORDER, TODAY, Place

MANY = 60


@pytest.fixture
def regional(place: Place) -> Action:
    """An action of the region above, in its second year."""
    activate_system(
        BOSS,
        pack=make_regulation("khakassia"),
        key="krai",
        root=place.region,
        from_date=date(2023, 1, 1),
    )
    found: Action = Action.objects.get(roadmap__system__key="krai", code="a2")
    return found


def hand(action: Action, region: OrgUnit, units: list[OrgUnit]) -> int:
    """How many questions it costs; rows are written in batches, so inserts are not counted."""
    with CaptureQueriesContext(connection) as caught:
        services.hand_down(BOSS, action=action, above=region, units=units)
    return sum(not one["sql"].startswith("INSERT") for one in caught)


def test_sixty_are_handed_at_once_for_the_price_of_two(place: Place, regional: Action) -> None:
    units = [make_municipality(place.region) for _ in range(MANY)]
    few = hand(regional, place.region, units[:2])
    many = hand(regional, place.region, units[2:])
    assert many == few
    copies = Occurrence.objects.filter(action=regional, above__isnull=False)
    assert copies.count() == MANY * regional.occurrences.own().ahead_on(TODAY).count()


def test_states_roll_up_into_one_line(place: Place, regional: Action) -> None:
    units = [make_municipality(place.region) for _ in range(3)]
    hand(regional, place.region, units)
    rows = Occurrence.objects.filter(action=regional, above__isnull=False)
    rows.filter(year=2024).cancel_with_action(TODAY)
    first, second, _third = rows.filter(year=2023)
    Occurrence.objects.filter(pk=first.pk).update(state="accepted", accepted_on=TODAY)
    Occurrence.objects.filter(pk=second.pk).update(due=date(2023, 9, 1))
    below = below_of_action(BOSS, regional)
    assert below == Below(total=3, accepted=1, overdue=1)
    assert str(below) == "принято 1 из 3, просрочено 1"


def test_a_receiver_hands_it_on_to_its_own(place: Place, regional: Action) -> None:
    hand(regional, place.region, [place.unit])
    services.hand_down(place.head, action=regional, above=place.unit, units=[place.school])
    copy = Occurrence.objects.get(action=regional, unit=place.school, year=2023)
    assert copy.above.above.unit == place.region
    with pytest.raises(RuleViolation, match="кто ниже"):
        services.hand_down(
            place.head, action=regional, above=place.unit, units=[make_municipality()]
        )


def test_who_may_be_handed_it_by_kind(place: Place, regional: Action) -> None:
    units = list(candidates_of(regional, place.region))
    assert set(units) == {place.unit, place.school}
    assert [kind for kind, _title in kinds_of(units)] == ["municipality", "school"]
    hand(regional, place.region, [place.unit])
    assert list(candidates_of(regional, place.region)) == [place.school]


def key_activity(place: Place) -> KeyActivity:
    rows = KeyActivity.objects.filter(direction__roadmap=place.roadmap)
    found: KeyActivity = rows.order_by("pk")[0]
    return found


def test_alike_in_wording_comes_first(place: Place, regional: Action) -> None:
    there = activities_above(place.roadmap)
    assert {one.direction.roadmap.system.key for one in there} == {"krai"}
    own = key_activity(place)
    near = there[-1]
    near.title = own.title.upper()
    assert alike(own, there)[0] == near


def test_the_region_sees_what_is_done_under_its_activity(place: Place, regional: Action) -> None:
    own, above = key_activity(place), regional.key_activity
    services.link_activity(place.head, activity=own, above=above)
    done = Occurrence.objects.filter(action__key_activity=own).order_by("pk")[0]
    Occurrence.objects.filter(pk=done.pk).update(state="accepted", accepted_on=TODAY)
    (carried,) = carried_out(BOSS, above, TODAY)
    rows = Occurrence.objects.filter(action__key_activity=own)
    assert (carried.activity, carried.below.accepted) == (own, 1)
    assert carried.below.total == rows.count()
    assert carried.below.overdue == rows.overdue_on(TODAY).count()
    assert carried_out(place.stranger, above, TODAY) == []


def test_handing_on_pages(place: Place, regional: Action, admin: Client) -> None:
    units = [make_municipality(place.region) for _ in range(3)]
    url = f"/roadmaps/actions/{regional.pk}/"
    assert "Передать вниз" in admin.get(url).content.decode()
    nobody = admin.post(f"{url}hand/?kind=municipality", {})
    assert (nobody.status_code, "Никто не выбран" in nobody.content.decode()) == (422, True)
    done = admin.post(f"{url}hand/?kind=municipality", {"everybody": "on"})
    assert done.headers["Location"] == f"{url}handed/"
    assert set(regional.handings.values_list("unit", flat=True)) == {
        place.unit.pk,
        *(unit.pk for unit in units),
    }
    page = admin.get(f"{url}handed/?q={units[0]}").content.decode()
    assert str(units[0]) in page
    assert "принято 0 из 8" in page
    assert admin.get(f"{url}handed/?export=xlsx").status_code == 200
    received = admin.get(f"/roadmaps/received/{place.unit.pk}/").content.decode()
    assert regional.title[:30] in received


def test_whoever_hands_on_from_several_places_chooses_from_where(
    place: Place, regional: Action, admin: Client
) -> None:
    hand(regional, place.region, [place.unit])
    url = f"/roadmaps/actions/{regional.pk}/hand/"
    page = admin.get(url).content.decode()
    assert f'<option value="{place.unit.pk}">' in page
    chosen = admin.get(f"{url}?from={place.unit.pk}")
    assert f'<option value="{place.unit.pk}" selected>' in chosen.content.decode()
    admin.post(f"{url}?from={place.unit.pk}&kind=school", {"everybody": "on"})
    copy = Occurrence.objects.get(action=regional, unit=place.school, year=2023)
    assert copy.above.unit == place.unit


def test_the_page_of_a_received_term_leads_to_handing_it_on(
    place: Place, regional: Action, admin: Client
) -> None:
    hand(regional, place.region, [place.unit])
    copy = Occurrence.objects.get(action=regional, unit=place.unit, year=2023)
    on = f"/roadmaps/actions/{regional.pk}/hand/?from={place.unit.pk}"
    assert on in admin.get(copy.get_absolute_url()).content.decode()
    hand(regional, place.unit, [place.school])
    assert on not in admin.get(copy.get_absolute_url()).content.decode()


def test_all_that_was_received_stands_in_one_list(
    place: Place, regional: Action, client: Client, enter_as: Any
) -> None:
    hand(regional, place.region, [place.unit, make_municipality(place.region)])
    enter_as(client, place.unit, "service_head")
    rows = client.get("/roadmaps/received/").context["table"].data
    assert {row.unit for row in rows} == {place.unit}


def test_linking_on_pages(place: Place, regional: Action, admin: Client) -> None:
    own = key_activity(place)
    assert "не связано" in admin.get("/roadmaps/of/rayon/links/").content.decode()
    admin.post(f"/roadmaps/activities/{own.pk}/link/", {"above": regional.key_activity_id})
    own.refresh_from_db()
    assert own.above == regional.key_activity
    above = admin.get(f"/roadmaps/activities/{own.above_id}/").content.decode()
    assert "Район" in above
    assert "Связывать не с чем" in admin.get("/roadmaps/of/krai/links/").content.decode()


def test_a_stranger_hands_nothing_and_links_nothing(
    place: Place, regional: Action, client: Client, enter_as: Any
) -> None:
    enter_as(client, make_municipality(), "service_head")
    assert client.get(f"/roadmaps/actions/{regional.pk}/hand/").status_code == 404
    assert client.get(f"/roadmaps/actions/{regional.pk}/handed/").status_code == 404
    assert client.get(f"/roadmaps/received/{place.school.pk}/").status_code == 404
    assert client.get(f"/roadmaps/activities/{key_activity(place).pk}/link/").status_code == 404


def test_a_school_below_sees_the_activity_and_hands_nothing(
    place: Place, regional: Action, client: Client, enter_as: Any
) -> None:
    hand(regional, place.region, [place.unit, make_school(place.unit)])
    enter_as(client, place.school, "coordinator")
    assert client.get(f"/roadmaps/actions/{regional.pk}/").status_code == 200
    assert client.get(f"/roadmaps/actions/{regional.pk}/hand/").status_code == 403
    page = client.get(f"/roadmaps/actions/{regional.pk}/handed/")
    assert page.status_code == 200
    assert Roadmap.objects.get(system__key="krai").occurrences.count() > 0


def test_what_was_handed_to_the_wrong_one_is_taken_back_from_its_page(
    place: Place, admin: Client
) -> None:
    parent = place.occurrence("a8")
    services.hand_down(place.head, action=parent.action, above=place.unit, units=[place.school])
    copy = parent.copies.get()
    back = f"/roadmaps/actions/{parent.action_id}/hand/{place.school.pk}/back/"
    assert back in admin.get(copy.get_absolute_url()).content.decode()
    assert back not in admin.get(parent.get_absolute_url()).content.decode()
    assert "больше не будет" in admin.get(back).content.decode()
    services.begin(place.head, occurrence=copy)
    assert back not in admin.get(copy.get_absolute_url()).content.decode()
    assert admin.post(back).status_code == 422
    Occurrence.objects.filter(pk=copy.pk).update(state="planned")
    services.add_proof(place.head, occurrence=copy, proof=ORDER)
    assert admin.post(back).status_code == 422
    copy.proofs.all().delete()
    assert admin.post(back).status_code == 302
    assert not parent.copies.exists()
    assert admin.get(back).status_code == 404
    nowhere = f"/roadmaps/actions/{parent.action_id}/hand/{10**30}/back/"
    assert admin.get(nowhere).status_code == 404


def test_whoever_received_it_does_not_take_it_back(
    place: Place, client: Client, enter_as: Callable[[Client, OrgUnit, str], None]
) -> None:
    parent = place.occurrence("a8")
    services.hand_down(place.head, action=parent.action, above=place.unit, units=[place.school])
    enter_as(client, place.school, "service_head")
    back = f"/roadmaps/actions/{parent.action_id}/hand/{place.school.pk}/back/"
    assert back not in client.get(parent.copies.get().get_absolute_url()).content.decode()
    assert client.post(back).status_code == 404
    assert parent.copies.exists()
