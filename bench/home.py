"""Speed of «Сегодня» and of the mark at the menu with 200 thousand forms behind them, by role.

    python bench/home.py [--forms 200000] [--database sqlite|postgres|both] [--runs 7]

A fresh installation in a temporary folder for each database; PostgreSQL at BENCH_POSTGRES.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.indicators import median_of, run_in_fresh

LIMIT = 0.100
MUNICIPALITIES, SCHOOLS = 100, 10_000
ROLES = {
    "administrator": "администратор страны",
    "region_specialist": "специалист региона",
    "service_head": "руководитель муниципальной службы",
    "coordinator": "координатор школы",
    "teacher": "педагог",
}
PAGES = {"home": "«Сегодня»", "menu": "число у пункта меню", "list": "список всех дел"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200_000)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measured(given.forms, given.runs)))
        return
    wanted = ["sqlite", "postgres"] if given.database == "both" else [given.database]
    words = ["--inside", f"--forms={given.forms}", f"--runs={given.runs}"]
    results = {database: run_in_fresh(database, __file__, words) for database in wanted}
    print(f"Медиана секунд на сервере, форм {given.forms}, предел {LIMIT:.3f}\n")
    print(f"{'':60}" + "".join(f"{name:>10}" for name in wanted))
    for role, who in ROLES.items():
        for page, what in PAGES.items():
            found = "".join(f"{results[name][f'{page} {role}']:>10.3f}" for name in wanted)
            print(f"{f'{what}: {who}':60}{found}")
    slow = {key for result in results.values() for key, value in result.items() if value > LIMIT}
    sys.exit(f"Медленнее предела: {', '.join(sorted(slow))}" if slow else 0)


def measured(forms: int, runs: int) -> dict[str, float]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    world = World(forms)
    return {name: median_of(work, runs) for name, work in world.questions().items()}


class World:
    """A region of ten thousand schools, every second with a coordinator; most forms accepted."""

    def __init__(self, forms: int) -> None:
        from django.core.management import call_command  # noqa: PLC0415 - after setup
        from django.db import connection  # noqa: PLC0415 - the same

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
                for number in range(SCHOOLS)
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
                    unit=self.schools[number % SCHOOLS],
                    year=2026 - number // SCHOOLS,
                    due=today + timedelta(days=number % 60 - 30),
                    state=states[number * 7 % 40],
                )
                for number in range(forms)
            ),
            batch_size=5000,
        )
        users = User.objects.bulk_create(
            [User(username=f"k{number}") for number in range(SCHOOLS // 2)],
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
