"""A pack as one JSON document: what `rostok packs show KEY --json` prints."""

from typing import Any

from rostok.packs.content import PackContent
from rostok.packs.sections import in_order

ORDER = (
    "key",
    "title",
    "level",
    "version",
    "document",
    "parties",
    "roadmap",
    "indicators",
    "documents",
    "stages",
    "methods",
)


def show_pack(content: PackContent) -> dict[str, Any]:
    """The pieces that sections show, in a settled order; unknown ones come last."""
    pieces: dict[str, Any] = {}
    for section in in_order():
        if section.show is not None and section.name in content.sections:
            pieces |= section.show(content)
    rest = [name for name in pieces if name not in ORDER]
    return {name: pieces[name] for name in (*ORDER, *rest) if name in pieces}
