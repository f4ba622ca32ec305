"""To-do of the home page: packages declare lists of what waits for the actor's action."""

from collections.abc import Callable
from dataclasses import dataclass

from rostok.kernel.access import Actor
from rostok.kernel.registry import Registry


@dataclass(frozen=True)
class TodoItem:
    """One line: what to do, where, how many wait. A list of none is not shown."""

    title: str
    url: str
    count: int


todo_lists: Registry[Callable[[Actor], TodoItem | None]] = Registry("todo", "Дела на главной")
