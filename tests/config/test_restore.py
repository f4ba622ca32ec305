"""`rostok restore` as a person runs it: a program over folders and databases of its own."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.architecture.sources import ROOT

pytestmark = pytest.mark.slow
POSTGRES = os.environ.get("TEST_POSTGRES") or "postgres://postgres@127.0.0.1:5432/postgres"
STATISTICS = {"sqlite_stat1", "sqlite_stat4"}
# A restored installation says in its journal that it was restored, and queues differ by nothing.
JOURNAL = {"kernel_journalentry", "django_migrations", "sqlite_sequence", *STATISTICS}
COMMAND = [
    sys.executable,
    "-c",
    "import sys; from rostok.config.cli import main; sys.exit(main())",
]
Rows = dict[str, list[tuple[Any, ...]]]


def environment(home: Path, database: str = "") -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ROSTOK_", "DATABASE_"))}
    given = {"DATABASE_URL": database} if database else {}
    paths = {"PYTHONPATH": f"{ROOT}/src:{ROOT}", "DJANGO_SETTINGS_MODULE": "rostok.config.settings"}
    return {**kept, **paths, "ROSTOK_HOME": str(home), **given}


def run(
    home: Path, *words: str, database: str = "", code: int = 0, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """The command with what is typed into it; its exit code is what the test expects."""
    done = subprocess.run(
        [*COMMAND, *words],
        env=environment(home, database),
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def world(home: Path, task: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.config.backup_world", task]
    return subprocess.Popen(
        command, env=environment(home, **options), stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation on SQLite. Not to be changed: tests take `home`, a copy of it."""
    home = tmp_path_factory.mktemp("grown")
    assert world(home, "grow").wait() == 0
    with closing(sqlite3.connect(home / "rostok.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


@pytest.fixture
def home(grown: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(grown, tmp_path / "home"))


@pytest.fixture(scope="module")
def copied(grown: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of it."""
    home = Path(shutil.copytree(grown, tmp_path_factory.mktemp("copied") / "home"))
    archive = home.parent / "copy.tar"
    run(home, "backup", "--to", str(archive))
    return archive


@pytest.fixture
def postgres() -> Iterator[str]:
    """An empty database of PostgreSQL."""
    name = f"rostok_restore_{os.getpid()}"
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL does not answer at TEST_POSTGRES")
    with server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def sqlite_rows(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as database:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
        names = {name for (name,) in database.execute(tables)} - JOURNAL
        return {name: rows_of(database, name) for name in sorted(names)}


def postgres_rows(url: str) -> Rows:
    with psycopg.connect(url) as database:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        names = {name for (name,) in database.execute(tables)} - JOURNAL
        return {name: rows_of(database, name) for name in sorted(names)}


def rows_of(database: Any, table: str) -> list[tuple[Any, ...]]:
    """Rows with their columns by name, as both databases would say them."""
    found = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of the test
    names = [one[0] for one in found.description]
    rows = [sorted((n, plain(v)) for n, v in zip(names, row, strict=True)) for row in found]
    return sorted(tuple(row) for row in rows)


def plain(value: Any) -> str:
    """One form for what the two databases keep in different ones."""
    if isinstance(value, str):
        value = read(value)
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, bool):
        value = int(value)
    if isinstance(value, int | float | Decimal):
        value = f"{Decimal(str(value)).normalize():f}"
    if isinstance(value, dict | list):
        value = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return value.hex if isinstance(value, UUID) else str(value)


def read(text: str) -> Any:
    """SQLite keeps JSON and moments as texts."""
    with suppress(ValueError):
        if text[:1] in {"{", "["}:
            return json.loads(text)
        if ":" in text:
            return datetime.fromisoformat(text)
    return text


def test_an_empty_machine_gets_everything_back(grown: Path, copied: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    said = run(empty, "restore", str(copied)).stdout
    assert "Восстановлено из копии" in said
    assert sqlite_rows(empty / "rostok.sqlite3") == sqlite_rows(grown / "rostok.sqlite3")
    stored = Path("files/imports/список.xlsx")
    assert (empty / stored).read_bytes() == (grown / stored).read_bytes()
    assert (empty / "packs/ours/pack.yaml").read_text() == "key: ours\n"
    assert (empty / "person.key").read_text() == (grown / "person.key").read_text()
    parts = {"rostok.sqlite3", "files", "packs", "person.key", "secret"}
    assert {p.name for p in empty.iterdir()} == parts
    assert {p.stat().st_mode & 0o77 for p in empty.rglob("*") if p.is_file()} == {0}


def test_the_restored_database_has_counted_its_rows(
    copied: Path, postgres: str, tmp_path: Path
) -> None:
    run(tmp_path / "one", "restore", str(copied))
    with closing(sqlite3.connect(tmp_path / "one" / "rostok.sqlite3")) as database:
        people = "SELECT stat FROM sqlite_stat1 WHERE tbl = 'people_person'"
        assert int(database.execute(people).fetchone()[0].split()[0]) > 0
    run(tmp_path / "other", "restore", str(copied), database=postgres)
    with psycopg.connect(postgres) as server:
        people = "SELECT reltuples FROM pg_class WHERE relname = 'people_person'"
        assert server.execute(people).fetchone()[0] > 0  # type: ignore[index]


def test_a_copy_goes_from_one_database_to_the_other_and_back(
    grown: Path, copied: Path, postgres: str, tmp_path: Path
) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    run(there, "restore", str(copied), database=postgres)
    assert postgres_rows(postgres) == sqlite_rows(grown / "rostok.sqlite3")
    run(there, "backup", "--to", str(tmp_path / "b.tar"), database=postgres)
    run(back, "restore", str(tmp_path / "b.tar"))
    assert sqlite_rows(back / "rostok.sqlite3") == sqlite_rows(grown / "rostok.sqlite3")


def test_an_id_that_was_taken_back_is_not_given_again(
    copied: Path, postgres: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    run(empty, "restore", str(copied))
    insert = "INSERT INTO people_person (uid, last_name, first_name, patronymic, norm, gender,"
    insert += " version) VALUES ('0123456789abcdef0123456789abcdef', 'a', '', '', '', '', 1)"
    with closing(sqlite3.connect(empty / "rostok.sqlite3")) as database:
        largest = database.execute("SELECT MAX(id) FROM people_person").fetchone()[0]
        given = database.execute(f"{insert} RETURNING id").fetchone()[0]
    assert given == largest + 2
    run(tmp_path / "other", "restore", str(copied), database=postgres)
    with psycopg.connect(postgres) as server:
        assert server.execute(f"{insert} RETURNING id").fetchone() == (given,)


def test_a_filled_installation_is_replaced_only_by_the_word(
    home: Path, copied: Path, tmp_path: Path
) -> None:
    before = sqlite_rows(home / "rostok.sqlite3")
    (home / "files" / "новый.txt").write_text("после копии")
    assert "Здесь уже есть данные" in run(home, "restore", str(copied), code=1).stderr
    refused = run(home, "restore", str(copied), "--replace", said="да\n", code=1)
    assert "Не подтверждено" in refused.stderr
    assert sqlite_rows(home / "rostok.sqlite3") == before
    assert (home / "files" / "новый.txt").exists()
    done = run(home, "restore", str(copied), "--replace", said="Заменить\n")
    (former,) = home.glob("before-restore-*")
    assert str(former) in done.stdout
    assert (former / "files" / "новый.txt").exists()
    assert not (home / "files" / "новый.txt").exists()
    assert sqlite_rows(former / "rostok.sqlite3") == before


def test_a_filled_postgresql_is_replaced_whole_or_left_alone(
    home: Path, copied: Path, postgres: str, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    run(there, "restore", str(copied), database=postgres)
    whole = postgres_rows(postgres)
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("UPDATE people_person SET last_name = 'Изменён'")
    changed = postgres_rows(postgres)
    busy = psycopg.connect(postgres)
    busy.execute("SELECT count(*) FROM people_person")  # an open transaction of the site
    words = ["restore", str(copied), "--replace"]
    refused = run(there, *words, database=postgres, said="заменить\n", code=1)
    assert "остановите сайт" in refused.stderr
    busy.close()
    assert postgres_rows(postgres) == changed
    run(there, *words, database=postgres, said="заменить\n")
    assert postgres_rows(postgres) == whole


def test_a_database_in_use_is_not_replaced(home: Path, copied: Path) -> None:
    with closing(sqlite3.connect(home / "rostok.sqlite3")) as site:
        site.execute("SELECT count(*) FROM people_person").fetchone()
        words = ["restore", str(copied), "--replace"]
        assert "остановите сайт" in run(home, *words, said="заменить\n", code=1).stderr
    assert list(home.glob("before-restore-*")) == []


def test_too_little_room_is_said_beforehand(copied: Path, tmp_path: Path) -> None:
    from tests.config.test_backup import with_manifest  # noqa: PLC0415 - beside its archive

    def huge(manifest: dict[str, Any]) -> None:
        manifest["tables"][0]["unpacked"] = 10**15

    there = tmp_path / "there"
    there.mkdir()
    large = with_manifest(Path(shutil.copy(copied, there / "a.tar")), huge)
    empty = tmp_path / "empty"
    assert "Не хватит места на диске" in run(empty, "restore", str(large), code=1).stderr
    assert not (empty / "files").exists()


def test_a_check_writes_nothing_and_says_so_to_programs(copied: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    answer = json.loads(run(empty, "restore", "--check", str(copied), "--json").stdout)
    assert answer["rows"][0]["rows"] > 0
    assert "rostok.sqlite3" not in {path.name for path in empty.iterdir()}
    missing = run(empty, "restore", "--check", "нет.tar", "--json", code=1)
    assert json.loads(missing.stdout) == {"error": "Нет такого файла или папки: нет.tar."}
    assert "нужно" in run(empty, "backup", "--keep", code=2).stderr
    assert "не число" in run(empty, "backup", "--keep", "0", code=2).stderr


def test_an_empty_database_is_not_worth_a_copy(tmp_path: Path) -> None:
    assert "Копировать нечего" in run(tmp_path / "empty", "backup", code=1).stderr


def test_a_copy_of_an_older_program_is_brought_up(copied: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    back = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    for words in (["kernel", "0001"], ["staff", "0001"]):
        subprocess.run([*back, *words], env=environment(old), cwd=ROOT, check=True)
    insert = "INSERT INTO staff_post (code, title, norm, category, aliases)"
    with closing(sqlite3.connect(old / "rostok.sqlite3")) as database, database:
        database.execute(f"{insert} VALUES ('old', 'Учитель', 'учитель', 'teaching', '[]')")
    run(old, "backup", "--to", str(tmp_path / "old.tar"))
    run(new, "restore", str(tmp_path / "old.tar"))
    with closing(sqlite3.connect(new / "rostok.sqlite3")) as database:
        assert database.execute("SELECT title FROM staff_post").fetchall() == [("Учитель",)]
    subprocess.run([*back, "--check"], env=environment(new), cwd=ROOT, check=True)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_writers_go_on_and_the_copy_is_of_one_moment(
    home: Path, copied: Path, tmp_path: Path, kind: str, request: Any
) -> None:
    options = {}
    if kind == "postgresql":
        options["database"] = request.getfixturevalue("postgres")
        home = tmp_path / "there"
        run(home, "restore", str(copied), **options)
    writer = world(home, "write", **options)
    assert writer.stdout
    writer.stdout.readline()
    for number in range(2):
        run(home, "backup", "--to", str(tmp_path / f"{number}.tar"), **options)
    assert writer.poll() is None, "the writer was stopped by the copy"
    writer.kill()
    writer.wait()
    for number in range(2):
        answer = run(tmp_path / "nowhere", "restore", "--check", str(tmp_path / f"{number}.tar"))
        assert "Копия целая" in answer.stdout
        run(tmp_path / f"home{number}", "restore", str(tmp_path / f"{number}.tar"))
        with closing(sqlite3.connect(tmp_path / f"home{number}" / "rostok.sqlite3")) as database:
            lonely = "SELECT count(*) FROM kernel_journalentry e WHERE kind = 'orgs.reopened' AND"
            lonely += " NOT EXISTS (SELECT 1 FROM kernel_journalobject WHERE entry_id = e.id)"
            assert database.execute(lonely).fetchone() == (0,)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restore_killed_in_the_middle_leaves_all_or_nothing(
    grown: Path, copied: Path, tmp_path: Path, kind: str, request: Any
) -> None:
    """Killed at a random moment, then begun again in what is there."""
    chance = random.Random(7)  # noqa: S311 - moments of a test
    database = request.getfixturevalue("postgres") if kind == "postgresql" else ""
    there = tmp_path / "there"
    command = [*COMMAND, "restore", str(copied)]
    for _ in range(3):
        started = subprocess.Popen(command, env=environment(there, database), cwd=ROOT)
        time.sleep(chance.uniform(0.5, 5))
        started.send_signal(signal.SIGKILL)
        if started.wait() == 0:
            break
    whole = sqlite_rows(grown / "rostok.sqlite3")
    words = ["restore", str(copied), "--replace"]
    run(there, *words, database=database, said="заменить\n")
    found = postgres_rows(database) if database else sqlite_rows(there / "rostok.sqlite3")
    assert found == whole
    assert list(there.glob(".restoring-*")) == []


def test_a_copy_killed_in_the_middle_leaves_no_archive(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    command = [*COMMAND, "backup", "--to", str(folder)]
    for pause in (1.0, 1.3):
        started = subprocess.Popen(command, env=environment(home), cwd=ROOT)
        time.sleep(pause)
        started.kill()
        started.wait()
        for found in folder.glob("*.tar"):
            run(home, "restore", "--check", str(found))
    time.sleep(1)  # another second in the name
    run(home, "backup", "--to", str(folder))
    assert list(folder.glob("*.unfinished-*")) == []
    assert list(home.glob(".backup-*")) == []
