"""A program of its own: makes an installation with a little of everything, or goes on writing."""

import sys
from datetime import date
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def main(task: str) -> None:
    django.setup()
    {"grow": grow, "write": write_for_ever}[task]()


def grow() -> None:
    """People with awkward names, decimals, JSON, an id given and taken back, and a stored file."""
    from rostok.people.models import Person  # noqa: PLC0415 - models need setup
    from tests import factories as make  # noqa: PLC0415 - the same

    call_command("migrate", verbosity=0)
    school = make.make_school(title='МБОУ «Школа № 1; филиал\tи \\N "кавычки"»')
    make.make_user(school, "boss", title="Ёжикова-Öğrenci 😀")
    person = make.make_teacher(school, "Д’Артаньян\nвторая строка", born=date(1990, 2, 28))
    make.hire(person, school, kind="internal", rate="0.25", end=date(2021, 1, 1))
    Person.objects.create(last_name="Лишний", first_name="Л").delete()
    files = Path(settings.FILES_DIR) / "imports"
    files.mkdir(parents=True)
    pack = Path(settings.HOME) / "packs" / "ours"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("key: ours\n")
    (files / "список.xlsx").write_bytes(b"\x00\xff" * 1000)


def write_for_ever() -> None:
    """Entries with one object each, until killed: an archive must hold as many of both."""
    from django.db import transaction  # noqa: PLC0415 - beside what it serves

    from rostok.kernel import journal  # noqa: PLC0415 - models need setup
    from rostok.orgs.models import OrgUnit  # noqa: PLC0415 - the same
    from tests.factories import BOSS  # noqa: PLC0415 - the same

    unit = OrgUnit.objects.all()[0]
    print("пишу", flush=True)  # noqa: T201 - the test waits for it
    while True:
        with transaction.atomic():
            journal.record(BOSS, "orgs.reopened", unit)


if __name__ == "__main__":
    main(sys.argv[1])
