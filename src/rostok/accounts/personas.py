"""People of the demo whom anybody may become with one click."""

from dataclasses import dataclass

from rostok.kernel.registry import Registry


@dataclass(frozen=True)
class Persona:
    """Who they are and what to look at through their eyes."""

    key: str
    title: str
    story: str
    username: str


personas: Registry[Persona] = Registry("personas", "Персонажи демонстрации")
