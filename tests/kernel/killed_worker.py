"""A worker with the toy import, to be killed by tests. Started as a program of its own."""

import sys

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    from rostok.kernel.jobs import actor_builders  # noqa: PLC0415 - the same
    from tests.kernel.tabular_toys import KEEPER, registered  # noqa: PLC0415 - models need setup

    actor_builders.entries.pop("user", None)
    actor_builders.add("user", lambda _user_id: KEEPER, origin="toy")
    with registered():
        call_command(*sys.argv[1:])


if __name__ == "__main__":
    main()
