"""The draft of an amendment: what prolonging changes in the regulation, ready to be signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rostok.indicators.queries import indicators_of, targets_of
from rostok.kernel.ui.formats import date_words, short_decimal_words
from rostok.kernel.word import WordFile
from rostok.roadmaps.models import Action, Occurrence, Roadmap, RoadmapAct

HEADER = (
    "№ п/п",
    "Мероприятие",
    "Ответственный субъект",
    "Исполнитель",
    "Срок",
    "Результат",
)
WIDTHS = (1.2, 8.0, 4.5, 4.5, 3.7, 4.0)
TARGET_WIDTHS = (1.2, 18.0, 6.5)


@dataclass(frozen=True)
class Amendment:
    """Actions of the new year with their terms, and targets by the titles of indicators."""

    roadmap: Roadmap
    year: int
    last: date | None
    rows: Sequence[tuple[Action, str]]
    targets: Sequence[tuple[str, Decimal]]

    @property
    def name(self) -> str:
        return f"Проект изменений на {self.year} год, {self.roadmap.system}"


def amendment_of(act: RoadmapAct) -> Amendment:
    """What stands in the roadmap for the first year of an act."""
    year = act.start.year
    rows = Occurrence.objects.own().standing().filter(roadmap=act.roadmap, year=year)
    terms: dict[Action, list[Occurrence]] = {}
    for one in rows.with_actions():
        terms.setdefault(one.action, []).append(one)
    ordered = sorted(terms, key=place_of)
    system = act.roadmap.system
    values = targets_of(system, year)
    targets = [(one.title, values[one.code]) for one in indicators_of(system) if one.code in values]
    told = [(action, term_words(action, terms[action])) for action in ordered]
    return Amendment(act.roadmap, year, act.last_day, told, targets)


def place_of(action: Action) -> tuple[int, int, int]:
    activity = action.key_activity
    return activity.direction.position, activity.position, action.position


def term_words(action: Action, occurrences: Iterable[Occurrence]) -> str:
    """As printed; what has no printed term or is an own action stands with its days."""
    days = [f"до {date_words(one.due)}" for one in occurrences if one.due]
    return action.term or ", ".join(days)


def amendment_file(amendment: Amendment) -> WordFile:
    roadmap, year = amendment.roadmap, amendment.year
    version = roadmap.pack_version
    file = WordFile(amendment.name, wide=True)
    file.corner(["ПРОЕКТ"])
    file.title("О внесении изменений", f"«{version.title}»")
    file.paragraph(f"Внести в «{version.title}» следующие изменения:")
    file.paragraph(
        f"1. Срок дорожной карты «{roadmap.title}» продлить по {date_words(amendment.last)}"
    )
    file.paragraph(f"2. Мероприятия на {year} год утвердить согласно приложению 1.")
    if amendment.targets:
        file.paragraph(
            f"3. Целевые значения показателей на {year} год утвердить согласно приложению 2."
        )
    file.heading(f"Приложение 1. Мероприятия на {year} год")
    file.table(HEADER, action_rows(amendment), WIDTHS)
    if amendment.targets:
        file.heading(f"Приложение 2. Целевые значения на {year} год")
        file.table(("№ п/п", "Показатель", "Значение"), target_rows(amendment), TARGET_WIDTHS)
    file.paragraph("Руководитель ______________________ / ______________________ /")
    return file


def action_rows(amendment: Amendment) -> list[list[str]]:
    return [
        [
            str(number),
            action.title,
            action.party or "—",
            action.executor or "—",
            term or "—",
            action.result or "—",
        ]
        for number, (action, term) in enumerate(amendment.rows, start=1)
    ]


def target_rows(amendment: Amendment) -> list[list[str]]:
    return [
        [str(number), title, str(short_decimal_words(value))]
        for number, (title, value) in enumerate(amendment.targets, start=1)
    ]
