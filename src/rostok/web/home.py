"""The parts of the home page: what to do by term, whom one waits for, where to begin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from rostok.indicators.queries import HomeFigure
from rostok.kernel.access import Actor
from rostok.kernel.todo import TodoRow
from rostok.kernel.ui.formats import term_words
from rostok.web.todo import FETCHED, SINGLY, TITLES, Found, When

COPIED = 20


@dataclass(frozen=True)
class Line:
    """One thing to do, or several of a kind as a number with the way to their list."""

    what: str
    url: str
    term: str = ""
    row: TodoRow | None = None
    number: int = 0
    text: str = ""
    key: str = ""

    @property
    def count(self) -> int:
        return self.number or 1


@dataclass(frozen=True)
class Section:
    """What waits with terms alike; `number` is that of the list behind `url`."""

    title: str
    url: str
    lines: Sequence[Line]
    number: int
    late: bool = False


def list_url(**choice: str) -> str:
    return f"{reverse('web:todo')}?{urlencode(choice)}"


def sections_of(found: Sequence[Found], site: str) -> list[Section]:
    """What waits for the actor, overdue first; the empty ones are left out."""
    made = (section_of(found, when, site) for when in When)
    return [section for section in made if section.number]


def section_of(found: Sequence[Found], when: When, site: str) -> Section:
    there = [one for one in found if one.counts[when]]
    lines = [line for one in there for line in lines_of(one, when, site)]
    return Section(
        TITLES[when],
        list_url(when=when),
        lines,
        sum(one.counts[when] for one in there),
        late=when == When.OVERDUE,
    )


def lines_of(found: Found, when: When, site: str) -> Iterator[Line]:
    """A few rows one by one, many as a number."""
    number, known = found.counts[when], found.first_of(when)
    if number <= SINGLY and len(known) == number:
        for row in known:
            yield single(found, row, site)
        return
    term = found.groups[when].term
    yield Line(
        found.source.title,
        list_url(source=found.source.key, when=when),
        term_words(term, found.today) if term else "",
        number=number,
        text=text_of(found, known[:FETCHED], number, site),
        key=f"{found.source.key}-{when}",
    )


def single(found: Found, row: TodoRow, site: str) -> Line:
    return Line(
        found.source.title,
        row.url,
        term_words(row.due, found.today) if row.due else "",
        row=row,
        text=text_of(found, [row], 1, site),
        key=f"{found.source.key}-{row.url.strip('/').replace('/', '-')}",
    )


def text_of(found: Found, rows: Sequence[TodoRow], number: int, site: str) -> str:
    """A reminder for a messenger: what, about what, till when, where; nobody's name in it."""
    if len(rows) == number == 1:
        [row] = rows
        term = term_words(row.due, found.today) if row.due else ""
        parts = [f"{found.source.title}: {row.title}", term]
        return f"Росток. {', '.join(filter(None, parts))}.\n{site}{row.url}"
    names = [f"— {row.title}{till(row.due)}" for row in rows]
    more = [f"— и ещё {number - len(rows)}"] if number > len(rows) else []
    return "\n".join([f"Росток. {found.source.title}: {number}", *names, *more, f"{site}/"])


def till(due: date | None) -> str:
    return f", срок {due:%d.%m}" if due else ""


def figure_note(figure: HomeFigure) -> str:
    """«план не менее 80 %; Муйский район, 2024 год»."""
    plan = f"план {figure.row.target_words}; " if figure.row.has_plan else ""
    return f"{plan}{figure.note}"


@dataclass(frozen=True)
class Step:
    """Where somebody with nothing waiting may go on."""

    title: str
    text: str
    url: str


STEPS = (
    ("staff.edit", "Сверить список педагогов", "Отметьте только то, что изменилось.", "staff:list"),
    ("indicators.view", "Посмотреть показатели", "За каждым числом — люди.", "indicators:start"),
    ("accounts.manage", "Дать людям доступ", "Коды входа, роли.", "accounts:users"),
    ("orgs.view", "Открыть организации", "Школы, сады, службы.", "orgs:list"),
    (
        "systems.view",
        "Посмотреть свою систему",
        "Кто за что отвечает и какие сроки.",
        "orgs:systems",
    ),
    ("packs.view", "Прочитать положение", "По пунктам, с поиском.", "packs:list"),
)
STAFF = "staff.view"
MOST_STEPS = 3


def next_steps(actor: Actor) -> list[Step]:
    """A few places worth opening when nothing waits, by what the actor may."""
    found = [
        Step(title, text, reverse(name)) for right, title, text, name in STEPS if actor.may(right)
    ]
    if actor.person_id and actor.may(STAFF):
        card = reverse("staff:person", args=[actor.person_id])
        found.insert(0, Step("Проверить сведения о себе", "Работа, категория, образование.", card))
    return found[:MOST_STEPS]
