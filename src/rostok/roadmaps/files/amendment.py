"""The draft of an amendment: what prolonging changes in the regulation, ready to be signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rostok.indicators.queries import indicators_of, targets_of
from rostok.kernel.ui.formats import date_words, short_decimal_words
from rostok.kernel.word import WordFile
from rostok.roadmaps.models import Action, Occurrence, Roadmap, RoadmapAct
from rostok.roadmaps.prolonging import FIRST_MOVED, MOVE, Plan, moved_day

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
    targets: Sequence[tuple[str, str]]

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
    parts = {action: parts_of(action, held) for action, held in terms.items()}
    targets = titled_targets(act.roadmap, targets_of(act.roadmap.system, year))
    return Amendment(act.roadmap, year, act.last_day, rows_of(parts), targets)


def drafted(plan: Plan) -> Amendment:
    """The same before anything is written: what continues and what is carried over."""
    parts = {one.action: [one.term] for one in plan.continued}
    for one in plan.with_choice(MOVE):
        due = moved_day(one.due, plan.period)
        parts.setdefault(one.action, []).append(carried_words(one.first_due or one.due, due))
    targets = titled_targets(plan.roadmap, plan.answers.targets)
    return Amendment(plan.roadmap, plan.year, plan.period.last_day, rows_of(parts), targets)


def rows_of(parts: Mapping[Action, Sequence[str]]) -> list[tuple[Action, str]]:
    return [(one, "; ".join(parts[one])) for one in sorted(parts, key=place_of)]


def titled_targets(roadmap: Roadmap, values: Mapping[str, Decimal]) -> list[tuple[str, str]]:
    rows = [one for one in indicators_of(roadmap.system) if one.code in values]
    return [(one.title, target_words(values[one.code], one.unit)) for one in rows]


def target_words(value: Decimal, unit: str) -> str:
    words = str(short_decimal_words(value))
    return f"{words}\N{NO-BREAK SPACE}%" if unit == "percent" else words


def place_of(action: Action) -> tuple[int, int, int]:
    activity = action.key_activity
    return activity.direction.position, activity.position, action.position


def parts_of(action: Action, occurrences: Iterable[Occurrence]) -> list[str]:
    """The term as printed, else its days; what was carried over stands with its own day."""
    held = list(occurrences)
    carried = [one for one in held if one.number >= FIRST_MOVED]
    days = [f"до {date_words(one.due)}" for one in held if one.due and one not in carried]
    printed = (action.term or ", ".join(days)) if len(held) > len(carried) else ""
    said = [carried_words(one.first_due, one.due) for one in carried]
    return [one for one in (printed, *said) if one]


def carried_words(was: date | None, due: date | None) -> str:
    """«перенесено с 2024 года: до 31 декабря 2025 г.»."""
    since = f"перенесено с {was.year} года" if was else "перенесено с прошлого года"
    return f"{since}: до {date_words(due)}" if due else f"{since}, срок не назначен"


def amendment_file(amendment: Amendment) -> WordFile:
    roadmap, year = amendment.roadmap, amendment.year
    version = roadmap.pack_version
    file = WordFile(amendment.name, wide=True)
    file.corner(["ПРОЕКТ"])
    file.title("О внесении изменений", quoted(version.title))
    file.paragraph(f"Внести в документ {quoted(version.title)} следующие изменения:")
    file.paragraph(
        f"1. Срок дорожной карты {quoted(roadmap.title)} продлить по {date_words(amendment.last)}"
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


def quoted(title: str) -> str:
    """In quotes; two closing ones never stand side by side."""
    return f"«{title}»".replace("»»", "»")


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
        [str(number), title, words]
        for number, (title, words) in enumerate(amendment.targets, start=1)
    ]
