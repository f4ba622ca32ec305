"""Speed of «Сегодня» and of the mark at the menu with 200 thousand forms behind them, by role.

    python bench/home.py [--forms 200000] [--schools 10000] [--database sqlite|postgres|both]
        [--runs 20] [--busy]

A region with many schools, every second with a coordinator; most forms are accepted. `--busy`
judges by the time of the processor (ours and the database's), for a machine that others use too.
A fresh installation in a temporary folder for each database; PostgreSQL at BENCH_POSTGRES.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.running import run, wanted_databases

MEDIAN, P95 = 0.200, 0.500
MUNICIPALITIES = 100
ROLES = {
    "administrator": "администратор страны",
    "region_specialist": "специалист региона",
    "service_head": "руководитель муниципальной службы",
    "coordinator": "координатор школы",
    "teacher": "педагог",
}
PAGES = {"home": "«Сегодня»", "menu": "число у пункта меню", "list": "список всех дел"}
Work = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200_000)
    parser.add_argument("--schools", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--busy", action="store_true", help="judge by the processor")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measured(given.forms, given.schools, given.runs)))
        return
    words = f"--forms={given.forms}", f"--schools={given.schools}", f"--runs={given.runs}"
    results = {name: run(__file__, name, *words) for name in wanted_databases(given.database)}
    print(f"Секунд на сервере; форм {given.forms}, организаций {given.schools}")
    slow = [row for name, rows in results.items() for row in print_table(name, rows, given.busy)]
    sys.exit(f"Медленнее предела: {', '.join(slow)}" if slow else 0)


def print_table(database: str, rows: dict[str, Any], busy: bool) -> list[str]:
    """Every page by role against the limit; returns those past it."""
    slow = []
    limit = f"{MEDIAN:.3f} / {P95:.3f}"
    print(f"\n{database}")
    print(f"{'':58}{'медиана':>9}{'p95':>8}{'процессор':>11}{'запросов':>10}{'предел':>15}")
    for role, who in ROLES.items():
        for page, what in PAGES.items():
            row = rows[f"{page} {role}"]
            late = row["cpu"] > MEDIAN if busy else row["median"] > MEDIAN or row["p95"] > P95
            slow += [f"{what}: {who} ({database})"] if late else []
            print(
                f"{f'{what}: {who}':58}{row['median']:>9.3f}{row['p95']:>8.3f}{row['cpu']:>11.3f}"
                f"{row['queries']:>10}{limit:>15}{' МЕДЛЕННО' * late}"
            )
    return slow


def measured(forms: int, schools: int, runs: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    world = World(forms, schools)
    return {name: figures_of(work, runs) for name, work in world.questions().items()}


def figures_of(work: Work, runs: int) -> dict[str, Any]:
    """Median and p95 after two runs that are not counted but for their queries."""
    from bench.working import processor_seconds  # noqa: PLC0415 - after setup

    queries = queries_of(work)
    times, works = [], []
    for _ in range(runs):
        begun, worked = time.perf_counter(), processor_seconds()
        work()
        times.append(time.perf_counter() - begun)
        works.append(processor_seconds() - worked)
    return {
        "median": statistics.median(times),
        "p95": statistics.quantiles(times, n=20, method="inclusive")[-1],
        "cpu": statistics.median(works),
        "queries": queries,
    }


def queries_of(work: Work) -> int:
    from django.db import connection  # noqa: PLC0415 - after setup

    number = 0

    def count(execute: Any, *rest: Any) -> Any:
        nonlocal number
        number += 1
        return execute(*rest)

    work()
    with connection.execute_wrapper(count):
        work()
    return number


class World:
    """A region of many schools, every second with a coordinator; most forms accepted."""

    def __init__(self, forms: int, schools: int) -> None:
        from django.core.management import call_command  # noqa: PLC0415 - after setup
        from django.db import connection  # noqa: PLC0415 - the same

        self.number = schools
        call_command("migrate", verbosity=0)
        self.build_tree()
        self.write(forms)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def build_tree(self) -> None:
        from rostok.orgs.models import OrgUnit, UnitKind  # noqa: PLC0415 - after setup
        from rostok.orgs.services import NewUnit, activate_system, create_units  # noqa: PLC0415
        from rostok.packs.services import store_version  # noqa: PLC0415
        from tests import factories as make  # noqa: PLC0415

        self.make = make
        self.country = make.make_unit(UnitKind.COUNTRY)
        self.region = make.make_unit(UnitKind.REGION, self.country)
        self.municipalities = [make.make_municipality(self.region) for _ in range(MUNICIPALITIES)]
        create_units(
            make.BOSS,
            units=[
                NewUnit(
                    kind=UnitKind.ORGANISATION,
                    code=f"s{number}",
                    title=f"Школа {number}",
                    short_title=f"Школа {number}",
                    parent=self.municipalities[number % MUNICIPALITIES].code,
                    org_kind="school",
                )
                for number in range(self.number)
            ],
        )
        self.schools = list(OrgUnit.objects.filter(kind=UnitKind.ORGANISATION).order_by("pk"))
        version = store_version(make.BOSS, key="tomsk")
        self.system = activate_system(
            make.BOSS, pack=version, key="oblast", root=self.region, from_date=date(2021, 1, 1)
        )

    def write(self, forms: int) -> None:
        from rostok.accounts.models import RoleHolding, User  # noqa: PLC0415 - after setup
        from rostok.indicators.models import DataForm, FormState  # noqa: PLC0415 - the same
        from rostok.kernel import clock  # noqa: PLC0415 - the same

        today = clock.today()
        states = [FormState.ACCEPTED] * 36 + [
            FormState.ASSIGNED,
            FormState.RETURNED,
            FormState.COMPLETE,
            FormState.APPROVED,
        ]
        DataForm.objects.bulk_create(
            (
                DataForm(
                    system=self.system,
                    unit=self.schools[number % self.number],
                    year=2026 - number // self.number,
                    due=today + timedelta(days=number % 60 - 30),
                    state=states[number * 7 % 40],
                )
                for number in range(forms)
            ),
            batch_size=5000,
        )
        users = User.objects.bulk_create(
            [User(username=f"k{number}") for number in range(self.number // 2)],
            batch_size=5000,
        )
        RoleHolding.objects.bulk_create(
            [
                RoleHolding(user=user, role="coordinator", unit=school, start="2024-01-01")
                for user, school in zip(users, self.schools[::2], strict=True)
            ],
            batch_size=5000,
        )

    def questions(self) -> dict[str, Callable[[], object]]:
        from rostok.accounts.queries import actor_by_id  # noqa: PLC0415 - after setup
        from rostok.web.badge import number_of_mine  # noqa: PLC0415 - the same

        places = {
            "administrator": self.country,
            "region_specialist": self.region,
            "service_head": self.municipalities[0],
            "coordinator": self.schools[0],
            "teacher": self.schools[0],
        }
        found: dict[str, Callable[[], object]] = {}
        for role, unit in places.items():
            user, browser = self.somebody(unit, role)
            found[f"home {role}"] = lambda one=browser: self.open(one, "/")
            found[f"list {role}"] = lambda one=browser: self.open(one, "/today/")
            found[f"menu {role}"] = lambda one=user: number_of_mine(actor_by_id(one.pk))
        return found

    def somebody(self, unit: Any, role: str) -> tuple[Any, Any]:
        from django.test import Client  # noqa: PLC0415 - after setup

        user = self.make.make_user(unit)
        self.make.hold(user, role, unit)
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return user, client

    def open(self, browser: Any, address: str) -> None:
        answer = browser.get(address, HTTP_HOST="localhost")
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")


if __name__ == "__main__":
    main()
