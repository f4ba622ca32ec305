"""Speed of the journal: its page over a million entries, by role and by filter.

    python bench/journal.py [--entries 1000000] [--database sqlite|postgres|both] [--runs 5]

A fresh installation in a temporary folder for each database; PostgreSQL at BENCH_POSTGRES.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.indicators import median_of
from bench.running import run, wanted_databases
from bench.working import SECONDS

LIMIT = 0.100
ORGANISATIONS, MUNICIPALITIES = 500, 20
CHUNK = 5000
RARE = "orgs.renamed"
TITLES = {
    "region": "регион: первая страница",
    "region_deep": "регион: страница из середины",
    "municipality": "муниципалитет: первая страница",
    "school": "организация: первая страница",
    "quiet": "организация, где год ничего не было",
    "since": "регион: за день двухлетней давности",
    "kind": "регион: редкий вид записи",
    "who": "муниципалитет: кто сделал",
    "text": "регион: слова, которых нет",
    "about": "регион: об одном человеке",
    "object": "блок «Что происходило» объекта с 200 000 записей",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measured(given.entries, given.runs)))
        return
    wanted = wanted_databases(given.database)
    words = f"--entries={given.entries}", f"--runs={given.runs}"
    results = {database: run(__file__, database, *words) for database in wanted}
    print(f"Медиана {SECONDS} на сервере, записей {given.entries}, предел {LIMIT:.3f}\n")
    print(f"{'':52}" + "".join(f"{name:>10}" for name in wanted))
    for key, title in TITLES.items():
        print(f"{title:52}" + "".join(f"{results[name][key]:>10.3f}" for name in wanted))
    slow = [key for result in results.values() for key, value in result.items() if value > LIMIT]
    sys.exit(f"Медленнее предела: {', '.join(slow)}" if slow else 0)


def measured(entries: int, runs: int) -> dict[str, float]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    world = World(entries)
    return {name: median_of(work, runs) for name, work in world.questions().items()}


class World:
    """One region; every organisation has its share of entries, the last one none for a year."""

    def __init__(self, entries: int) -> None:
        from django.core.management import call_command  # noqa: PLC0415 - after setup
        from django.db import connection  # noqa: PLC0415 - the same

        call_command("migrate", verbosity=0)
        self.chance = random.Random(3)
        self.build_tree()
        self.write(entries)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def build_tree(self) -> None:
        from tests import factories as make  # noqa: PLC0415 - after setup

        self.make = make
        self.region = make.make_region()
        self.municipalities = [make.make_municipality(self.region) for _ in range(MUNICIPALITIES)]
        self.schools = [
            make.make_school(self.municipalities[number % MUNICIPALITIES])
            for number in range(ORGANISATIONS)
        ]

    def write(self, entries: int) -> None:
        from rostok.kernel import clock  # noqa: PLC0415 - after setup
        from rostok.kernel.models import (  # noqa: PLC0415 - the same
            JournalEntry,
            JournalObject,
            JournalPlace,
        )

        begin, step = clock.now() - timedelta(days=1000), timedelta(days=1000) / entries
        rows = self.planned(entries)
        first = (JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        number = first
        while chunk := list(islice(rows, CHUNK)):
            numbers = range(number, number + len(chunk))
            number += len(chunk)
            JournalEntry.objects.bulk_create(
                JournalEntry(
                    pk=pk,
                    at=begin + step * (pk - first),
                    kind=RARE if pk % 50_000 == 0 else "orgs.corrected",
                    user_id=pk % 700,
                    actor_title=f"Координатор {pk % 700}",
                    actor_norm=f"координатор {pk % 700}",
                    params={"fields": "полное название"},
                    norm=f"исправлены сведения: полное название. школа {pk % 500}",
                )
                for pk in numbers
            )
            JournalObject.objects.bulk_create(
                JournalObject(entry_id=pk, ref_kind="unit", ref_id=about, title="Школа")
                for pk, (_, _, about) in zip(numbers, chunk, strict=True)
            )
            JournalPlace.objects.bulk_create(
                JournalPlace(entry_id=pk, unit_id=unit, own=unit == school)
                for pk, (school, municipality, _) in zip(numbers, chunk, strict=True)
                for unit in (school, municipality, self.region.pk)
            )
        self.middle = first + entries // 2

    def planned(self, entries: int) -> Iterator[tuple[int, int, int]]:
        """Where an entry happened, and the unit it is about: every fifth is about the region."""
        quiet = self.schools[-1]
        for number in range(entries):
            school = self.chance.choice(self.schools)
            if school is quiet and number > entries * 0.6:
                school = self.schools[0]
            about = self.region.pk if number % 5 == 0 else school.pk
            yield school.pk, school.parent_id, about

    def questions(self) -> dict[str, Callable[[], object]]:
        from rostok.kernel import clock  # noqa: PLC0415 - after setup

        region = self.browser(self.region, "administrator")
        municipality = self.browser(self.municipalities[0], "service_head")
        school, quiet = (self.browser(self.schools[n], "coordinator") for n in (3, -1))
        day = f"{clock.today() - timedelta(days=730):%d.%m.%Y}"
        asked: dict[str, tuple[Any, str]] = {
            "region": (region, ""),
            "region_deep": (region, f"?before={self.middle}"),
            "municipality": (municipality, ""),
            "school": (school, ""),
            "quiet": (quiet, ""),
            "since": (region, f"?since={day}&until={day}"),
            "kind": (region, f"?kind={RARE}"),
            "who": (municipality, "?who=координатор+77"),
            "text": (region, "?text=такого+нет+нигде"),
            "about": (region, f"?about=unit:{self.schools[5].pk}"),
        }
        found: dict[str, Callable[[], object]] = {
            name: lambda browser=browser, query=query: self.open(browser, f"/journal/{query}")
            for name, (browser, query) in asked.items()
        }
        found["object"] = lambda: self.block(self.region)
        return found

    def browser(self, unit: Any, role: str) -> Any:
        from django.test import Client  # noqa: PLC0415 - after setup

        user = self.make.make_user(unit)
        self.make.hold(user, role, unit)
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    def open(self, browser: Any, address: str) -> None:
        answer = browser.get(address, HTTP_HOST="localhost")
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    def block(self, unit: Any) -> None:
        from rostok.kernel.refs import ref_to  # noqa: PLC0415 - after setup
        from rostok.kernel.timeline.reading import entries_about  # noqa: PLC0415 - the same
        from rostok.kernel.timeline.wording import by_days, lines_of  # noqa: PLC0415 - the same

        found = entries_about(ref_to(unit), size=20)
        by_days(lines_of(self.make.BOSS, found.entries, on=ref_to(unit)))


if __name__ == "__main__":
    main()
