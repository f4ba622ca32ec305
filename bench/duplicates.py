"""Speed of look-alike cards: all pairs among the staff of a region, beside a search all by all.

    python bench/duplicates.py [--staff 100000] [--database sqlite|postgres|both]

Each database is measured in a process of its own on a fresh installation in a temporary folder.
PostgreSQL is asked at BENCH_POSTGRES (default postgres://postgres@127.0.0.1:5432). The naive peer
compares everybody with everybody by rapidfuzz inside a sample and is reckoned up to the whole.
"""

import argparse
import json
import os
import sys
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.running import DATABASES, run, wanted_databases
from bench.working import SECONDS, now

LIMIT = 3.0  # seconds for a hundred thousand people
PEOPLE_AT_ONE = 45
SAMPLE = 1500
TWINS = 200  # of a hundred thousand people, entered twice with a slip
CHUNK = 5000
LAST = ("Иванов", "Смирнов", "Кузнецов", "Попов", "Соколов", "Лебедев", "Козлов", "Новиков")
ENDS = ("а", "ова", "ева", "ина", "ская", "ко", "их", "юк", "ян", "енко", "цева", "ых")
FIRST = ("Мария", "Анна", "Ольга", "Елена", "Наталья", "Ирина", "Татьяна", "Светлана", "Юлия")
PATRONYMIC = ("Петровна", "Ивановна", "Сергеевна", "Александровна", "Викторовна", "Николаевна")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staff", type=int, default=100_000)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(measured(given.staff)))
        return
    wanted = wanted_databases(given.database)
    results = {name: run(__file__, name, f"--staff={given.staff}") for name in wanted}
    failed = print_table(results, given.staff)
    sys.exit(failed)


def print_table(results: dict[str, Any], staff: int) -> bool:
    print(f"Работников: {staff}; {SECONDS}")
    failed = False
    for database, found in results.items():
        limit = LIMIT * max(staff, 10_000) / 100_000
        late = found["seconds"] > limit
        failed |= late
        print(
            f"{database:9} похожие пары: {found['seconds']:.2f} (предел {limit:.1f})"
            f" {'МЕДЛЕННО' if late else 'в срок'}; найдено {found['pairs']},"
            f" заложено {found['twins']}, из них найдено {found['recalled']};"
            f" наивно «каждый с каждым»: {found['naive']:.0f}"
        )
    return failed


def measured(staff: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment set above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from rostok.kernel.statistics import refresh_statistics  # noqa: PLC0415
    from rostok.staff.alike import alike_pairs, cards_of  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    from bench.world import BENCH  # noqa: PLC0415
    from rostok.people.models import Person  # noqa: PLC0415

    twins = build(staff)
    refresh_statistics()
    alike_pairs(BENCH)
    began = now()
    pairs = alike_pairs(BENCH)
    seconds = now() - began
    found = {(pair.first, pair.second) for pair in pairs}
    return {
        "seconds": seconds,
        "pairs": len(pairs),
        "twins": len(twins),
        "recalled": len(found & twins),
        "naive": naive(list(cards_of(Person.objects.all()).values())[:SAMPLE], staff),
    }


def naive(cards: list[Any], staff: int) -> float:
    """Seconds that every card with every other would take, reckoned from a sample."""
    from rostok.staff.alike.reasons import reasons_for  # noqa: PLC0415

    began = now()
    for one, other in combinations(cards, 2):
        reasons_for(one, other)
    spent = now() - began
    return spent * (staff / len(cards)) ** 2


def build(staff: int, seed: int = 5) -> set[tuple[int, int]]:
    """Organisations of a region with their people; the pairs that are one person."""
    from bench.world import BENCH, build_territory  # noqa: PLC0415
    from rostok.orgs.models import OrgUnit  # noqa: PLC0415
    from rostok.people.models import Person, PersonSensitive  # noqa: PLC0415
    from rostok.staff.models import Employment, Post  # noqa: PLC0415
    from rostok.staff.services import load_reference  # noqa: PLC0415

    random = Random(seed)
    load_reference(BENCH)
    root = build_territory("tomsk", max(1, staff // PEOPLE_AT_ONE))
    places = list(OrgUnit.objects.below(root).organisations().values_list("pk", flat=True))
    post = Post.objects.order_by("pk").values_list("pk", flat=True)[0]
    names = [name_of(random) for _ in range(staff)]
    days = [date(1958, 1, 1) + timedelta(days=random.randrange(45 * 365)) for _ in names]
    twice = {place: place + 1 for place in range(0, staff - 1, max(2, staff // TWINS))}
    for one, other in twice.items():
        last, first, patronymic = names[one]
        names[other] = (last[:-1] + "ы", first, patronymic)
        days[other] = days[one]
    people = Person.objects.bulk_create(
        [
            Person(last_name=a, first_name=b, patronymic=c, norm=f"{a} {b} {c}".lower())
            for a, b, c in names
        ],
        batch_size=CHUNK,
    )
    PersonSensitive.objects.bulk_create(
        [PersonSensitive(person=p, birth_date=day) for p, day in zip(people, days, strict=True)],
        batch_size=CHUNK,
    )
    at = [(place // PEOPLE_AT_ONE) % len(places) for place in range(staff)]
    for one, other in twice.items():
        at[other] = at[one]
    Employment.objects.bulk_create(
        [
            Employment(person=p, organisation_id=places[n], post_id=post, start=date(2020, 9, 1))
            for p, n in zip(people, at, strict=True)
        ],
        batch_size=CHUNK,
    )
    return {(people[one].pk, people[other].pk) for one, other in twice.items()}


def name_of(random: Random) -> tuple[str, str, str]:
    last = random.choice(LAST) + random.choice(ENDS) + random.choice(ENDS)
    return last, random.choice(FIRST), random.choice(PATRONYMIC)


if __name__ == "__main__":
    main()
