"""The shapes of indicators.yaml, methods.yaml and measures.yaml."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from rostok.indicators.formula import Formula, MeasureName
from rostok.packs.fields import (
    FIRST_YEAR,
    LAST_YEAR,
    Cited,
    ClauseRef,
    IndicatorRef,
    Noted,
    Number,
    PackModel,
    PartyRef,
    Slug,
    Text,
)
from rostok.packs.names import Names, Refers

PeriodKind = Literal["year", "school_year", "to_date"]
Unit = Literal["percent", "people", "people_per_methodist", "yes_no", "count"]
CodeOfIndicator = Annotated[Slug, Names("indicator"), Refers("indicator_code")]
TARGET_YEARS = range(2015, 2041)


class Collection(PackModel):
    """How the regulation says the numbers are gathered, processed and used."""

    method: Text | None = None
    processing: Text | None = None
    use: Text | None = None

    @property
    def said(self) -> bool:
        return bool(self.method or self.processing or self.use)


class StandingTarget(PackModel):
    """A target printed without years; `first` and `last` come from the document's period."""

    value: Number
    first: int = Field(alias="from")
    last: int = Field(alias="to")
    per: Literal["year", "whole"]

    def flaws(self) -> Iterator[tuple[str, str]]:
        if self.last < self.first:
            yield "to", "последний год раньше первого"
        for name, year in (("from", self.first), ("to", self.last)):
            if year not in TARGET_YEARS:
                yield name, f"год {year} не похож на правду"


class Group(PackModel):
    number: Annotated[Text, Names("group")]
    title: Text


class Figure(Noted):
    """A further number shown beside the indicator."""

    title: Text
    value: Formula


class OtherReading(Noted):
    """Another way to read the regulation; a territory may switch to it."""

    reading: Annotated[str, Field(pattern="^[A-Z]$")]
    title: Text
    value: Formula
    period: PeriodKind | None = None
    since: int | None = None


class ContextIndicator(Noted):
    """A number that every service asks for and no regulation prints; comes from base."""

    code: CodeOfIndicator
    title: Text
    unit: Unit
    better: Literal["up", "down"] | None = None
    period: PeriodKind
    since: int | None = None
    base_date: Literal["period_end", "school_year_start"] = "period_end"
    value: Formula
    members: list[Figure] = []

    def flaws(self) -> Iterator[tuple[str, str]]:
        if self.since is not None and not FIRST_YEAR <= self.since <= LAST_YEAR:
            yield "since", f"год {self.since} не похож на правду"


class Indicator(ContextIndicator):
    """A row of the regulation's table of indicators."""

    printed_number: Text | None = None
    position: int = Field(ge=1)
    group: Annotated[Text, Refers("group")] | None = None
    better: Literal["up", "down"]
    reading: Annotated[str, Field(pattern="^[A-Z]$")]
    other_readings: list[OtherReading] = []
    targets: dict[int, Number | None] = {}
    targets_printed: dict[int, Text] = {}
    target_standing: StandingTarget | None = None
    target_printed: Text | None = None
    party: PartyRef | None = None
    collection: Collection | None = None
    clause: ClauseRef | None = None

    def flaws(self) -> Iterator[tuple[str, str]]:
        yield from super().flaws()
        for name, years in (("targets", self.targets), ("targets_printed", self.targets_printed)):
            for year in years:
                if year not in TARGET_YEARS:
                    yield name, f"год {year} не похож на правду"
        for year in sorted(set(self.targets) ^ set(self.targets_printed)):
            yield (
                "targets",
                f"целевое значение {year} года – только числом или только как напечатано",
            )


class Indicators(Noted):
    title: Text | None = None
    groups: list[Group] = []
    indicators: list[Indicator] = []
    codes: dict[Annotated[Slug, Names("indicator_code")], Text]
    context: list[ContextIndicator] = []

    @property
    def by_code(self) -> dict[str, ContextIndicator]:
        """Every indicator, those of the context last."""
        return {one.code: one for one in [*self.indicators, *self.context]}

    @property
    def target_years(self) -> list[int]:
        return sorted({year for one in self.indicators for year in one.targets})


class BaseIndicators(Noted):
    """Codes, one for one meaning, and the indicators of the context."""

    codes: dict[Annotated[Slug, Names("indicator_code")], Text]
    context: list[ContextIndicator] = []


class Method(Cited):
    """A way of collecting, processing and using information."""

    code: Annotated[Slug, Names("method")]
    title: Text
    kind: Literal[
        "monitoring",
        "diagnostics",
        "survey",
        "audit",
        "expertise",
        "statistics",
        "report",
        "other",
    ]
    indicators: list[IndicatorRef] = []
    collecting: Text | None = None
    processing: Text | None = None
    use: Text | None = None
    source: Text | None = None


class Methods(Noted):
    methods: list[Method] = []


class PlannedMeasure(PackModel):
    """A measure that a package will publish: until then «источник ещё не подключён»."""

    name: Annotated[MeasureName, Names("measure")]
    member: Slug
    package: Slug
    title: Text
    filters: dict[Slug, Text] = {}


class PlannedMeasures(PackModel):
    measures: list[PlannedMeasure] = []

    @property
    def by_name(self) -> dict[str, PlannedMeasure]:
        return {one.name: one for one in self.measures}
