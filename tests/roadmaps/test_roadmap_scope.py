"""Whose roadmaps and proofs are seen: own, below, what is published above; no others."""

from rostok.kernel.access import LINE, SELF, Actor, Grant
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.roadmaps.models import Action, Occurrence, Proof, Roadmap, RoadmapAct, WorkPlan
from rostok.roadmaps.permissions import VIEW
from rostok.roadmaps.services import assign, draw_plan
from tests.factories import actor_at, make_municipality, make_school
from tests.roadmaps.conftest import Place

MODELS = (Roadmap, RoadmapAct, Action, Occurrence, Proof)


def seen(actor: Actor) -> set[str]:
    return {model.__name__ for model in MODELS if model.objects.visible_to(actor, VIEW).exists()}


def at(unit: OrgUnit, reach: str, person: int | None = None) -> Actor:
    return Actor(title="Кто-то", person_id=person, grants=(Grant(VIEW, reach, unit.pk),))


def test_the_territory_and_the_region_above_see_everything(place: Place) -> None:
    place.proved()
    everything = {model.__name__ for model in MODELS}
    assert seen(actor_at(place.unit, VIEW)) == everything
    assert seen(actor_at(place.region, VIEW)) == everything


def test_a_neighbour_sees_nothing(place: Place) -> None:
    place.proved()
    assert seen(actor_at(make_municipality(place.region), VIEW)) == set()
    assert seen(at(make_school(make_municipality(place.region)), LINE)) == set()


def test_a_school_sees_what_is_promised_above_it_and_no_proofs(place: Place) -> None:
    place.proved()
    assert seen(at(place.school, LINE)) == {"Roadmap", "RoadmapAct", "Action", "Occurrence"}


def test_whoever_is_named_sees_their_own_with_its_proofs(place: Place) -> None:
    occurrence = place.proved()
    person = Person.objects.get(pk=place.methodist.person_id)
    assign(place.head, occurrence=occurrence, person=person)
    named = at(place.school, SELF, person.pk)
    assert seen(named) == {"Occurrence", "Proof"}
    assert list(Occurrence.objects.visible_to(named, VIEW)) == [occurrence]


def test_a_plan_is_seen_by_its_territory_and_once_approved_by_its_schools(place: Place) -> None:
    plan = draw_plan(place.methodist, roadmap=place.roadmap, unit=place.unit, year=2023)
    assert WorkPlan.objects.visible_to(actor_at(place.region, VIEW), VIEW).exists()
    assert not WorkPlan.objects.visible_to(at(place.school, LINE), VIEW).exists()
    neighbour = actor_at(make_municipality(place.region), VIEW)
    WorkPlan.objects.filter(pk=plan.pk).update(state="approved")
    assert WorkPlan.objects.visible_to(at(place.school, LINE), VIEW).exists()
    assert not WorkPlan.objects.visible_to(neighbour, VIEW).exists()
