"""Answers of a prolongation under way, kept with the roadmap: anybody who governs it goes on later.

Plain data, so that it can be stored as JSON; a draft of an earlier version of the roadmap is none.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rostok.roadmaps.models import Roadmap
from rostok.roadmaps.prolonging import MOVE, Answers

PARTS = ("act", "actions", "unfinished", "targets")


def draft_of(roadmap: Roadmap) -> dict[str, Any]:
    """The answers given so far with who gave the last and when; empty when none."""
    held = roadmap.draft
    return dict(held) if held.get("version") == roadmap.version else {}


def with_parts(roadmap: Roadmap, author: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    """The draft with some parts answered anew; `number` grows with each answer."""
    draft = draft_of(roadmap)
    return {
        **draft,
        **parts,
        "version": roadmap.version,
        "number": draft.get("number", 0) + 1,
        "author": author,
        "saved_on": roadmap.system.today.isoformat(),
    }


def answers_of(draft: Mapping[str, Any]) -> Answers:
    act, unfinished = draft.get("act", {}), draft.get("unfinished", {})
    signed = act.get("signed_on")
    return Answers(
        kind=act.get("kind", ""),
        number=act.get("number", ""),
        signed_on=date.fromisoformat(signed) if signed else None,
        actions=frozenset(draft["actions"]) if "actions" in draft else None,
        for_all=unfinished.get("for_all", MOVE),
        unfinished={int(pk): choice for pk, choice in unfinished.get("items", {}).items()},
        targets={code: Decimal(value) for code, value in draft.get("targets", {}).items()},
    )
