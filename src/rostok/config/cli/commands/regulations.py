"""Regulations and the systems that work by them."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from rostok.config.cli.lookups import system_by_key, unit_by_code
from rostok.config.cli.output import Answer, Row
from rostok.kernel.access import installation
from rostok.orgs.models import System
from rostok.orgs.queries import systems_for_list, version_effects
from rostok.orgs.services import activate_pack, change_version
from rostok.packs import console
from rostok.packs.comparing import KIND_WORDS
from rostok.packs.folders import own_folder
from rostok.packs.making import NewPack
from rostok.packs.models import PackVersion
from rostok.packs.problems import Problem
from rostok.packs.services import store_version, version_in_folder

IN_SHORT = ("key", "title", "level", "version", "problems", "accepted")


def list_packs(_options: Namespace) -> Answer:
    return Answer(console.list_packs(), columns=IN_SHORT)


def check_packs(options: Namespace) -> Answer:
    """Problems by file and line; any makes the exit code 1."""
    problems = console.check(options.key)
    lines = problem_lines(problems)
    return Answer(problems, lines=lines or ["Ошибок нет."], refused=bool(problems))


def problem_lines(rows: list[Row]) -> list[str]:
    return [str(Problem(**row)) for row in rows]


def new_pack(options: Namespace) -> Answer:
    """Write the folder and name every place that is still to be settled by a person."""
    fields = NewPack.__dataclass_fields__
    rows = console.make(NewPack(**{name: getattr(options, name) for name in fields}))
    lines = [
        f"Положение «{options.key}» лежит в папке {own_folder() / options.key}.",
        f"Осталось заполнить или проверить мест: {len(rows)}." if rows else "Всё заполнено.",
        *problem_lines(rows),
    ]
    return Answer(rows, lines=lines)


def compare_packs(options: Namespace) -> Answer:
    rows = console.compare(options.old, options.new)
    return Answer(rows, lines=list(map(difference_line, rows)) or ["Различий нет."])


def difference_line(row: Row) -> str:
    values = " → ".join(row[side] or "—" for side in ("old", "new"))
    title = f"«{row['title']}»: " if row["title"] else ""
    return f"{KIND_WORDS[row['change']]}  {row['section']}: {row['path']}  {title}{values}"


def show_pack(options: Namespace) -> Answer:
    whole = console.show(options.key)
    return Answer(whole=whole, lines=outline(whole))


def outline(pack: Row) -> list[str]:
    """The pack on a page: how much it holds, directions of the roadmap, indicators by title."""
    lines = [f"{pack['title']} ({pack['key']}, редакция {pack['version']})"]
    lines += [f"Субъектов: {len(pack['parties'])}", "", "Дорожная карта"]
    lines += [f"  {part['direction']}: {actions_in(part)}" for part in pack["roadmap"]]
    lines += ["", "Показатели"]
    lines += [f"  {one['printed_number'] or '—'}  {one['title']}" for one in pack["indicators"]]
    return lines


def actions_in(direction: Row) -> int:
    return sum(len(part["actions"]) for part in direction["key_activities"])


def list_systems(_options: Namespace) -> Answer:
    return Answer([row_of(system) for system in systems_for_list(installation())])


def activate(options: Namespace) -> Answer:
    """The pack is accepted as its folder stands and begins to work on the territory."""
    system = activate_pack(
        installation(),
        pack=options.pack,
        key=options.key,
        root=unit_by_code(options.root),
        from_date=options.start,
    )
    return Answer([row_of(system)], system=system.key)


@transaction.atomic
def upgrade(options: Namespace) -> Answer:
    """What the folder's content changes, in text and in numbers; then it comes into force."""
    system = system_by_key(options.key)
    draft = version_in_folder(system.current_version.key)
    lines = effect_lines(system, draft, options.start)
    rows = console.rows_of_differences(system.current_version.content, draft.content)
    if not options.check_only:
        version = store_version(installation(), key=draft.key)
        change_version(installation(), system=system, pack_version=version, from_date=options.start)
        lines.append(f"С {options.start:%d.%m.%Y} система работает по редакции {version.version}.")
    return Answer(rows, lines=[*map(difference_line, rows), *lines], system=system.key)


def effect_lines(system: System, draft: PackVersion, on: date) -> list[str]:
    tables = [effect(system, draft, on) for effect in version_effects.values()]
    return [
        line
        for table in tables
        for line in (
            f"{table.title}:" if table.rows else f"{table.title}: ничего не изменится.",
            *map(effect_line, table.labelled),
        )
    ]


def effect_line(cells: Sequence[tuple[str, str]]) -> str:
    """What it is about, then what changes, each with its name."""
    (_head, title), *rest = cells
    return f"  {title}" + "".join(
        f"\n    {head}: {cell}" for head, cell in rest if cell and cell != "— → —"
    )


def row_of(system: System) -> Row:
    version = system.current_version
    return {
        "key": system.key,
        "pack": version.key,
        "version": version.version,
        "root": system.root.code,
        "title": str(system.root),
        "start": system.start,
        "end": system.last_day,
    }
