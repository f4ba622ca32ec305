from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from rostok.kernel import clock, jobs
from rostok.kernel.access import installation
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.jobs import run_now
from rostok.kernel.journal import sentence_of
from rostok.kernel.models import (
    ImportBatch,
    ImportState,
    Job,
    JobState,
    JournalEntry,
    JournalObject,
    RowAction,
)
from rostok.kernel.tabular import (
    IMPORT_APPLIED,
    LIMITS,
    StalePreview,
    check_batch,
    check_later,
    confirm_batch,
    confirm_later,
    drop_abandoned,
    drop_batch,
    services,
    staged_rows,
    summary_of,
    upload,
)
from rostok.kernel.tabular.background import APPLY, CHECK
from rostok.kernel.tabular.services import earlier_applied, forget_failed_rows
from tests.kernel.tabular_toys import (
    HEADER,
    KEEPER,
    OTHER,
    STRANGER_ACTOR,
    known_lines,
    registered,
    toy_batch,
    xlsx,
)

pytestmark = pytest.mark.django_db

BALL = ("Мяч", "05.03.2020", 3, "малый")
CUBE = ("Кубик", date(2021, 4, 6), 4, "большой")


@pytest.fixture(autouse=True)
def toy():
    with registered() as spec:
        yield spec


@pytest.fixture
def as_keeper(monkeypatch):
    monkeypatch.setattr(jobs.actor_builders, "get", lambda _name: lambda _user_id: KEEPER)


def checked(*rows, **options):
    return check_batch(KEEPER, batch=toy_batch(*rows, **options))


def applied(*rows):
    return confirm_batch(KEEPER, batch=checked(*rows))


def kept_files():
    return list((Path(settings.FILES_DIR) / "imports").glob("*"))


def test_a_list_goes_from_upload_to_records(django_capture_on_commit_callbacks):
    batch = toy_batch(BALL, CUBE)
    assert batch.state == ImportState.UPLOADED
    assert len(kept_files()) == 1
    batch = check_batch(KEEPER, batch=batch)
    assert batch.state == ImportState.CHECKED
    assert not known_lines()
    with django_capture_on_commit_callbacks(execute=True):
        batch = confirm_batch(KEEPER, batch=batch)
    assert batch.state == ImportState.APPLIED
    assert known_lines().keys() == {"Мяч", "Кубик"}
    assert not kept_files()


def test_one_entry_of_the_journal_names_all_touched_rows():
    batch = applied(BALL, CUBE)
    entry = JournalEntry.objects.get(kind=IMPORT_APPLIED)
    assert entry.user_id == KEEPER.user_id
    assert JournalObject.objects.filter(entry=entry).count() == 2
    assert entry.params["batch"] == batch.pk
    assert "список.xlsx" in sentence_of(entry)
    assert "новых 2" in sentence_of(entry)


def test_the_preview_says_what_is_new_changed_left_and_unchanged():
    applied(BALL, CUBE, ("Кукла", None, 1, None))
    batch = checked(BALL, (*CUBE[:2], 5, CUBE[3]), ("Ведро", None, 1, None))
    assert batch.counts == {"new": 1, "changed": 1, "unchanged": 1, "left": 1, "error": 0}
    changed = batch.rows.get(action=RowAction.CHANGED)
    assert changed.changes == [{"column": "total", "title": "Итог", "old": "4", "new": "5"}]
    assert batch.rows.get(action=RowAction.LEFT).title == "Кукла"


def test_a_column_that_the_file_lacks_changes_nothing():
    applied(BALL)
    content = xlsx(("Название",), ("Мяч",))
    batch = upload(KEEPER, spec="toy", file=BytesIO(content), file_name="x.xlsx")
    assert check_batch(KEEPER, batch=batch).counts["unchanged"] == 1


def test_a_staged_row_is_typed_again():
    batch = checked(BALL)
    row = next(iter(staged_rows(batch, RowAction.NEW)))
    assert row.values == {"title": "Мяч", "born": date(2020, 3, 5), "total": 3, "kind": "small"}


def test_rows_without_changes_are_staged_whole_for_those_who_plan_again():
    applied(BALL)
    row = next(iter(staged_rows(checked(BALL), RowAction.UNCHANGED)))
    assert (row.values["title"], row.values["born"]) == ("Мяч", date(2020, 3, 5))


