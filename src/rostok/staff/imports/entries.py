"""A row of the file with its words found in our lists, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any

from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.periods import Period, after_last_day
from rostok.kernel.tabular import ParsedRow, Problem, as_text
from rostok.kernel.text import norm
from rostok.orgs.models import OrgUnit
from rostok.people.queries import refuse_unlikely_birth_date, snils_hash
from rostok.staff.imports.places import Places
from rostok.staff.models import EmploymentKind, Post, TeachingSubject
from rostok.staff.reference import post_book, subject_book, subjects_after_post, subjects_in
from rostok.staff.services.rules import refuse_outside_life

TEACHER = "teacher"


@dataclass
class Entry:
    """One row, resolved. With problems it is not planned, but still speaks for its person.

    `by_post`: subjects that only the post names; they fill a gap and change nothing. `said`: the
    name as it stands in one cell, readable or not.
    """

    number: int
    values: Mapping[str, Any]
    organisation: OrgUnit | None = None
    post: Post | None = None
    subjects: frozenset[int] | None = None
    by_post: tuple[TeachingSubject, ...] = ()
    snils_hash: str | None = None
    said: str = ""
    problems: list[Problem] = field(default_factory=list)

    def get(self, code: str) -> Any:
        return self.values.get(code)

    @cached_property
    def full_name(self) -> str:
        names = (self.get("last_name"), self.get("first_name"), self.get("patronymic"))
        return " ".join(name for name in names if name)

    @cached_property
    def norm(self) -> str:
        return norm(self.full_name)

    @property
    def turned_name(self) -> str:
        """The first name before the last one."""
        names = (self.get("first_name"), self.get("last_name"), self.get("patronymic"))
        return " ".join(name for name in names if name)

    @property
    def surname(self) -> str:
        """The last name, normalised, of a row that says no more; nothing of one that does."""
        if self.get("last_name") and self.get("first_name"):
            return ""
        return norm(self.get("last_name") or (self.said.split() or [""])[0])

    @property
    def birth_date(self) -> date | None:
        day: date | None = self.get("birth_date")
        return day

    @property
    def kind(self) -> str:
        return str(self.get("kind") or EmploymentKind.MAIN)

    @property
    def is_main(self) -> bool:
        return self.kind == EmploymentKind.MAIN

    @property
    def start(self) -> date:
        day: date = self.values["start"]
        return day

    @property
    def end(self) -> date | None:
        return after_last_day(self.get("last_day"))

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def placed(self) -> OrgUnit:
        """The organisation of a row that has one: only such rows are planned."""
        assert self.organisation is not None  # noqa: S101 - narrows the type
        return self.organisation

    @property
    def titled(self) -> Post:
        """The post of a row that has one: only such rows are planned."""
        assert self.post is not None  # noqa: S101 - narrows the type
        return self.post

    def complain(self, code: str, message: str, column: str = "", word: str = "") -> None:
        self.problems.append(Problem(code, message, column, word))

    def take_subjects_of_post(self) -> None:
        titles = ", ".join(subject.title for subject in self.by_post)
        self.values = {**self.values, "subjects": titles}
        self.subjects = frozenset(subject.pk for subject in self.by_post)

    def begin(self, start: date) -> None:
        """The first day that the row itself does not say."""
        self.values = {**self.values, "start": start}
        check_period(self)


class Resolver:
    """Finds organisations, posts and subjects of rows; loaded once for a file."""

    def __init__(self, organisations: Iterable[OrgUnit], default: OrgUnit | None) -> None:
        self.organisation_of = cache(Places(organisations).find)
        self.default = default
        self.today = clock.today()
        # A list of thousands repeats the same few phrases.
        posts, subjects = post_book(), subject_book()
        self.post_of = cache(posts.find)
        self.subjects_of = cache(lambda words: subjects_in(words, subjects))
        self.subjects_of_post = cache(lambda words: subjects_after_post(words, subjects))

    def entries(self, rows: Iterable[ParsedRow]) -> list[Entry]:
        return [self.entry(row) for row in rows]

    def entry(self, row: ParsedRow) -> Entry:
        entry = Entry(row.number, row.values, problems=list(row.problems))
        entry.said = as_text(row.raw.get("full_name"))
        if entry.get("snils"):
            entry.snils_hash = snils_hash(entry.get("snils"))
        self.find_organisation(entry)
        self.find_post(entry)
        self.find_subjects(entry)
        self.check_days(entry)
        self.check_category(entry)
        self.check_absence(entry)
        return entry

    def find_organisation(self, entry: Entry) -> None:
        """By the row's own cell, else by the caption above it, else the one the list is of."""
        column = "organisation" if entry.get("organisation") else "organisation_above"
        words = entry.get(column) if self.default is None or column == "organisation" else None
        if not words:
            entry.organisation = self.default
            if self.default is None:
                entry.complain("required", "Не заполнено.", "organisation")
            return
        entry.organisation = self.organisation_of(words)
        if entry.organisation is None:
            text = "Среди доступных вам организаций нет такой. Проверьте код или название."
            entry.complain("unknown_organisation", text, column, words)

    def find_post(self, entry: Entry) -> None:
        words = entry.get("post")
        if not words:
            return
        entry.post = self.post_of(words)
        if entry.post is None:
            text = "Такой должности нет в перечне. Скажите выше, что она значит, или исправьте."
            entry.complain("unknown_post", text, "post", words)

    def find_subjects(self, entry: Entry) -> None:
        """Those of the cell, else those that the post names: «учитель физики»."""
        words = entry.get("subjects")
        if not words:
            if entry.get("post") and entry.post and entry.post.code == TEACHER:
                entry.by_post = self.subjects_of_post(entry.get("post"))
            return
        found, unknown = self.subjects_of(words)
        entry.subjects = frozenset(subject.pk for subject in found)
        for word in unknown:
            text = f"Нет в перечне предметов: «{word}»."
            entry.complain("unknown_subject", text, "subjects", word)

    def check_days(self, entry: Entry) -> None:
        born = entry.birth_date
        if entry.get("start"):
            check_period(entry)
        if born:
            complain_if_refused(
                entry, "birth_date", "bad_birth_date", refuse_unlikely_birth_date, born, self.today
            )
        since = entry.get("pedagogical_since")
        if since and since > self.today:
            entry.complain("future", "Этот день ещё не наступил.", "pedagogical_since")

    def check_category(self, entry: Entry) -> None:
        start = entry.get("category_from")
        last_day = entry.get("category_last_day")
        if start and start > self.today:
            entry.complain("future", "Этот день ещё не наступил.", "category_from")
        if start and last_day and last_day < start:
            entry.complain("wrong_order", "Последний день раньше первого.", "category_last_day")

    def check_absence(self, entry: Entry) -> None:
        kind, start = entry.get("absence"), entry.get("absence_from")
        last_day, hired = entry.get("absence_last_day"), entry.get("start")
        if kind and not start:
            entry.complain("required", "Укажите, с какого дня отсутствие.", "absence_from")
        if start and not kind:
            entry.complain("required", "Укажите вид отсутствия.", "absence")
        if start and last_day and last_day < start:
            entry.complain("wrong_order", "Последний день раньше первого.", "absence_last_day")
        if start and hired and start < hired:
            entry.complain("outside", "Отсутствие начинается раньше работы.", "absence_from")
        fired = entry.get("last_day")
        if fired and ((start and start > fired) or (last_day and last_day > fired)):
            entry.complain("outside", "Отсутствие длится дольше работы.", "absence_last_day")


def check_period(entry: Entry) -> None:
    """Within the life of the organisation, and the right way round."""
    last_day = entry.get("last_day")
    if last_day and last_day < entry.start:
        entry.complain("wrong_order", "Увольнение раньше приёма.", "last_day")
    elif entry.organisation:
        complain_if_refused(
            entry,
            "start",
            "outside_life",
            refuse_outside_life,
            entry.organisation,
            entry.period,
        )


def complain_if_refused(entry: Entry, column: str, code: str, rule: Any, *given: Any) -> None:
    try:
        rule(*given)
    except RuleViolation as refusal:
        entry.complain(code, refusal.message, column)
