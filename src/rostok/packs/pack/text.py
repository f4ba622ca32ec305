"""The shapes of a regulation's text: concepts, purpose, clauses, stages; capabilities by name."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from rostok.packs.fields import (
    ClauseName,
    ClauseRef,
    DirectionName,
    KeyActivityName,
    Level,
    Noted,
    PackModel,
    Slug,
    Spanned,
    Statement,
    Text,
)
from rostok.packs.names import Names, Refers

CAPABILITY = StringConstraints(pattern=r"^C\d{2,3}$")
CapabilityRef = Annotated[str, CAPABILITY, Refers("capability")]
CapabilityName = Annotated[str, CAPABILITY, Names("capability")]
CLAUSE_KINDS = {
    "concept": "понятие",
    "direction": "направление",
    "document": "документ",
    "event": "мероприятие",
    "function": "функция",
    "mechanism": "механизм",
    "method": "метод",
    "principle": "принцип",
    "right": "право",
    "role": "роль",
    "stage": "этап",
    "task": "задача",
}
CLAUSE_LEVELS = {
    "federal": "федеральный",
    "regional": "региональный",
    "municipal": "муниципальный",
    "institutional": "образовательной организации",
}
ClauseKind = Literal[
    "concept",
    "direction",
    "document",
    "event",
    "function",
    "mechanism",
    "method",
    "principle",
    "right",
    "role",
    "stage",
    "task",
]


class Concept(Noted):
    term: Text
    definition: Text
    clause: ClauseRef | None = None


class Concepts(Noted):
    concepts: list[Concept] = []


class KeyActivity(Noted):
    """«Системообразующее мероприятие» of a direction."""

    code: KeyActivityName
    number: Text
    title: Text
    clause: ClauseRef | None = None
    level: Level | None = None


class Direction(Noted):
    code: DirectionName
    number: Text
    title: Text
    clause: ClauseRef | None = None
    contents: list[Statement] = []
    mechanisms: list[Statement] = []
    key_activities: list[KeyActivity] = []


class Chapter(Noted):
    """A point of the regulation whose mechanisms are of the system, not of one direction."""

    number: Text
    title: Text
    statements: list[Statement] = []


class Purpose(Noted):
    challenges: list[Statement] = []
    goals: list[Statement] = Field(min_length=1)
    tasks: list[Statement] = []
    approaches: list[Statement] = []
    principles: list[Statement] = []
    expected_results: list[Statement] = []
    directions: list[Direction] = []
    mechanisms: list[Chapter] = []


class Clause(Noted):
    """A sentence of the regulation with an address, and the capability that carries it out."""

    id: ClauseName
    level: Literal["federal", "regional", "municipal", "institutional"]
    subject: Text
    kind: ClauseKind
    text: Text
    capability: CapabilityRef
    also: list[CapabilityRef] = []

    @property
    def chapter(self) -> str:
        """The point of the document: `3.1.2` of `MUY-3.1.2-04`, `A4-1.2` of `TOD-A4-1.2-01`."""
        return self.id.split("-", 1)[1].rsplit("-", 1)[0]


class Clauses(PackModel):
    """In the file a plain list."""

    clauses: list[Clause]

    @model_validator(mode="before")
    @classmethod
    def from_list(cls, data: Any) -> Any:
        return {"clauses": data} if isinstance(data, list) else data

    @classmethod
    def file_schema(cls) -> dict[str, Any]:
        whole = super().file_schema()
        return {**whole["properties"]["clauses"], "$defs": whole["$defs"]}

    @property
    def by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}


class Capabilities(PackModel):
    """What the product does, by the codes that clauses name. Stands in base."""

    capabilities: dict[CapabilityName, Text] = {}


class Stage(Spanned):
    code: Annotated[Slug, Names("stage")]
    number: Text
    title: Text
    printed: Text | None = None
    clause: ClauseRef | None = None
    contents: list[Statement] = []
    results: list[Statement] = []


class Stages(Noted):
    stages: list[Stage] = []
