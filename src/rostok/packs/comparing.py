"""What differs between two regulations or two versions of one, piece by piece."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rostok.packs.problems import Path, written
from rostok.packs.sections import in_order, sections

Kind = Literal["added", "removed", "changed"]
KEYS = ("id", "code", "number", "key", "term", "name", "group", "title")
TITLES = ("title", "short", "term", "text", "printed")
LONGEST = 160
ALIKE = 0.6
"""The share of clauses in the same place from which on two texts are one text gone its ways."""
KIND_WORDS: dict[str, str] = {"added": "появилось", "removed": "убрано", "changed": "изменено"}


@dataclass(frozen=True)
class Difference:
    """One place: the section, the path in it, what the piece is called, both values as text."""

    section: str
    path: str
    kind: Kind
    title: str
    old: str = ""
    new: str = ""

    @property
    def section_title(self) -> str:
        known = sections.find(self.section)
        return known.title if known else self.section

    @property
    def kind_word(self) -> str:
        return KIND_WORDS[self.kind]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Of two dumps, in the order of sections. A piece is known by its code, not by its place."""
    order = [section.name for section in in_order()]
    names = sorted({*old, *new}, key=lambda name: order.index(name) if name in order else -1)
    return [
        found for name in names for found in compare(name, (), "", old.get(name), new.get(name))
    ]


def with_clauses_of(new: Mapping[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """The old dump with the new prefix of clauses, where one regulation was begun from the other.

    Otherwise every clause and every mention of one would be told as a difference.
    """
    before, after = clause_names(old), clause_names(new)
    if not before or not after:
        return old
    (old_prefix, _), (new_prefix, _) = split(before[0]), split(after[0])
    kept = {split(name)[1] for name in before} & {split(name)[1] for name in after}
    if old_prefix == new_prefix or len(kept) < max(len(before), len(after)) * ALIKE:
        return old
    text = json.dumps(old, ensure_ascii=False)
    renamed: dict[str, Any] = json.loads(text.replace(f'"{old_prefix}-', f'"{new_prefix}-'))
    return renamed


def clause_names(content: Mapping[str, Any]) -> list[str]:
    return [clause["id"] for clause in content.get("clauses", {}).get("clauses", [])]


def split(clause: str) -> tuple[str, str]:
    prefix, _, rest = clause.partition("-")
    return prefix, rest


def compare(section: str, path: Path, title: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from compare(section, (*path, key), title, old.get(key), new.get(key))
    elif keyed(old) and keyed(new):
        yield from compare_lists(section, path, title, old, new)
    else:
        yield Difference(section, written(path), kind_of(old, new), title, shown(old), shown(new))


def compare_lists(
    section: str, path: Path, title: str, old: Sequence[Any], new: Sequence[Any]
) -> Iterator[Difference]:
    before, after = by_key(old), by_key(new)
    for key in dict.fromkeys([*before, *after]):
        place = (*path, key)
        if key not in before or key not in after:
            piece = after.get(key, before.get(key))
            kind: Kind = "added" if key in after else "removed"
            words = title_of(piece) or title
            yield Difference(section, written(place), kind, words, *texts(kind, shown(piece)))
        else:
            words = title_of(after[key]) or title
            yield from compare(section, place, words, before[key], after[key])


def texts(kind: Kind, text: str) -> tuple[str, str]:
    return ("", text) if kind == "added" else (text, "")


def kind_of(old: Any, new: Any) -> Kind:
    if is_nothing(old):
        return "added"
    return "removed" if is_nothing(new) else "changed"


def is_nothing(value: Any) -> bool:
    return value is None or value in ("", [], {})


def keyed(value: Any) -> bool:
    """Whether this is a list of pieces that can be told apart whatever their order."""
    return (
        isinstance(value, list)
        and all(isinstance(piece, dict) for piece in value)
        and (not value or key_field(value) is not None)
    )


def key_field(pieces: Sequence[Mapping[str, Any]]) -> str | None:
    """The first field that every piece has and no two share."""
    for field in KEYS:
        held = [piece.get(field) for piece in pieces]
        if all(isinstance(one, str) and one for one in held) and len(set(held)) == len(held):
            return field
    return None


def by_key(pieces: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    field = key_field(pieces)
    return {str(piece[field]): piece for piece in pieces} if field else {}


def title_of(piece: Any) -> str:
    found = (piece.get(field) for field in TITLES) if isinstance(piece, Mapping) else ()
    return next((shortened(text) for text in found if isinstance(text, str) and text), "")


def shown(value: Any) -> str:
    """A value as a person reads it in a table."""
    if is_nothing(value):
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, Mapping):
        return title_of(value) or shortened("; ".join(f"{k}: {shown(v)}" for k, v in value.items()))
    if isinstance(value, list):
        return shortened(", ".join(shown(one) for one in value))
    return shortened(str(value))


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
