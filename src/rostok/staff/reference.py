"""The lists of posts and subjects: read from the package's data, found by the words of schools."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

from rostok.kernel.text import norm
from rostok.staff.models import Post, PostCategory, TeachingSubject

DATA = Path(__file__).parent / "data"
AND_MORE = " …"
BETWEEN_SUBJECTS = re.compile(r"[,;/\n]+")
AND = re.compile(r"\s+и\s+")

Named = TypeVar("Named", Post, TeachingSubject)


@cache
def read_data(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def posts_of_the_list() -> Iterator[Post]:
    """Posts of the national list, and beside it those that a whole staff list also holds."""
    for category in PostCategory.values:
        for item in read_data("posts")[category]:
            yield Post(norm=norm(item["title"]), category=category, **item)


def subjects_of_the_list() -> Iterator[TeachingSubject]:
    for item in read_data("subjects")["subjects"]:
        yield TeachingSubject(norm=norm(item["title"]), **item)


class Book(Generic[Named]):
    """Rows by title or alias; an alias ending in «…» stands for whatever follows it too."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self.exact: dict[str, Named] = {}
        self.beginnings: list[tuple[str, Named]] = []
        for row in rows:
            for alias in row.aliases:
                self.learn(norm(alias), row)
            self.exact[row.norm] = row
        self.beginnings.sort(key=lambda pair: -len(pair[0]))

    def learn(self, alias: str, row: Named) -> None:
        if alias.endswith(AND_MORE):
            self.beginnings.append((alias.removesuffix("…"), row))
        else:
            self.exact.setdefault(alias.rstrip("."), row)

    def find(self, words: str) -> Named | None:
        """The row a phrase means; the longest known beginning wins, unknown words are `None`."""
        wanted = norm(words).rstrip(".")
        found = self.exact.get(wanted)
        if found is not None:
            return found
        return next((row for start, row in self.beginnings if wanted.startswith(start)), None)


def post_book() -> Book[Post]:
    return Book(Post.objects.all())


def subject_book() -> Book[TeachingSubject]:
    return Book(TeachingSubject.objects.all())


def subjects_in(words: str, book: Book[TeachingSubject]) -> tuple[list[TeachingSubject], list[str]]:
    """Subjects named in a cell, and words that name none: «русский язык и литература» is two."""
    found: dict[int, TeachingSubject] = {}
    unknown: list[str] = []
    for phrase in BETWEEN_SUBJECTS.split(words):
        for part in [phrase] if book.find(phrase) else AND.split(phrase):
            subject = book.find(part)
            if subject is not None:
                found[subject.pk] = subject
            elif part.strip():
                unknown.append(part.strip())
    return list(found.values()), unknown
