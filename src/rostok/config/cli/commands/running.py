"""The demo, running the site, and what the packages have registered."""

import sys
from argparse import Namespace
from dataclasses import asdict

from rostok.accounts.personas import personas
from rostok.config.cli.output import Answer
from rostok.config.demo import Summary, load_demo
from rostok.config.serve import prepare_database, serve
from rostok.kernel.access import installation
from rostok.kernel.registry import Registry

NEXT = "Открыть сайт: ROSTOK_DEMO=1 rostok serve"


def run_demo(options: Namespace) -> Answer:
    """The tables, the people and the figures; a second call changes nothing."""
    prepare_database()
    summary = load_demo(installation(), size=options.size, progress=show_progress)
    rows = [asdict(persona) for persona in personas.values()]
    return Answer(rows, lines=described(summary), extra={"demo": asdict(summary)})


def show_progress(phrase: str) -> None:
    """Beside the answer, which a program may be reading."""
    sys.stderr.write(f"{phrase}\n")
    sys.stderr.flush()


def described(summary: Summary) -> list[str]:
    done = "Показательные данные загружены" if summary.loaded else "Показательные данные уже есть"
    counts = f"организаций {summary.organisations}, людей {summary.people}"
    lines = [f"{done}: систем {summary.systems}, {counts}.", "", "Под кем посмотреть:"]
    lines += [f"  {persona.title}. {persona.story}" for persona in personas.values()]
    return [*lines, "", NEXT]


def run_serve(options: Namespace) -> Answer:
    return Answer(lines=[], refused=bool(serve(options.host, options.port)))


def list_registries(_options: Namespace) -> Answer:
    return Answer(
        [
            {"registry": name, "title": registry.title, "name": key, "origin": entry.origin}
            for name, registry in sorted(Registry.all.items())
            for key, entry in sorted(registry.entries.items())
        ]
    )
