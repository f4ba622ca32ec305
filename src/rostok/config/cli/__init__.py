"""The console command `rostok`: parse, let Django wake up, run, print. Nothing is decided here."""

import os
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

import django
from django.conf import settings

from rostok.config.cli.output import Answer, complain, deliver
from rostok.config.cli.parser import build_parser
from rostok.config.cli.refusals import EXPECTED, explain

DONE, REFUSED = 0, 1
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 done, 1 refused, 2 usage (argparse leaves by itself)."""
    options = build_parser().parse_args(arguments, Namespace(json=False))
    try:
        answer = run(options)
    except EXPECTED as error:
        complain(explain(error), as_json=options.json)
        return REFUSED
    except KeyboardInterrupt:
        return STOPPED
    deliver(answer, as_json=options.json)
    return REFUSED if answer.refused else DONE


def run(options: Namespace) -> Answer:
    """Models can be imported only after Django has been set up, so commands come by name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostok.config.settings")
    if options.command == "demo":
        os.environ["ROSTOK_DEMO"] = "1"
    use_one_connection()
    django.setup()
    commands = import_module("rostok.config.cli.commands")
    answer: Answer = commands.COMMANDS[options.command](options)
    return answer


def use_one_connection() -> None:
    """A command needs no pool, which would also try for half a minute before it gives up."""
    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
