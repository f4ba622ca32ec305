"""The formula of an indicator: sets of members by the names of measures, and what is made of them.

    {share: {of: diagnostics.passed, in: staff.employed}}
    {ratio: {of: {measure: methodists.assigned, level: region}, per: methodists.active}}

Models are frozen and compare by value; they write themselves back in the form they were read from.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    StrictInt,
    StrictStr,
    Tag,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

MEASURE = r"^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)$"
FilterValue = StrictBool | StrictInt | StrictStr | tuple[StrictStr, ...]
MeasureName = Annotated[str, Field(pattern=MEASURE)]


class Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Named(Frozen):
    """A measure by name, narrowed by filters: the leaf of every set."""

    measure: MeasureName
    filters: Mapping[str, FilterValue] = {}

    @model_validator(mode="before")
    @classmethod
    def read(cls, data: Any) -> Any:
        """`staff.teaching`, or the measure and its filters in one mapping."""
        if isinstance(data, str):
            return {"measure": data}
        if isinstance(data, Mapping) and "filters" not in data:
            filters = {key: settled(value) for key, value in data.items() if key != "measure"}
            return {"measure": data.get("measure"), "filters": filters}
        return data

    @model_serializer
    def written(self) -> Any:
        return {"measure": self.measure, **self.filters} if self.filters else self.measure

    def __hash__(self) -> int:
        return hash((self.measure, frozenset(self.filters.items())))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        name = {"type": "string", "pattern": MEASURE}
        full = {"type": "object", "properties": {"measure": name}, "required": ["measure"]}
        return {"anyOf": [name, full]}

    def leaves(self) -> Iterator["Named"]:
        yield self

    def place(self) -> "MemberSet":
        return self


class AnyOf(Frozen):
    """A union by member."""

    any: tuple["MemberSet", ...] = Field(min_length=1)

    def leaves(self) -> Iterator[Named]:
        for item in self.any:
            yield from item.leaves()

    def place(self) -> "MemberSet":
        return self


class AllOf(Frozen):
    """An intersection by member; the first set gives the place of each."""

    all: tuple["MemberSet", ...] = Field(min_length=1)

    def leaves(self) -> Iterator[Named]:
        for item in self.all:
            yield from item.leaves()

    def place(self) -> "MemberSet":
        return self.all[0].place()


class Without(Frozen):
    """Members of the first set that are not in the second."""

    first: "MemberSet"
    without: "MemberSet"

    def leaves(self) -> Iterator[Named]:
        yield from self.first.leaves()
        yield from self.without.leaves()

    def place(self) -> "MemberSet":
        return self.first.place()


def set_kind(data: Any) -> str | None:
    """Which of the four forms of a set this is, by its keys or its class."""
    if isinstance(data, str | Named):
        return "named"
    if isinstance(data, Mapping):
        forms = {"measure": "named", "any": "any", "all": "all", "first": "without"}
        return next((form for key, form in forms.items() if key in data), None)
    forms_read = {"AnyOf": "any", "AllOf": "all", "Without": "without"}
    return forms_read.get(type(data).__name__)


MemberSet = Annotated[
    Annotated[Named, Tag("named")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[Without, Tag("without")],
    Discriminator(
        set_kind,
        custom_error_type="not_a_set",
        custom_error_message="Not a set of members",
    ),
]


def settled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def refuse_union(base: "MemberSet") -> None:
    """A member of a union may stand at two places, so numbers are not counted on a union."""
    if isinstance(base.place(), AnyOf):
        raise PydanticCustomError("union_as_base", "A union as a base")


class Made(Frozen):
    """What is made of sets. In YAML a mapping of one key, the kind."""

    @model_validator(mode="before")
    @classmethod
    def unwrap(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and set(data) == {kind_name(cls)}:
            return data[kind_name(cls)]
        return data

    @model_serializer(mode="wrap")
    def wrapped(self, handler: Any) -> dict[str, Any]:
        inner = handler(self)
        return {self.kind: {"in" if key == "base" else key: inner[key] for key in inner}}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "object",
            "properties": {kind_name(cls): handler(core)},
            "required": [kind_name(cls)],
            "additionalProperties": False,
        }

    @property
    def kind(self) -> str:
        return kind_name(type(self))

    def sets(self) -> list["MemberSet"]:
        """The sets it is made of, the one that gives the places last."""
        raise NotImplementedError

    def leaves(self) -> Iterator[Named]:
        for item in self.sets():
            yield from item.leaves()

    def measures(self) -> Iterator[str]:
        """The names of the measures used, each once, in order."""
        yield from dict.fromkeys(leaf.measure for leaf in self.leaves())


def kind_name(cls: type) -> str:
    return cls.__name__.lower()


class Share(Made):
    """Members of the base who are also in `of`, in percent of the base."""

    of: MemberSet
    base: MemberSet = Field(alias="in")

    @model_validator(mode="after")
    def count_each_once(self) -> Self:
        refuse_union(self.base)
        return self

    def sets(self) -> list[MemberSet]:
        return [self.of, self.base]


class Progress(Share):
    """Occurrences done, in percent of those due: a share by another name."""


class Ratio(Made):
    """Members of one set for one member of another; the sets do not intersect."""

    of: MemberSet
    per: MemberSet

    @model_validator(mode="after")
    def count_each_once(self) -> Self:
        refuse_union(self.per)
        return self

    def sets(self) -> list[MemberSet]:
        return [self.of, self.per]


class Count(Made):
    """Members of a set."""

    of: MemberSet

    def sets(self) -> list[MemberSet]:
        return [self.of]


class Milestone(Made):
    """Yes when every set has a member."""

    all: tuple[MemberSet, ...] = Field(min_length=1)

    def sets(self) -> list[MemberSet]:
        return list(self.all)


def base_kind(data: Any) -> str | None:
    """A reported number's base: counted, when it looks like a set, else a phrase or nothing."""
    if data is None:
        return "nothing"
    if isinstance(data, str):
        return "counted" if re.match(MEASURE, data) else "phrase"
    return "counted"


class Reported(Made):
    """A number that people report; the base may be counted, named by a phrase, or absent."""

    numerator: StrictStr
    denominator: Annotated[
        Annotated[MemberSet, Tag("counted")]
        | Annotated[StrictStr, Tag("phrase")]
        | Annotated[None, Tag("nothing")],
        Discriminator(base_kind),
    ] = None

    def sets(self) -> list[MemberSet]:
        counted = self.denominator
        return [] if counted is None or isinstance(counted, str) else [counted]


FORMS: dict[str, type[Made]] = {
    kind_name(form): form for form in (Share, Ratio, Count, Progress, Milestone, Reported)
}


def formula_kind(data: Any) -> str | None:
    if isinstance(data, Made):
        return data.kind
    if isinstance(data, Mapping) and len(data) == 1:
        key = str(next(iter(data)))
        return key if key in FORMS else None
    return None


Formula = Annotated[
    Annotated[Share, Tag("share")]
    | Annotated[Ratio, Tag("ratio")]
    | Annotated[Count, Tag("count")]
    | Annotated[Progress, Tag("progress")]
    | Annotated[Milestone, Tag("milestone")]
    | Annotated[Reported, Tag("reported")],
    Discriminator(
        formula_kind,
        custom_error_type="not_a_formula",
        custom_error_message="Not a formula",
    ),
]
