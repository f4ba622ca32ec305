"""The sections that packs reads itself: the document, concepts, purpose, clauses, stages."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rostok.packs.content import PackContent
from rostok.packs.pack.document import BasePack, Pack
from rostok.packs.pack.text import (
    Capabilities,
    Clause,
    Clauses,
    Concepts,
    Purpose,
    Stages,
)
from rostok.packs.problems import Problem
from rostok.packs.sections import Part, Section, add_section

__all__ = [
    "BasePack",
    "Capabilities",
    "Clause",
    "Clauses",
    "Concepts",
    "Pack",
    "Purpose",
    "Stages",
]


def check_limits_and_labels(content: PackContent) -> Iterable[Problem]:
    """Limits and labels are those that base knows; a limit keeps the kind of its value there."""
    pack, base = content.find(Pack), content.base
    shared = base.find(BasePack) if base else None
    if pack is None or shared is None:
        return
    for key, value in pack.limits.items():
        if key not in shared.limits:
            known = ", ".join(shared.limits)
            yield content.problem("pack", ("limits", key), f"нет предела «{key}»; есть: {known}")
        elif type(value) is not type(shared.limits[key]):
            yield content.problem("pack", ("limits", key), f"значение предела «{key}» другого вида")
    parties = content.names("party")
    for key in pack.labels:
        if parties and key not in {*shared.labels, *parties}:
            yield content.problem(
                "pack", ("labels", key), f"«{key}» – не субъект этого положения и не слово из base"
            )


def parts_of_clauses(content: PackContent) -> list[Part]:
    """Clauses by the chapter of the document: the first number of their point."""
    chapters: dict[str, list[Clause]] = defaultdict(list)
    for clause in content.of(Clauses).clauses:
        chapters[clause.chapter.split(".")[0]].append(clause)
    return [
        Part(
            key.lower(),
            title_of_chapter(key),
            {"clauses": held},
            clauses=frozenset(clause.id for clause in held),
        )
        for key, held in chapters.items()
    ]


def title_of_chapter(key: str) -> str:
    if key == "0":
        return "Распорядительная часть"
    if key.startswith("A"):
        return f"Приложение {key[1:].replace('-', ', раздел ')}"
    return f"Раздел {key}"


def show_pack(content: PackContent) -> dict[str, Any]:
    pack = content.of(Pack)
    return {
        "key": pack.key,
        "title": pack.title,
        "level": pack.level,
        "version": pack.version,
        "document": pack.document.model_dump(mode="json"),
    }


def show_stages(content: PackContent) -> dict[str, Any]:
    return {"stages": [one.model_dump(mode="json") for one in content.of(Stages).stages]}


PACK = add_section(
    Section(
        name="pack",
        file="pack.yaml",
        schema=Pack,
        base=BasePack,
        inherits=frozenset({"limits", "labels"}),
        title="Документ",
        order=0,
        template="packs/sections/pack.html",
        show=show_pack,
        check=check_limits_and_labels,
    ),
    origin="packs",
)
CONCEPTS = add_section(
    Section(
        name="concepts",
        file="concepts.yaml",
        schema=Concepts,
        title="Понятия",
        order=10,
        template="packs/sections/concepts.html",
        count=lambda section: len(section.concepts),
    ),
    origin="packs",
)
PURPOSE = add_section(
    Section(
        name="purpose",
        file="purpose.yaml",
        schema=Purpose,
        title="Цели, задачи, направления",
        order=20,
        template="packs/sections/purpose.html",
        count=lambda section: len(section.directions),
        kinds={"direction": "направление", "key_activity": "системообразующее мероприятие"},
    ),
    origin="packs",
)
STAGES = add_section(
    Section(
        name="stages",
        file="stages.yaml",
        schema=Stages,
        title="Этапы",
        order=40,
        template="packs/sections/stages.html",
        count=lambda section: len(section.stages),
        show=show_stages,
        kinds={"stage": "этап"},
    ),
    origin="packs",
)
CLAUSES = add_section(
    Section(
        name="clauses",
        file="clauses.yaml",
        schema=Clauses,
        title="Пункты по порядку",
        order=90,
        template="packs/sections/clauses.html",
        count=lambda section: len(section.clauses),
        parts=parts_of_clauses,
        kinds={"clause": "пункт"},
    ),
    origin="packs",
)
CAPABILITIES = add_section(
    Section(
        name="capabilities",
        file="capabilities.yaml",
        schema=Capabilities,
        base=Capabilities,
        title="Возможности системы",
        order=105,
        kinds={"capability": "возможность"},
    ),
    origin="packs",
)