def test_every_problem_is_shown_at_its_row_and_cell():
    batch = checked(BALL, ("Кубик", "32.01.2020", "много", "средний"), (None, None, 2, None))
    assert batch.counts["error"] == 2
    first, second = batch.rows.filter(action=RowAction.ERROR)
    assert [problem["cell"] for problem in first.problems] == ["B3", "C3", "D3"]
    assert second.problems[0]["code"] == "required"
    assert summary_of(batch) == {
        "new": 1,
        "changed": 0,
        "left": 0,
        "unchanged": 0,
        "errors": [
            {
                "row": 3,
                "column": "Дата рождения",
                "code": "not_a_date",
                "message": "Такого дня в календаре нет.",
            },
            {"row": 3, "column": "Итог", "code": "not_a_number", "message": "Нужно число."},
            {
                "row": 3,
                "column": "Вид",
                "code": "unknown_choice",
                "message": "Такого значения нет. Возможны: большой, малый.",
            },
            {"row": 4, "column": "Название", "code": "required", "message": "Не заполнено."},
        ],
    }


def test_rows_with_errors_are_not_written_the_others_are():
    confirm_batch(KEEPER, batch=checked(BALL, ("Кубик", "вчера", 1, None)))
    assert known_lines().keys() == {"Мяч"}


def test_the_same_file_again_changes_nothing():
    applied(BALL, CUBE)
    before = list(Job.objects.values())
    batch = checked(BALL, CUBE)
    assert batch.counts["unchanged"] == 2
    with pytest.raises(RuleViolation, match="записывать нечего"):
        confirm_batch(KEEPER, batch=batch)
    assert list(Job.objects.values()) == before


def test_a_batch_is_applied_once():
    batch = applied(BALL)
    with pytest.raises(RuleViolation, match="уже применён"):
        confirm_batch(KEEPER, batch=batch)
    with pytest.raises(RuleViolation, match="уже применён"):
        drop_batch(KEEPER, batch=batch)
    with pytest.raises(RuleViolation, match="уже применён"):
        check_batch(KEEPER, batch=batch)
    assert JournalEntry.objects.count() == 1


def test_an_unchecked_batch_is_not_confirmed():
    with pytest.raises(RuleViolation, match="ещё проверяется"):
        confirm_batch(KEEPER, batch=toy_batch(BALL))


def test_a_failure_half_way_leaves_nothing():
    batch = checked(BALL, CUBE)
    with pytest.raises(ZeroDivisionError):
        confirm_batch(KEEPER, batch=batch, decisions={"explode": True})
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED
    assert not known_lines()
    assert not JournalEntry.objects.exists()
    assert batch.rows.exclude(secrets={}).exists()


def test_a_row_that_moved_since_the_preview_is_refused_until_checked_again():
    applied(BALL)
    batch = checked(("Мяч", "05.03.2020", 9, "малый"))
    Job.objects.filter(title="Мяч").update(total=5)
    with pytest.raises(StalePreview):
        confirm_batch(KEEPER, batch=batch)
    assert known_lines()["Мяч"].total == 5
    confirm_batch(KEEPER, batch=check_batch(KEEPER, batch=batch))
    assert known_lines()["Мяч"].total == 9


def test_checking_again_replaces_the_staging():
    batch = checked(BALL, CUBE)
    check_batch(KEEPER, batch=batch)
    assert batch.rows.count() == 2


def test_sensitive_values_leave_the_staging_when_the_batch_is_over():
    applied(BALL)
    batch = checked(("Мяч", "06.03.2020", 3, "малый"), ("Кукла", "вчера", 1, None))
    row = batch.rows.get(action=RowAction.CHANGED)
    assert "born" not in row.values
    assert row.secrets["values"]["born"] == "2020-03-06"
    assert row.changes == [{"column": "born", "title": "Дата рождения", "old": "", "new": ""}]
    confirm_batch(KEEPER, batch=batch)
    assert batch.rows.get(action=RowAction.CHANGED).secrets == {}
    for row in batch.rows.all():
        assert "2020" not in str([row.values, row.changes, row.problems, row.title])
        assert "вчера" not in str([row.values, row.problems])


def test_failed_rows_keep_their_sensitive_cells_for_a_week_to_be_mended():
    batch = applied(BALL, ("Кукла", "вчера", 1, None))
    failed = batch.rows.filter(action=RowAction.ERROR)
    forget_failed_rows()
    assert failed.get().secrets["values"] == {"born": "вчера"}
    with clock.moved_to(clock.today() + timedelta(days=8)):
        forget_failed_rows()
    assert failed.get().secrets == {}


def test_an_unreadable_file_fails_with_its_reason(django_capture_on_commit_callbacks):
    batch = upload(KEEPER, spec="toy", file=BytesIO(b"PK\x03\x04 half"), file_name="x.xlsx")
    with django_capture_on_commit_callbacks(execute=True):
        batch = check_batch(KEEPER, batch=batch)
    assert batch.state == ImportState.FAILED
    assert "не полностью" in batch.message
    assert not kept_files()
    with pytest.raises(RuleViolation, match="не прочитан"):
        confirm_batch(KEEPER, batch=batch)


def test_a_table_without_rows_fails_with_its_reason():
    assert "ни одной заполненной строки" in checked().message


