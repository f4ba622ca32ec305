"""The text of a roadmap as rows: what an action takes from it, and where it stands."""

from dataclasses import dataclass
from typing import Any

from rostok.packs.models import PackVersion
from rostok.roadmaps import pack as text
from rostok.roadmaps.models import Action, Direction, KeyActivity, Roadmap


@dataclass(frozen=True)
class Row:
    """A row of the text with the headings it stands under."""

    direction: text.RoadmapDirection
    activity: text.RoadmapActivity
    action: text.Action
    position: int

    @property
    def place(self) -> tuple[str, str]:
        """Numbers of the direction and of the key activity."""
        return self.direction.number, self.activity.number

    def read(self, roadmap: Roadmap) -> Action:
        """The row as an action, not saved, so that its terms can be read."""
        direction = Direction(roadmap=roadmap, **said_of(self.direction))
        activity = KeyActivity(direction=direction, title=self.activity.title)
        return Action(roadmap=roadmap, key_activity=activity, **words_of(self.action))


def rows_of(version: PackVersion) -> dict[str, Row]:
    """Rows of a version by the code of the action; none where it has no roadmap."""
    printed = version.read.find(text.Roadmap)
    return {
        action.code: Row(direction, activity, action, position)
        for direction in (printed.directions if printed else [])
        for activity in direction.key_activities
        for position, action in enumerate(activity.actions)
    }


def said_of(direction: text.RoadmapDirection) -> dict[str, Any]:
    return {
        "number": direction.number,
        "title": direction.title,
        "starts": direction.start,
        "ends": direction.end,
    }


def words_of(action: text.Action) -> dict[str, Any]:
    """A row of the text as the columns of an action."""
    return {
        "title": action.title,
        "party": action.party or "",
        "parties": list(action.parties),
        "executor": action.executor or "",
        "term": action.term or "",
        "term_kind": action.term_kind,
        "months": list(action.months),
        "starts": action.start,
        "ends": action.end,
        "result": action.result or "",
        "result_kind": action.result_kind,
        "note": action.note or "",
    }
