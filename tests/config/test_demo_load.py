"""Loading the demo: once, into an empty installation, and never by accident."""

from typing import Any

import pytest
from django.test import Client

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of, demo_personas
from rostok.config.demo import Size, load_demo
from rostok.indicators.models import IndicatorValue
from rostok.kernel.access import Actor, installation
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.models import JournalEntry, JournalObject
from rostok.orgs.models import OrgUnit, System
from rostok.people.models import Person
from rostok.staff.models import Employment
from tests.factories import make_region
from tests.web.homes import check_figures, check_numbers

pytestmark = pytest.mark.django_db

TINY = Size("tiny", share=0.01)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DEMO = installation("Демонстрация")


@pytest.fixture(autouse=True)
def demo_is_on(settings: Any) -> None:
    settings.DEMO = True


@pytest.mark.slow
def test_the_demo_loads_once_and_lets_the_personas_in() -> None:
    first = load_demo(DEMO, size=TINY)
    assert first.loaded
    assert set(System.objects.values_list("key", flat=True)) == {
        "muya",
        "tomsk",
        "khakassia",
        "todzha",
        "odintsovo",
        "zarechny",
    }
    assert_people_are_complete()
    assert_personas_see_what_is_theirs()
    assert_homes_say_what_their_lists_hold()
    assert IndicatorValue.objects.filter(system__key="zarechny", value__gt=0).exists()
    entry = JournalEntry.objects.get(kind="demo.loaded")
    assert JournalObject.objects.filter(entry=entry).count() == first.people

    second = load_demo(DEMO, size=TINY)
    assert not second.loaded
    assert (second.people, second.employments) == (first.people, first.employments)
    assert JournalEntry.objects.filter(kind="demo.loaded").count() == 1
    with pytest.raises(RuleViolation, match="другая демонстрация"):
        load_demo(DEMO, size="small")


def assert_people_are_complete() -> None:
    assert not Person.objects.filter(norm="").exists()
    assert not Person.objects.filter(sensitive=None).exists()
    assert not Person.objects.filter(staff_card=None).exists()
    assert not Person.objects.filter(employments=None).exists()
    assert not Employment.objects.filter(post__code="teacher", subjects=None).exists()


def assert_personas_see_what_is_theirs() -> None:
    actors = {persona.key: actor_of(user_of(persona.username)) for persona in demo_personas()}
    assert len(actors) == 9
    seen = {key: Person.objects.visible_to(actor, "staff.view") for key, actor in actors.items()}
    assert seen["administrator"].count() > seen["region-specialist"].count() > 0
    assert not seen["ministry"].exists()
    assert seen["kindergarten-coordinator"].count() == 6
    teacher = user_of("demo-teacher").person
    assert list(seen["teacher"]) == [teacher]


def user_of(username: str) -> User:
    user: User = User.objects.get(username=username)
    return user


def assert_homes_say_what_their_lists_hold() -> None:
    """What is to do, waited for and measured, for each persona: as a number, a list and a file."""
    shown = {}
    for persona in demo_personas():
        client = Client()
        client.force_login(user_of(persona.username), BACKEND)
        shown[persona.key] = check_numbers(client)
        check_figures(client, shown[persona.key])
    assert shown["service-head"]["number"] > 0
    assert shown["service-head"]["others_number"] > 0
    assert [note[:5] for _figure, note in shown["service-head"]["figures"]] == ["план "] * 3
    assert shown["teacher"]["figures"] == []


def test_it_is_refused_where_other_data_stands() -> None:
    make_region()
    with pytest.raises(RuleViolation, match="это не демонстрация"):
        load_demo(DEMO, size=TINY)
    assert not Person.objects.exists()


def test_it_is_refused_when_the_demo_is_off(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(RuleViolation, match="ROSTOK_DEMO"):
        load_demo(DEMO, size=TINY)
    assert not OrgUnit.objects.exists()


def test_it_is_refused_to_a_user() -> None:
    with pytest.raises(Forbidden):
        load_demo(Actor(title="Методист"), size=TINY)


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(RuleViolation, match="Нет размера"):
        load_demo(DEMO, size="huge")
