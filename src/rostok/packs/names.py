"""Names that a pack defines and names that it refers to, told by the types of its fields.

`code: Annotated[Slug, Names("party")]` defines; `party: Annotated[Slug, Refers("party")]` refers.
One walk over the data then finds every code taken twice and every reference to nothing.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rostok.packs.problems import Path


@dataclass(frozen=True)
class Names:
    kind: str


@dataclass(frozen=True)
class Refers:
    kind: str


Mark = Names | Refers


@dataclass(frozen=True)
class Mention:
    """A name at a place in the data."""

    kind: str
    name: str
    path: Path
    defines: bool


def pieces_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """The model and every model inside it, with its place."""
    if isinstance(value, BaseModel):
        yield path, value
        for name, field in type(value).model_fields.items():
            yield from pieces_in(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from pieces_in(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from pieces_in(item, (*path, index))


def mentions_in(value: BaseModel, path: Path = ()) -> Iterator[Mention]:
    """Every name the data defines or refers to, in the order of the file."""
    for name, field in type(value).model_fields.items():
        held = getattr(value, name)
        place = (*path, field.alias or name)
        if isinstance(held, BaseModel):
            yield from mentions_in(held, place)
        else:
            yield from mentions_at(marks_of(field), held, place)


def mentions_at(marks: tuple[Mark, ...], held: Any, path: Path) -> Iterator[Mention]:
    if isinstance(held, BaseModel):
        yield from mentions_in(held, path)
    elif isinstance(held, str):
        yield from (Mention(m.kind, held, path, isinstance(m, Names)) for m in marks)
    elif isinstance(held, Mapping):
        yield from mentions_of_keys(marks, held, path)
    elif isinstance(held, list | tuple):
        for index, item in enumerate(held):
            yield from mentions_at(marks, item, (*path, index))


def mentions_of_keys(
    marks: tuple[Mark, ...], held: Mapping[Any, Any], path: Path
) -> Iterator[Mention]:
    """In a mapping the keys carry the marks."""
    for key, item in held.items():
        yield from mentions_at(marks, str(key), (*path, key))
        yield from mentions_at((), item, (*path, key))


def marks_of(field: FieldInfo) -> tuple[Mark, ...]:
    outer = tuple(item for item in field.metadata if isinstance(item, Names | Refers))
    return outer or marks_in(cast("Hashable", field.annotation))


@cache
def marks_in(annotation: Hashable) -> tuple[Mark, ...]:
    """The marks of a type: of its own, of an item of a list, of a key of a mapping."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        own = tuple(item for item in args[1:] if isinstance(item, Names | Refers))
        return own or marks_in(args[0])
    if origin in (list, tuple, dict):
        return marks_in(args[0])
    if origin in (Union, UnionType):
        return tuple(mark for arg in args for mark in marks_in(arg))
    return ()
