"""A longer staff list costs no more statements: preview, confirm and undo are made of sets."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostok.accounts.models import RoleHolding
from rostok.kernel import clock
from rostok.kernel.models import ImportBatch
from rostok.kernel.tabular import confirm_batch, undo_batch
from rostok.orgs.models import OrgUnit
from rostok.people.models import Person
from rostok.staff.services import load_reference
from tests.factories import BOSS, hold, make_municipality, make_school, make_user
from tests.staff.test_import import load
from tests.staff.test_import_undo import CHANGED, RICH

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 24
LETTERS = "абвгдежзиклмнопрстуфхцчшэюя"
DECISIONS = {"left_last_day": "2025-03-01"}


@pytest.fixture(autouse=True)
def _world() -> Iterator[None]:
    load_reference(BOSS)
    with clock.moved_to(date(2025, 3, 5)):
        yield


def rows_of(school: OrgUnit, kind: str, number: int, **values: Any) -> list[dict[str, Any]]:
    """So many people of a kind, named after it; no СНИЛС, for only one could bear the same."""
    own = {**RICH, **values, "snils": None, "organisation": school.code}
    return [{**own, "last_name": f"{kind}{letter}"} for letter in LETTERS[:number]]


def first_list(school: OrgUnit, number: int) -> None:
    """People who will change, stay and leave; of those one has a role, another no home yet."""
    kinds = ("Старая", "Прежняя", "Уходящая")
    load(school, *(row for kind in kinds for row in rows_of(school, kind, number)))
    with_role, without = Person.objects.filter(last_name__startswith="Уходящая").order_by("-pk")[:2]
    hold(make_user(person=with_role), "teacher", school)
    make_user(person=without)


def second_list(school: OrgUnit, number: int) -> ImportBatch:
    changed = {code: value for code, value in CHANGED.items() if code != "last_name"}
    rows = rows_of(school, "Старая", number, **changed)
    rows += [*rows_of(school, "Прежняя", number), *rows_of(school, "Новая", number)]
    batch: ImportBatch = load(school, *rows, confirm=False)
    return batch


def statements(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


def costs(number: int) -> tuple[int, int, int]:
    """Statements of preview, confirm and undo of a list with so many of each kind."""
    school = make_school(make_municipality(), code=f"oo-{number}")
    first_list(school, number)
    held: list[ImportBatch] = []
    preview = statements(lambda: held.append(second_list(school, number)))
    counts = held[0].counts
    assert [counts[name] for name in ("new", "changed", "left", "unchanged")] == [number] * 4
    confirm = statements(lambda: confirm_batch(BOSS, batch=held[0], decisions=DECISIONS))
    assert not RoleHolding.objects.filter(unit=school, end=None).exists()
    return preview, confirm, statements(lambda: undo_batch(BOSS, batch=held[0]))


def test_a_longer_list_costs_no_more_statements() -> None:
    load(make_school(make_municipality(), code="oo-1"), RICH)  # what a process keeps is read now
    few, many = costs(FEW), costs(MANY)
    assert many == few
