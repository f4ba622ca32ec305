"""A pack from its folder: read, resolved with base, typed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Any

from pydantic import ValidationError

from rostok.kernel.errors import RuleViolation
from rostok.packs.content import PackContent
from rostok.packs.fields import PackModel
from rostok.packs.folders import BASE, folder_of
from rostok.packs.problems import Path, Problem
from rostok.packs.reading import Document, read_file
from rostok.packs.sections import Section, in_order, sections
from rostok.packs.wording import sentences

NAMED_IN_REFUSAL = 5


class PackBroken(RuleViolation):
    """A pack has problems; the message names the first."""

    def __init__(self, key: str, problems: list[Problem]) -> None:
        first = "; ".join(str(problem) for problem in problems[:NAMED_IN_REFUSAL])
        super().__init__(f"В положении «{key}» ошибок: {len(problems)}. {first}")
        self.problems = problems


@dataclass
class Folder:
    """The files of a pack as read, by section."""

    key: str
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_pack(key: str) -> PackContent:
    """The pack resolved with base. Refused when a file can't be read or typed."""
    content, problems = build(key)
    if problems:
        raise PackBroken(key, problems)
    return content


def build(key: str) -> tuple[PackContent, list[Problem]]:
    """What could be typed, and what could not."""
    own = read_folder(key)
    if key == BASE:
        return typed(own, Folder(BASE))
    shared = read_folder(BASE) if extends_base(own) else Folder(BASE)
    base, _base_problems = typed(shared, Folder(BASE))
    content, problems = typed(own, shared)
    return PackContent(key, content.sections, base, content.locate), problems


def extends_base(folder: Folder) -> bool:
    """Whether base is read along; of a head that can't be read it is supposed to be.

    Otherwise one misprint there would look like hundreds: every name of base would be missing.
    """
    document = folder.documents.get("pack")
    head = document.data if document else None
    if not isinstance(head, dict):
        return True
    if "extends" in head:
        return bool(head["extends"])
    return bool(get_close_matches("extends", map(str, head)))


def read_folder(key: str) -> Folder:
    folder, place = Folder(key), folder_of(key)
    files = {section.file: section for section in in_order()}
    for file in sorted(place.iterdir()):
        name = f"{key}/{file.name}"
        if file.name in files:
            document = read_file(file, name)
            folder.documents[files[file.name].name] = document
            folder.problems += document.problems
        elif not file.name.startswith("."):
            folder.problems.append(Problem(name, 1, "", "такого файла в положении не бывает"))
    return folder


def typed(own: Folder, shared: Folder) -> tuple[PackContent, list[Problem]]:
    """Every section that the files allow, and the problems met on the way."""
    made: dict[str, Any] = {}
    problems = list(own.problems)
    for section in in_order():
        shape = shape_of(section, own.key)
        if shape is None:
            problems += misplaced(section, own)
            continue
        try:
            made[section.name] = shape.model_validate(resolved(section, own, shared))
        except ValidationError as error:
            problems += untyped(section, error, own, shared)
    return PackContent(own.key, made, locate=partial(locate, own, shared)), problems


def shape_of(section: Section, key: str) -> type[PackModel] | None:
    return section.base if key == BASE else section.schema


def misplaced(section: Section, own: Folder) -> list[Problem]:
    document = own.documents.get(section.name)
    return [document.problem((), "в base такого файла не бывает")] if document else []


def resolved(section: Section, own: Folder, shared: Folder) -> Any:
    """The pack's data over what it takes from base."""
    mine = data_of(own, section)
    theirs = data_of(shared, section)
    if not isinstance(mine, dict) or not isinstance(theirs, dict) or not theirs:
        return mine
    if section.inherits is not None:
        theirs = {key: value for key, value in theirs.items() if key in section.inherits}
    return merged(theirs, mine, section.whole)


def data_of(folder: Folder, section: Section) -> Any:
    document = folder.documents.get(section.name)
    return {} if document is None or document.data is None else document.data


def merged(below: Mapping[Any, Any], over: Mapping[Any, Any], whole: frozenset[str]) -> Any:
    """Mappings are merged, everything else and the `whole` keys are replaced."""
    made = dict(below)
    for key, value in over.items():
        under = made.get(key)
        if isinstance(under, dict) and isinstance(value, dict) and key not in whole:
            made[key] = merged(under, value, whole)
        else:
            made[key] = value
    return made


def untyped(section: Section, error: ValidationError, own: Folder, shared: Folder) -> list[Problem]:
    """Errors of a section by file and line; a file that is absent is one error."""
    if section.name not in own.documents and section.name not in shared.documents:
        return [Problem(f"{own.key}/{section.file}", 1, "", "нет файла")]
    if own.documents.get(section.name, Document("")).problems:
        return []
    found = []
    for path, message in sentences(error):
        document = document_at(section.name, path, own, shared)
        found.append(document.problem(path, message))
    return found


def document_at(name: str, path: Path, own: Folder, shared: Folder) -> Document:
    """The file that says most about a place: the pack's own, else base's."""
    section = sections.get(name)
    mine, theirs = own.documents.get(name), shared.documents.get(name)
    if mine is None or theirs is None:
        return mine or theirs or Document(f"{own.key}/{section.file}")
    if section.inherits is not None and path[:1] and path[0] not in section.inherits:
        return mine
    return theirs if len(theirs.place(path)) > len(mine.place(path)) else mine


def locate(own: Folder, shared: Folder, name: str, path: Path) -> tuple[str, int, Path]:
    document = document_at(name, path, own, shared)
    place = document.place(path)
    return document.name, document.lines.get(place, 1), place


def dump(content: PackContent) -> dict[str, Any]:
    """The sections as JSON, in the form they are read from."""
    return {
        name: section.model_dump(mode="json", by_alias=True)
        for name, section in content.sections.items()
    }


def digest(content: PackContent) -> str:
    """The same for the same resolved content, whatever the order or the layout of files."""
    text = json.dumps([content.key, dump(content)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
