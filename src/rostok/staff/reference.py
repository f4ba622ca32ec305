"""The lists of posts and subjects: read from the package's data, found by the words of schools."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

from rostok.kernel.tabular.headers import LOOK_ALIKES
from rostok.kernel.text import norm
from rostok.staff.models import Post, PostCategory, TeachingSubject

DATA = Path(__file__).parent / "data"
AND_MORE = " …"
BETWEEN_SUBJECTS = re.compile(r"[,;/\\|+&•·\n]+|\s-\s|\s[–—]\s")
BETWEEN_POSTS = re.compile(r"[,;+]| / ")
IN_BRACKETS = re.compile(r"\([^)]*\)")
DOTS = re.compile(r"\.\s*")
AROUND_HYPHEN = re.compile(r"\s*-\s*")
NO_POST = re.compile(r"^(?:классный руководитель|кл руководитель|кл рук|наставник)$")
TEACHER_OF = re.compile(r"^(?:учитель|уч|учит|учительница)\s+")
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


def spoken(words: str) -> str:
    """Words for comparison: Cyrillic letters, no dots, hyphens without spaces."""
    plain = DOTS.sub(" ", norm(words).translate(LOOK_ALIKES))
    return " ".join(AROUND_HYPHEN.sub("-", plain).split())


class Book(Generic[Named]):
    """Rows by title or alias; an alias ending in «…» stands for whatever follows it too."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self.exact: dict[str, Named] = {}
        self.beginnings: list[tuple[str, Named]] = []
        for row in rows:
            for alias in row.aliases:
                self.learn(norm(alias), row)
            self.exact[spoken(row.title)] = row
        self.beginnings.sort(key=lambda pair: -len(pair[0]))

    def learn(self, alias: str, row: Named) -> None:
        if alias.endswith(AND_MORE):
            self.beginnings.append((spoken(alias.removesuffix("…")) + " ", row))
        else:
            self.exact.setdefault(spoken(alias), row)

    def find(self, words: str) -> Named | None:
        """The row a phrase means; the longest known beginning wins, unknown words are `None`."""
        wanted = spoken(words)
        found = self.exact.get(wanted) or self.exact.get(spoken(IN_BRACKETS.sub(" ", words)))
        if found is not None:
            return found
        return next((row for start, row in self.beginnings if wanted.startswith(start)), None)


class PostBook(Book[Post]):
    """Posts; a cell that names two of them names none: a person must divide it."""

    def find(self, words: str) -> Post | None:
        if BETWEEN_POSTS.search(words) is None or spoken(words) in self.exact:
            return super().find(words)
        parts = [part for part in BETWEEN_POSTS.split(words) if not NO_POST.match(spoken(part))]
        found = [super(PostBook, self).find(part) for part in parts]
        posts = {post.pk: post for post in found if post is not None}
        return found[0] if len(posts) == 1 and found else None


def post_book() -> PostBook:
    return PostBook(Post.objects.all())


def subject_book() -> Book[TeachingSubject]:
    return Book(TeachingSubject.objects.all())


def subjects_in(words: str, book: Book[TeachingSubject]) -> tuple[list[TeachingSubject], list[str]]:
    """Subjects named in a cell, and words that name none: «русский язык и литература» is two."""
    found: dict[int, TeachingSubject] = {}
    unknown: list[str] = []
    for phrase in BETWEEN_SUBJECTS.split(words):
        for part in [phrase] if book.find(phrase) else AND.split(phrase):
            subject = book.find(part)
            named = [subject] if subject is not None else one_after_another(part, book)
            found.update({subject.pk: subject for subject in named})
            if not named and part.strip(" ()"):
                unknown.append(part.strip())
    return list(found.values()), unknown


def one_after_another(words: str, book: Book[TeachingSubject]) -> list[TeachingSubject]:
    """Subjects written with nothing between them, each as long as can be; all words or none."""
    rest = re.sub(r"[()]", " ", words).split()
    found = []
    while rest:
        taken = next((n for n in range(len(rest), 0, -1) if book.find(" ".join(rest[:n]))), 0)
        subject = book.find(" ".join(rest[:taken]))
        if subject is None:
            return []
        found.append(subject)
        rest = rest[taken:]
    return found


def subjects_after_post(words: str, book: Book[TeachingSubject]) -> tuple[TeachingSubject, ...]:
    """The subjects that a post names, «учитель физики и химии»; nothing unless all are known."""
    parts = (part for part in BETWEEN_POSTS.split(words) if not NO_POST.match(spoken(part)))
    words = spoken(", ".join(parts))
    rest = TEACHER_OF.sub("", words)
    if rest == words:
        return ()
    found, unknown = subjects_in(rest, book)
    return () if unknown else tuple(found)
