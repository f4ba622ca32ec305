"""YAML with the line of every value. Refuses what hides meaning: anchors, tags, double keys."""

from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from rostok.packs.problems import Path, Problem, written
from rostok.packs.syntax import what_is_wrong

LARGEST_FILE = 2_000_000
DEEPEST = 24
PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
}
UNREAD = {"tag:yaml.org,2002:timestamp": "такого дня не бывает: «{shown}»"}
UNREAD_ELSE = "значение «{shown}» не читается; нужны кавычки"
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """A file as read: plain data, the line of every place, and what is wrong with it."""

    name: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Path:
        """The nearest written place: parts that only the schema has are passed over."""
        found: Path = ()
        for part in path:
            if (*found, part) in self.lines:
                found = (*found, part)
        return found

    def problem(self, path: Path, message: str) -> Problem:
        place = self.place(path)
        return Problem(self.name, self.lines.get(place, 1), written(place), message)

    def blame(self, path: Path, message: str) -> None:
        self.problems.append(self.problem(path, message))


def read_file(file: FilePath, name: str) -> Document:
    """A file from disk; `name` is what problems call it."""
    if file.stat().st_size > LARGEST_FILE:
        document = Document(name)
        document.blame((), "файл больше двух мегабайт")
        return document
    try:
        return read_text(file.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError:
        document = Document(name)
        document.blame((), "файл не в кодировке UTF-8")
        return document


def read_text(text: str, name: str) -> Document:
    document = Document(name)
    try:
        guard(text, document)
        if document.problems:
            return document
        root = yaml.compose(text, Loader=Loader)
        document.lines[()] = 1
        if root is not None:
            document.data = Reader(document).value(root, ())
    except yaml.MarkedYAMLError as error:
        line, message = what_is_wrong(error)
        document.problems.append(Problem(name, line, "", message))
    except yaml.YAMLError:
        document.problems.append(
            Problem(name, 1, "", "в файле есть знаки, которых не бывает в тексте")
        )
    return document


def guard(text: str, document: Document) -> None:
    """Look through the events before anything is built: bombs and hidden references stop here."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=Loader):
        mark = event.start_mark
        line = mark.line + 1 if mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        message = objection(event, depth, documents)
        if message:
            document.problems.append(Problem(document.name, line, "", message))
            return


def objection(event: yaml.Event, depth: int, documents: int) -> str:
    if getattr(event, "anchor", None):
        return "якоря и ссылки YAML (& и *) не допускаются"
    if depth > DEEPEST:
        return "слишком глубокая вложенность"
    if documents > 1:
        return "в файле больше одного документа YAML"
    return ""


class Reader:
    """Turns nodes into plain data and notes the line of each."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.constructor = yaml.constructor.SafeConstructor()

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.document.lines.setdefault(path, node.start_mark.line + 1)
        if node.tag not in PLAIN_TAGS:
            self.document.blame(path, f"тег YAML «{node.tag.rsplit(':')[-1]}» не допускается")
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.scalar(node, path)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self.key(key_node, path)
            if key is None:
                continue
            if key in made:
                self.document.problems.append(
                    Problem(self.document.name, line, written((*path, key)), "ключ дан дважды")
                )
                continue
            self.document.lines[(*path, key)] = line
            made[key] = self.value(value_node, (*path, key))
        return made

    def key(self, node: yaml.Node, path: Path) -> str | int | None:
        """Keys are words, or years in tables of targets."""
        key = self.scalar(node, path) if isinstance(node, yaml.ScalarNode) else None
        if isinstance(key, str) or (isinstance(key, int) and not isinstance(key, bool)):
            return key
        line = node.start_mark.line + 1
        message = "ключ – не слово и не год; нужны кавычки"
        self.document.problems.append(Problem(self.document.name, line, written(path), message))
        return None

    def scalar(self, node: yaml.Node, path: Path) -> Any:
        try:
            return self.constructor.construct_object(node)
        except (yaml.YAMLError, ValueError):
            shown = str(node.value)[:60]
            self.document.blame(path, UNREAD.get(node.tag, UNREAD_ELSE).format(shown=shown))
            return None
