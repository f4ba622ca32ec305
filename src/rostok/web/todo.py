"""Gathers what waits for a person from all packages."""

from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoItem, todo_lists


def todo_for(actor: Actor) -> list[TodoItem]:
    """What waits for the actor, empty lists left out."""
    found = (make(actor) for make in todo_lists.values())
    return [item for item in found if item is not None and item.count]
