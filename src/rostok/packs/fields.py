"""The shapes that sections of a pack are made of."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from rostok.packs.names import Names, Refers

STORED = "stored"
FIRST_YEAR = 1990
LAST_YEAR = 2060
SLUG = r"^[a-z][a-z0-9_-]*$"
CLAUSE = r"^[A-Z]{3}-[0-9A-Z.]+(-[0-9A-Z.]+)*-\d{2,}$"

Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Text = Annotated[str, StringConstraints(min_length=1)]
ClauseRef = Annotated[str, StringConstraints(pattern=CLAUSE), Refers("clause")]
ClauseName = Annotated[str, StringConstraints(pattern=CLAUSE), Names("clause")]
PartyRef = Annotated[Slug, Refers("party")]
PartyName = Annotated[Slug, Names("party")]
IndicatorRef = Annotated[Slug, Refers("indicator")]
IndicatorName = Annotated[Slug, Names("indicator")]
DirectionRef = Annotated[Slug, Refers("direction")]
DirectionName = Annotated[Slug, Names("direction")]
KeyActivityRef = Annotated[Slug, Refers("key_activity")]
ActionRef = Annotated[Slug, Refers("action")]
KeyActivityName = Annotated[Slug, Names("key_activity")]
Level = Literal["federal", "region", "municipality", "organisation"]

LEVEL_TITLES: dict[str, str] = {
    "federal": "Федеральный уровень",
    "region": "Региональный уровень",
    "municipality": "Муниципальный уровень",
    "organisation": "Уровень образовательной организации",
}


def exact(value: Any) -> Any:
    """A number as printed: no binary fractions get in."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


Number = Annotated[
    Decimal,
    BeforeValidator(exact),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"type": "number"}),
]


class PackModel(BaseModel):
    """A piece of a pack: what it does not know is an error, and nothing changes it once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def know_every_key(cls, data: Any, info: ValidationInfo) -> Any:
        """Refuse unknown keys; in a stored version of an earlier release they are dropped."""
        if not isinstance(data, dict):
            return data
        known = cls.known_keys()
        unknown = [key for key in data if key not in known]
        if not unknown:
            return data
        if info.context == STORED:
            return {key: value for key, value in data.items() if key in known}
        raise PydanticCustomError("unknown_keys", "", {"unknown": unknown, "known": known})

    def flaws(self) -> Iterator[tuple[str, str]]:
        """What is wrong within this piece: the field and a sentence. Asked by `check_pack`."""
        yield from ()

    @classmethod
    def known_keys(cls) -> list[str]:
        return [field.alias or name for name, field in cls.model_fields.items()]

    @classmethod
    def file_schema(cls) -> dict[str, Any]:
        """The JSON Schema of a file that holds this piece at its root."""
        return cls.model_json_schema(by_alias=True)

    @classmethod
    def stored(cls, data: Any) -> Self:
        """The piece as kept in a database, written by this or an earlier release."""
        return cls.model_validate(data, strict=False, context=STORED)


class Noted(PackModel):
    """A piece that may carry a note about a doubt of the source."""

    note: Text | None = None


class Spanned(Noted):
    """A piece that lasts from a day to a day, both included."""

    start: dt.date | None = None
    end: dt.date | None = None

    def flaws(self) -> Iterator[tuple[str, str]]:
        if self.start and self.end and self.end < self.start:
            yield "end", "последний день раньше первого"
        for name in ("start", "end"):
            day = getattr(self, name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                yield name, f"год {day.year} не похож на правду"


class Cited(Noted):
    """A piece that comes from clauses: from one, from several, or from one and several more."""

    clause: ClauseRef | None = None
    clauses: list[ClauseRef] = []

    @property
    def all_clauses(self) -> list[str]:
        return list(dict.fromkeys([*([self.clause] if self.clause else []), *self.clauses]))


class Statement(Cited):
    """A sentence of the regulation."""

    text: Text
    title: Text | None = None
    level: Level | None = None


class Act(Noted):
    """A legal act: a law, an order, a letter."""

    kind: Text
    issuer: Text | None = None
    date: dt.date | None = None
    number: Text | None = None
    title: Text | None = None

    @property
    def is_its_title(self) -> bool:
        """Whether the title already says what the act is: «Конституция Российской Федерации»."""
        return bool(self.title and self.title.casefold().startswith(self.kind.casefold()))