def test_an_empty_or_large_file_is_refused_at_once(monkeypatch):
    with pytest.raises(RuleViolation, match="пустой"):
        upload(KEEPER, spec="toy", file=BytesIO(b""), file_name="x.csv")
    large = BytesIO(b"x" * (LIMITS.size + 1))
    with pytest.raises(RuleViolation, match="больше 20 МБ"):
        upload(KEEPER, spec="toy", file=large, file_name="x.csv")
    assert not kept_files()
    assert not ImportBatch.objects.exists()


def test_a_dropped_batch_leaves_no_rows_and_no_file(django_capture_on_commit_callbacks):
    batch = checked(BALL)
    with django_capture_on_commit_callbacks(execute=True):
        drop_batch(KEEPER, batch=batch)
    assert ImportBatch.objects.get().state == ImportState.DROPPED
    assert not batch.rows.exists()
    assert not kept_files()
    with pytest.raises(RuleViolation, match="отменена"):
        confirm_batch(KEEPER, batch=batch)


def test_abandoned_uploads_are_dropped():
    batch = checked(BALL)
    assert drop_abandoned() == 0
    ImportBatch.objects.update(created_at=clock.now() - timedelta(days=8))
    assert drop_abandoned() == 1
    batch.refresh_from_db()
    assert batch.state == ImportState.DROPPED


def test_a_stranger_uploads_nothing():
    with pytest.raises(Forbidden):
        toy_batch(BALL, actor=STRANGER_ACTOR)
    with pytest.raises(Forbidden):
        toy_batch(BALL, unit="foreign")
    assert not kept_files()


@pytest.mark.parametrize("service", [check_batch, confirm_batch, drop_batch])
def test_nobody_works_on_another_persons_batch(service):
    batch = checked(BALL)
    with pytest.raises(Forbidden):
        service(OTHER, batch=batch)


def test_the_right_is_asked_again_when_the_file_is_applied():
    batch = checked(BALL)
    ImportBatch.objects.update(context={"unit": "foreign"})
    batch.refresh_from_db()
    with pytest.raises(Forbidden):
        confirm_batch(KEEPER, batch=batch)


def test_the_installation_works_on_any_batch():
    assert check_batch(installation(), batch=toy_batch(BALL)).state == ImportState.CHECKED


def test_a_file_applied_before_is_recognised():
    first = applied(BALL)
    second = toy_batch(BALL)
    ImportBatch.objects.filter(pk=second.pk).update(digest=first.digest)
    second.refresh_from_db()
    assert earlier_applied(second) == first
    ImportBatch.objects.filter(pk=first.pk).update(context={"unit": "other"})
    assert earlier_applied(second) is None


def test_jobs_check_and_apply(as_keeper):
    batch = toy_batch(BALL)
    job = run_now(KEEPER, CHECK, "Проверка", batch=batch.pk)
    assert (job.state, job.result["url"]) == ("done", batch.get_absolute_url())
    job = run_now(KEEPER, APPLY, "Запись", batch=batch.pk, decisions={})
    assert job.state == "done"
    assert known_lines()
    job = run_now(KEEPER, APPLY, "Запись", batch=batch.pk, decisions={})
    assert (job.state, job.message) == ("failed", services.refusal_of(ImportBatch.objects.get()))


def test_a_job_killed_after_applying_is_only_reported(as_keeper):
    batch = checked(BALL)
    job = confirm_later(KEEPER, batch=batch, decisions={})
    confirm_batch(KEEPER, batch=batch)
    Job.objects.filter(pk=job.pk).update(attempts=1)
    jobs.perform(job)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert len(known_lines()) == 1


def test_a_check_that_fails_for_good_fails_its_batch(as_keeper, monkeypatch, toy):
    batch = toy_batch(BALL)
    monkeypatch.setattr(services, "read_stored", lambda _batch, _spec: 1 / 0)
    job = check_later(KEEPER, batch=batch)
    jobs.perform(job)
    batch.refresh_from_db()
    assert batch.state == ImportState.FAILED
    assert "Внутренняя ошибка" in batch.message


def test_a_check_killed_in_the_middle_is_done_from_the_start(as_keeper):
    batch = toy_batch(BALL, CUBE)
    batch.rows.create(number=2, action=RowAction.NEW)
    assert check_batch(KEEPER, batch=batch).rows.count() == 2


def test_two_checks_at_once_do_not_mix(monkeypatch):
    batch = toy_batch(BALL)
    stage = services.stage

    def stage_twice(rows, job):
        stage(rows, job)
        batch.rows.create(number=9, action=RowAction.NEW)

    monkeypatch.setattr(services, "stage", stage_twice)
    with pytest.raises(RuleViolation, match="дважды"):
        check_batch(KEEPER, batch=batch)


def test_the_header_row_is_no_row():
    assert checked(BALL).rows.get().number == 2
    assert len(HEADER) == 4
