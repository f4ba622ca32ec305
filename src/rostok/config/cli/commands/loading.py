"""Files of organisations and of staff; the first administrator."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from rostok.accounts import console as accounts
from rostok.config.cli.lookups import system_by_key
from rostok.config.cli.output import Answer, Row
from rostok.indicators import console as indicators
from rostok.kernel.access import installation
from rostok.orgs import console as orgs
from rostok.staff import console as staff

COUNTS = {
    "new": "Новых",
    "changed": "Изменено",
    "left": "Нет в файле",
    "unchanged": "Без изменений",
}


def import_organisations(options: Namespace) -> Answer:
    return report(orgs.import_organisations(installation(), existing(options.file)))


def write_template(options: Namespace) -> Answer:
    staff.write_template(Path(options.file))
    return Answer([{"file": options.file}], lines=[f"Пустой файл записан: {options.file}"])


def import_staff(options: Namespace) -> Answer:
    file, system = existing(options.file), system_by_key(options.system)
    found = staff.import_staff(installation(), file, system.key, check_only=options.check_only)
    return report(found, system.key)


def write_reported_template(options: Namespace) -> Answer:
    path, system = Path(options.file), system_by_key(options.system)
    indicators.write_reported_template(path, system, options.year, options.org)
    return Answer([{"file": options.file}], lines=[f"Таблица записана: {options.file}"])


def import_reported(options: Namespace) -> Answer:
    file, system = existing(options.file), system_by_key(options.system)
    found = indicators.import_reported(
        installation(), file, system, year=options.year, check_only=options.check_only
    )
    answer = report(found, system.key)
    notes = [f"{one['title']}: {one['old']}, {one['new']}" for one in found["notes"]]
    return replace(answer, lines=[*(answer.lines or ()), *notes])


def report(found: Row, system: str | None = None) -> Answer:
    """What came of a file; rows with errors are left out and make the exit code 1."""
    errors = found["errors"]
    lines = [", ".join(f"{title.lower()}: {found[name]}" for name, title in COUNTS.items())]
    lines += [f"строка {one['row']}, {one['column'] or 'вся'}: {one['message']}" for one in errors]
    return Answer(system=system, lines=lines, extra=found, refused=bool(errors))


def existing(name: str) -> Path:
    """Refused as a missing file before anything is read."""
    path = Path(name)
    path.stat()
    return path


def invite_user(options: Namespace) -> Answer:
    rows = accounts.invite(
        options.username,
        role=options.role,
        unit=options.org,
        title=options.title,
        email=options.email,
        system=options.system or "",
    )
    return Answer(rows)
