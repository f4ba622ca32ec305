"""The roadmap of a regulation: direction › key activity › action, as printed and as data."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from rostok.packs.content import PackContent
from rostok.packs.fields import (
    DirectionRef,
    KeyActivityRef,
    Noted,
    PartyRef,
    Slug,
    Spanned,
    Text,
)
from rostok.packs.names import Names
from rostok.packs.sections import Part, Section, add_section

TermKind = Literal[
    "date",
    "month",
    "period",
    "year",
    "yearly",
    "quarterly",
    "monthly",
    "weekly",
    "ongoing",
    "by_plan",
    "none",
]
ResultKind = Literal[
    "order",
    "regulation",
    "agreement",
    "plan",
    "schedule",
    "roadmap",
    "note",
    "report",
    "protocol",
    "programme",
    "materials",
    "register",
    "certificate",
    "publication",
    "model",
    "event",
    "training",
    "pathway",
    "questionnaire",
    "list",
    "outcome",
    "none",
]
SHOWN = {
    "title",
    "party",
    "executor",
    "term",
    "term_kind",
    "start",
    "end",
    "result",
    "note",
}
DATED = {"date", "month", "period"}
UNDATED = {"year", "yearly", "quarterly", "monthly", "weekly", "ongoing", "none"}


class Action(Spanned):
    """A row of the roadmap. Dates are only what the printed term says; `number` is as printed."""

    code: Annotated[Slug, Names("action")]
    number: Text | None = None
    title: Text
    party: Text | None
    parties: list[PartyRef] = []
    executor: Text | None
    term: Text | None
    term_kind: TermKind
    months: list[Annotated[int, Field(ge=1, le=12)]] = []
    result: Text | None
    result_kind: ResultKind

    def flaws(self) -> Iterator[tuple[str, str]]:
        yield from super().flaws()
        if self.term_kind in DATED and not (self.start or self.end):
            yield "term_kind", f"срок вида {self.term_kind} без дат"
        if self.term_kind in UNDATED and (self.start or self.end):
            yield "term_kind", f"у срока вида {self.term_kind} не бывает дат"
        if (self.term is None) != (self.term_kind == "none"):
            yield "term_kind", "вид срока none – тогда и только тогда, когда срок не напечатан"
        if (self.result is None) != (self.result_kind == "none"):
            yield "result_kind", "вид результата none – только когда результат не напечатан"


class RoadmapActivity(Noted):
    number: Text
    title: Text
    key_activity: KeyActivityRef | None = None
    actions: list[Action]


class RoadmapDirection(Spanned):
    """A part of the roadmap. Its days stand where it is a stage whose term the heading prints."""

    number: Text
    title: Text
    direction: DirectionRef | None = None
    key_activities: list[RoadmapActivity]

    @property
    def actions(self) -> list[Action]:
        return [action for activity in self.key_activities for action in activity.actions]


class Roadmap(Noted):
    title: Text
    printed_period: Text | None = None
    columns: list[Text] = []
    directions: list[RoadmapDirection]

    @property
    def actions(self) -> list[Action]:
        return [action for direction in self.directions for action in direction.actions]


def parts_by_direction(content: PackContent) -> list[Part]:
    """Only the columns that the document has; what is no direction of it is called a part."""
    roadmap = content.of(Roadmap)
    columns = {
        "has_party": any(action.party for action in roadmap.actions),
        "has_executor": any(action.executor for action in roadmap.actions),
    }
    return [
        Part(
            direction.number,
            f"{direction.number}. {direction.title}",
            {"direction": direction, **columns},
            short_title=f"{'Направление' if direction.direction else 'Раздел'} {direction.number}",
        )
        for direction in roadmap.directions
    ]


def show(content: PackContent) -> dict[str, Any]:
    return {
        "roadmap": [
            {
                "direction": direction.title,
                "key_activities": [
                    {"title": activity.title, "actions": [show_action(a) for a in activity.actions]}
                    for activity in direction.key_activities
                ],
            }
            for direction in content.of(Roadmap).directions
        ]
    }


def show_action(action: Action) -> dict[str, Any]:
    return action.model_dump(mode="json", include=SHOWN)


ROADMAP = add_section(
    Section(
        name="roadmap",
        file="roadmap.yaml",
        schema=Roadmap,
        title="Дорожная карта",
        order=50,
        template="roadmaps/section.html",
        wide=True,
        show=show,
        count=lambda section: len(section.actions),
        parts=parts_by_direction,
        kinds={"action": "мероприятие"},
    ),
    origin="roadmaps",
)
