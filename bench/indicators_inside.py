"""What is measured, inside a process whose Django is set up."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.test import Client

from bench.world import BENCH, build, build_facts, publish_planned_measures
from rostok.accounts.models import RoleHolding, User
from rostok.indicators.asking import question_about
from rostok.indicators.catalogue import indicator_of
from rostok.indicators.computing import computed_values
from rostok.indicators.engine import count_by_unit
from rostok.indicators.members import NOT_COUNTED, members_for
from rostok.indicators.services import recompute_year
from rostok.indicators.tree import Below
from rostok.orgs.models import OrgUnit, System
from rostok.staff.models import Employment

LARGEST = "tomsk"


def prepare(staff: int) -> dict[str, int]:
    call_command("migrate", verbosity=0)
    names = publish_planned_measures()
    systems = build(staff)
    facts = build_facts(names)
    call_command(
        "shell",
        "-c",
        "from django.db import connection as c; c.cursor().execute('ANALYZE')",
        verbosity=0,
    )
    root = System.objects.get(key=LARGEST).root
    user = User.objects.create_user("bench")
    RoleHolding.objects.create(user=user, role="region_specialist", unit=root, start="2021-01-01")
    return {
        "системы": len(systems),
        "организации": OrgUnit.objects.organisations().count(),
        "работники": Employment.objects.count(),
        "факты": facts,
    }


def measurements(year: int) -> dict[str, Callable[[], object]]:
    systems = list(System.objects.with_versions())
    largest = next(system for system in systems if system.key == LARGEST)
    question = question_about(largest, indicator_of(largest, "diagnosed-share"), year)
    schools = list(OrgUnit.objects.below(largest.root).organisations())
    client = Client()
    client.force_login(
        User.objects.get(username="bench"), "allauth.account.auth_backends.AuthenticationBackend"
    )

    def compute() -> int:
        return sum(1 for system in systems for _ in computed_values(system, year))

    def store() -> None:
        for system in systems:
            recompute_year(BENCH, system=system, year=year)

    def dashboard() -> None:
        opened(client, f"/indicators/{LARGEST}/?year={year}")

    def members() -> None:
        found = members_for(question, largest.root_id, NOT_COUNTED)
        if found is not None:
            found.rows.count()
            list(found.rows[:50])

    def loop() -> None:
        for school in schools:
            count_by_unit(question.formula, question.ask, Below(school.pk))

    def one() -> Any:
        return count_by_unit(question.formula, question.ask, Below(largest.root_id))

    return {
        "compute": compute,
        "store": store,
        "dashboard": dashboard,
        "members": members,
        "one": one,
        "loop": loop,
    }


def opened(client: Client, address: str) -> None:
    answer = client.get(address, HTTP_HOST="localhost")
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
