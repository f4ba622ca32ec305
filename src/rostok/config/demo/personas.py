"""Accounts of the demo that anybody may use by one click."""

from collections.abc import Mapping

from django.contrib.auth.hashers import make_password

from rostok.accounts.models import User
from rostok.accounts.personas import Persona, personas
from rostok.accounts.services import grant_role
from rostok.config.demo.chance import read_data
from rostok.config.demo.plans import PersonPlan
from rostok.kernel.access import Actor
from rostok.orgs.models import OrgUnit, System
from rostok.people.models import Person

ORIGIN = "config.demo"

for row in read_data("stories")["personas"]:
    persona = Persona(row["key"], row["title"], row["story"], username=f"demo-{row['key']}")
    personas.add(persona.key, persona, origin=ORIGIN)


def create_personas(
    actor: Actor,
    people: Mapping[str, Person],
    units: Mapping[str, OrgUnit],
    systems: Mapping[str, System],
) -> list[User]:
    """The users with their roles; nobody can sign in to them by a password."""
    made = []
    for row in read_data("stories")["personas"]:
        user = User.objects.create(
            username=f"demo-{row['key']}",
            title=row.get("name", ""),
            person=people.get(row.get("person", "")),
            home=units.get(row.get("unit", "")),
            password=make_password(None),
        )
        if "role" in row:
            grant_role(
                actor,
                user=user,
                role=row["role"],
                unit=units[row["unit"]],
                system=systems.get(row.get("system", "")),
            )
        made.append(user)
    return made


def people_of_stories(people: list[Person], plans: list[PersonPlan]) -> dict[str, Person]:
    pairs = zip(people, plans, strict=True)
    return {plan.story: person for person, plan in pairs if plan.story}
