"""With the last work at an organisation end the roles there; leavers with access are listed."""

from datetime import date

import pytest
from django.urls import reverse

from rostok.accounts.models import User
from rostok.kernel import clock
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.kernel.tabular import undo_batch
from rostok.staff.leavers import leavers_with_access
from rostok.staff.models import EmploymentKind
from rostok.staff.services import end_employment, load_reference
from tests.factories import (
    BOSS,
    hire,
    hold,
    make_municipality,
    make_school,
    make_teacher,
    make_unit,
    make_user,
)
from tests.staff.test_import_undo import load

pytestmark = pytest.mark.django_db

TODAY, LAST = date(2025, 3, 5), date(2025, 3, 4)


@pytest.fixture(autouse=True)
def _day():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def worker(school):
    """Somebody with an account and a role at the school."""
    person = make_teacher(school, "Забытая")
    hold(make_user(person=person), "coordinator", school)
    return person


def dismiss(person, last_day=LAST):
    work = person.employments.main().get(end=None)
    return end_employment(BOSS, employment=work, last_day=last_day)


def role_of(person):
    return person.user.roles.get()


def test_the_roles_at_the_organisation_end_with_the_work(worker):
    dismiss(worker)
    assert role_of(worker).end == TODAY
    assert "завершены вместе с работой" in sentence_of(timeline_of(worker.user)[0])


def test_a_last_day_to_come_is_the_last_day_of_the_role(worker):
    dismiss(worker, date(2025, 6, 30))
    assert role_of(worker).end == date(2025, 7, 1)


def test_a_role_that_ends_earlier_or_above_is_left_alone(worker, school):
    above = hold(worker.user, "municipal_methodist", school.parent)
    worker.user.roles.filter(role="coordinator").update(end=date(2025, 2, 1))
    dismiss(worker)
    above.refresh_from_db()
    assert above.end is None
    assert worker.user.roles.get(role="coordinator").end == date(2025, 2, 1)


def test_a_role_begun_after_the_last_day_lasts_its_first_day_only(worker):
    worker.user.roles.update(start=date(2025, 3, 1))
    dismiss(worker, date(2025, 2, 1))
    assert role_of(worker).end == date(2025, 3, 2)


def test_other_work_there_keeps_the_role_and_at_a_branch_too(worker, school):
    branch = make_unit("unit", school, org_kind="school")
    hire(worker, branch, kind=EmploymentKind.EXTERNAL)
    dismiss(worker)
    assert role_of(worker).end is None
    beside = worker.employments.get(organisation=branch)
    end_employment(BOSS, employment=beside, last_day=date(2025, 3, 31))
    assert role_of(worker).end == date(2025, 4, 1)


def test_a_staff_list_ends_roles_and_its_undo_gives_them_back(worker, school):
    load_reference(BOSS)
    type(school).objects.filter(pk=school.pk).update(code="oo-1")
    batch = load(school, {}, decisions={"left_last_day": "2025-03-04"})
    assert role_of(worker).end == TODAY
    undo_batch(BOSS, batch=batch)
    assert role_of(worker).end is None
    assert worker.employments.get().end is None


def test_leavers_who_can_sign_in_are_listed_for_the_school_they_left(client, worker, school):
    make_teacher(school)
    coordinator = make_user(school)
    hold(coordinator, "coordinator", school)
    client.force_login(coordinator)
    page = reverse("staff:leavers")
    assert not client.get(page).context["table"].rows
    dismiss(worker)
    [row] = client.get(page).context["table"].rows
    assert (row.record.person, row.record.home) == (worker, school)
    assert "Закрыть вход уволенному" in client.get("/").content.decode()
    client.post(reverse("accounts:close_access", args=[worker.user.pk]))
    assert not client.get(page).context["table"].rows


def test_who_works_elsewhere_or_is_closed_out_is_no_leaver(worker):
    dismiss(worker)
    hire(worker, make_school(make_municipality()), TODAY)
    assert not leavers_with_access(BOSS)
    worker.employments.filter(end=None).delete()
    assert list(leavers_with_access(BOSS)) == [worker.user]
    User.objects.update(is_active=False)
    assert not leavers_with_access(BOSS)
