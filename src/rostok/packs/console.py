"""What the console command prints about packs, as rows."""

from typing import Any

from rostok.kernel.errors import RuleViolation
from rostok.packs.checking import check_pack
from rostok.packs.comparing import differences, with_clauses_of
from rostok.packs.folders import pack_keys
from rostok.packs.loading import digest, dump, load_pack
from rostok.packs.making import NewPack, make_pack
from rostok.packs.models import PackVersion
from rostok.packs.pack import Pack
from rostok.packs.problems import Problem
from rostok.packs.queries import known_packs
from rostok.packs.sections import in_order
from rostok.packs.show import show_pack

Row = dict[str, Any]


def list_packs() -> list[Row]:
    """Every regulation of the folder, and whether its content is the accepted one."""
    accepted = dict(PackVersion.objects.order_by("id").values_list("key", "digest"))
    return [row_of(key, accepted.get(key)) for key in known_packs()]


def row_of(key: str, accepted: str | None) -> Row:
    """The row of a pack; one that can't be read says so instead of its title."""
    problems = check_pack(key)
    row: Row = {"key": key, "title": "", "level": "", "version": "", "problems": len(problems)}
    if problems:
        return {**row, "accepted": False}
    content = load_pack(key)
    pack = content.of(Pack)
    return {
        **row,
        "title": pack.short_title,
        "level": pack.level,
        "version": pack.version,
        **counts(content.sections),
        "accepted": accepted == digest(content),
    }


def counts(held: Any) -> Row:
    """How much each section with a count holds."""
    return {
        section.name: section.count(held[section.name])
        for section in in_order()
        if section.count is not None and section.name in held
    }


def check(key: str | None = None) -> list[Row]:
    """Problems of one pack, or of base and all packs, each once."""
    found = {problem for one in ([key] if key else pack_keys()) for problem in check_pack(one)}
    return [row_of_problem(one) for one in sorted(found)]


def row_of_problem(one: Problem) -> Row:
    return {"file": one.file, "line": one.line, "path": one.path, "message": one.message}


def make(wanted: NewPack) -> list[Row]:
    """Begin a regulation from another; the places that are left to settle."""
    return [row_of_problem(one) for one in make_pack(wanted)]


def compare(old: str, new: str) -> list[Row]:
    """What differs. Each side is a key (the folder as it is) or `KEY@version` (as accepted)."""
    before, after = content_named(old), content_named(new)
    return rows_of_differences(with_clauses_of(after, before), after)


def rows_of_differences(old: Row, new: Row) -> list[Row]:
    return [
        {
            "section": one.section,
            "path": one.path,
            "change": one.kind,
            "title": one.title,
            "old": one.old,
            "new": one.new,
        }
        for one in differences(old, new)
    ]


def content_named(name: str) -> Row:
    key, _at, version = name.partition("@")
    if not version:
        return dump(load_pack(key))
    found = PackVersion.objects.filter(key=key, version=version).order_by("-id").first()
    if found is None:
        held = PackVersion.objects.filter(key=key).order_by("id").values_list("version", flat=True)
        known = ", ".join(held) or "ни одной"
        raise RuleViolation(f"Редакции «{version}» положения «{key}» нет. Приняты: {known}.")
    content: Row = found.content
    return content


def show(key: str) -> Row:
    """The pack of the folder in the form that the command prints with `--json`."""
    return show_pack(load_pack(key))
