"""Two cards of one person, and the ways to make them one: for the tests of merging."""

from datetime import date

from rostok.accounts.models import RoleHolding, User
from rostok.people.models import Person, PersonSensitive
from rostok.people.permissions import VIEW_SENSITIVE
from rostok.staff import services
from rostok.staff.models import Absence, Employment, QualificationCategory, StaffCard
from rostok.staff.permissions import EDIT, VIEW
from tests.factories import actor_at, hire, hold, make_person, make_user

AUTUMN, WINTER = date(2020, 9, 1), date(2024, 1, 1)


def coordinator(unit, **fields):
    return actor_at(unit, VIEW, EDIT, VIEW_SENSITIVE, title="Координатор", **fields)


def two_cards(school, **second):
    """One who left the school in 2023 and came back as somebody new."""
    older = make_person("Иванова")
    hire(older, school, date(2015, 9, 1), end=date(2023, 9, 1))
    newer = make_person(**{"last_name": "Иванова", **second})
    hire(newer, school, WINTER)
    return older, newer


def merge(actor, first, second, **choices):
    return services.merge_people(actor, first=first, second=second, choices=choices)


def everything():
    """All that a merge may touch, to be compared after the way back."""
    models = (Employment, Absence, QualificationCategory, StaffCard, PersonSensitive, RoleHolding)
    found = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    people = Person.objects.order_by("pk").values(
        "pk", "last_name", "first_name", "norm", "merged_into"
    )
    users = User.objects.order_by("pk").values("pk", "person", "is_active", "title")
    return {**found, "people": list(people), "users": list(users)}


def both_sign_in(school, older, newer):
    users = make_user(school, person=older), make_user(school, person=newer)
    hold(users[1], "coordinator", school)
    return users
