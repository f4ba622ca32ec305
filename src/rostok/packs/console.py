"""What the console command prints about packs, as rows."""

from typing import Any

from rostok.packs.checking import check_pack
from rostok.packs.loading import digest, load_pack, pack_keys
from rostok.packs.models import PackVersion
from rostok.packs.pack import Pack
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
    return [
        {"file": one.file, "line": one.line, "path": one.path, "message": one.message}
        for one in sorted(found)
    ]


def show(key: str) -> Row:
    """The pack of the folder in the form that the command prints with `--json`."""
    return show_pack(load_pack(key))
