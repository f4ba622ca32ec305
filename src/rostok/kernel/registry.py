"""Names to things, filled by upper packages, read by lower ones: the only way upwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Registered(Generic[T]):
    thing: T
    origin: str


class Registry(Generic[T]):
    """A named place of extension; a name is taken once. `rostok registries` prints them all."""

    all: ClassVar[dict[str, "Registry[Any]"]] = {}

    def __init__(self, name: str, title: str) -> None:
        self.name = name
        self.title = title
        self.entries: dict[str, Registered[T]] = {}
        Registry.all[name] = self

    def add(self, key: str, thing: T, *, origin: str) -> T:
        """Register a thing; the same key from two origins is a programming error."""
        taken = self.entries.get(key)
        if taken is not None and taken.origin != origin:
            raise LookupError(f"{self.name}: «{key}» already comes from {taken.origin}")
        self.entries[key] = Registered(thing, origin)
        return thing

    def get(self, key: str) -> T:
        try:
            return self.entries[key].thing
        except KeyError:
            raise LookupError(f"{self.name}: «{key}» is not registered") from None

    def find(self, key: str) -> T | None:
        entry = self.entries.get(key)
        return entry.thing if entry else None

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def values(self) -> list[T]:
        return [entry.thing for entry in self.entries.values()]
