"""kill -9 in the middle of preview, apply and undo of a staff list: nothing is left halfway.

    python bench/killed_imports.py [--rounds 200] [--staff 400] [--database sqlite|postgres|both]

Each time a worker is killed at a random moment of one phase; we look at what it left, let the
reaper find the dead job and the work be done again, and look once more. Those that had finished
before are not counted. Prints how many died where and what was found; fails if anything was ever
written halfway.
"""

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.running import run, wanted_databases

FOUND = {
    "nothing": "убит до записи: ничего не записано",
    "all": "убит после записи: записано всё",
    "late": "успел закончить",
    "halfway": "записано наполовину",
    "queued": "уборщик поставил задание снова",
    "failed": "уборщик сказал, что работа прервалась; начата заново",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--staff", type=int, default=400)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(killed(given.rounds, given.staff, given.seed)))
        return
    arguments = f"--rounds={given.rounds}", f"--staff={given.staff}", f"--seed={given.seed}"
    results = {name: run(__file__, name, *arguments) for name in wanted_databases(given.database)}
    print_table(results)
    sys.exit(any(result.get("halfway") for result in results.values()))


def killed(rounds: int, staff: int, seed: int) -> dict[str, int]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    import django  # noqa: PLC0415 - settings come from the environment set above

    django.setup()
    from bench.killed_imports_inside import play, prepare  # noqa: PLC0415

    return dict(play(prepare(staff), rounds, seed))


def print_table(results: dict[str, dict[str, int]]) -> None:
    totals = {name: Counter(result) for name, result in results.items()}
    print(f"{'':60}" + "".join(f"{name:>10}" for name in totals))
    for phase in ("check", "apply", "undo"):
        for key, title in FOUND.items():
            row = [found[f"{phase} {key}"] for found in totals.values()]
            if any(row):
                print(f"{phase + ': ' + title:60}" + "".join(f"{number:>10}" for number in row))
    for key, title in (("kills", "убито посреди работы"), ("halfway", "записано наполовину")):
        print(f"{title:60}" + "".join(f"{found[key]:>10}" for found in totals.values()))


if __name__ == "__main__":
    main()
