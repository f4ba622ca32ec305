"""A school with a coordinator and a municipality with a methodist; kinds and terms to tell of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest

from rostok.accounts.models import User
from rostok.accounts.queries import actor_of
from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.notices import NoticeKind, TermKind, Told, kinds, terms
from rostok.notifications.models import Notice
from rostok.orgs.models import OrgUnit
from tests.factories import hold, make_municipality, make_region, make_school, make_user

TODAY = date(2026, 3, 10)
RETURNED, SECRET, QUIET = "sample.returned", "sample.secret", "sample.quiet"
SAMPLES = (
    NoticeKind(RETURNED, "Вернули", "Вернули «{title}»: {comment}"),
    NoticeKind(SECRET, "Перевод", "Переводят {person}", discreet=True),
    NoticeKind(QUIET, "К сведению", "Изменилось «{title}»", by_letter=False),
)


@dataclass
class Place:
    """Two schools of one municipality, and who answers for them."""

    municipality: OrgUnit
    school: OrgUnit
    other: OrgUnit
    coordinator: User
    methodist: User
    open_rows: list[Told] = field(default_factory=list)

    def actor(self, user: User) -> Actor:
        return actor_of(User.objects.get(pk=user.pk))


@pytest.fixture
def place(db: None) -> Place:
    municipality = make_municipality(make_region("Край"), "Район")
    school, other = make_school(municipality, "Школа 1"), make_school(municipality, "Школа 2")
    coordinator = make_user(school, "coordinator", title="Котова", email="kotova@example.ru")
    methodist = make_user(municipality, "methodist", title="Мухина", email="muhina@example.ru")
    hold(coordinator, "coordinator", school)
    hold(methodist, "municipal_methodist", municipality)
    return Place(municipality, school, other, coordinator, methodist)


@pytest.fixture(autouse=True)
def _samples() -> Iterator[None]:
    for kind in SAMPLES:
        kinds.add(kind.name, kind, origin="sample")
    yield
    for kind in SAMPLES:
        del kinds.entries[kind.name]


@pytest.fixture
def term(place: Place, monkeypatch: pytest.MonkeyPatch) -> TermKind:
    """The only thing with terms: what stands in `place.open_rows`."""
    made = TermKind("sample.form", "Сдать форму", lambda day: due_by(place, day))
    monkeypatch.setattr(terms, "entries", {})
    return terms.add(made.name, made, origin="sample")


def due_by(place: Place, day: date) -> list[Told]:
    return [one for one in place.open_rows if one.due is not None and one.due <= day]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


def unread(user: User) -> list[Notice]:
    return list(Notice.objects.filter(user=user).unread().order_by("pk"))
