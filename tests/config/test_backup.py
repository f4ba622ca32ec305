"""`rostok backup` and the check of an archive: what is in it, and what is refused."""

import io
import json
import os
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.db import connection

from rostok.config.backup import check_archive, make_backup
from rostok.config.backup.leftovers import clear_leftovers
from rostok.config.permissions import VIEW_BACKUPS
from rostok.config.todo import copy_due
from rostok.kernel import clock
from rostok.kernel.errors import RuleViolation
from rostok.kernel.journal import sentence_of
from rostok.kernel.models import JournalEntry
from rostok.people.models import Person
from tests import factories as make
from tests.architecture.world import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Members = dict[str, bytes]


def quiet(_phrase: str) -> None:
    return None


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    make.make_teacher()
    files = Path(live_settings.FILES_DIR)
    files.mkdir(parents=True, exist_ok=True)
    (files / "список.xlsx").write_bytes(b"12345")
    return make_backup(make.BOSS, to=tmp_path / "copy.tar", progress=quiet).path


def members_of(path: Path) -> Members:
    with tarfile.open(path) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]


def written(path: Path, members: Members) -> Path:
    """An archive of the given members, beside the other."""
    made = path.with_name("changed.tar")
    with tarfile.open(made, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return made


def with_manifest(path: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    members = members_of(path)
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    return written(path, {**members, "manifest.json": json.dumps(manifest).encode()})


def test_an_archive_holds_every_table_the_files_and_the_keys(archive: Path) -> None:
    manifest = check_archive(archive, progress=quiet)
    standing = set(connection.introspection.table_names()) - {"django_migrations"}
    ours = {name for name in standing if not name.startswith("sqlite_")}  # statistics of ANALYZE
    assert {one.table for one in manifest.tables} == ours
    people = next(one for one in manifest.tables if one.table == "people_person")
    assert people.rows == Person.objects.count()
    assert [one.name for one in manifest.files] == ["files/список.xlsx"]
    assert "keys/person.key" in [one.name for one in manifest.keys]
    assert manifest.migrations["kernel"][0] == "0001_initial"


def test_an_archive_is_for_its_owner_only_and_nothing_is_left_beside_it(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in archive.parent.glob("*.tar*")] == [archive.name]
    assert list(Path(live_settings.HOME).glob(".backup-*")) == []


def test_a_copy_stands_in_the_journal(archive: Path) -> None:
    entry = JournalEntry.objects.get(kind="backup.made")
    assert sentence_of(entry).startswith("Сделана резервная копия copy.tar: строк ")


def test_a_taken_name_and_a_missing_folder_are_refused(archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(RuleViolation, match="Файл уже есть"):
        make_backup(make.BOSS, to=archive, progress=quiet)
    with pytest.raises(RuleViolation, match="Папки нет"):
        make_backup(make.BOSS, to=archive.parent / "нет" / "a.tar", progress=quiet)
    assert archive.read_bytes() == before


def test_only_the_newest_archives_of_our_own_naming_are_kept(tmp_path: Path) -> None:
    for name in ("rostok-20200101-000000.tar", "rostok-20210101-000000.tar", "мой-архив.tar"):
        (tmp_path / name).write_bytes(b"x")
    made = make_backup(make.BOSS, to=tmp_path, keep=2, progress=quiet)
    left = {path.name for path in tmp_path.glob("*.tar")}
    assert left == {"rostok-20210101-000000.tar", "мой-архив.tar", made.path.name}
    assert [path.name for path in made.removed] == ["rostok-20200101-000000.tar"]


def test_what_a_killed_run_left_is_cleared_and_what_a_living_one_writes_is_not(
    tmp_path: Path,
) -> None:
    dead, alive = (tmp_path / f"a.tar.unfinished-{pid}" for pid in (4_000_000, os.getpid()))
    for path in (dead, alive):
        path.write_bytes(b"x")
    clear_leftovers(tmp_path)
    assert (dead.exists(), alive.exists()) == (False, True)


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "a.tar"
    other.write_bytes(b"not a tar at all" * 100)
    with pytest.raises(RuleViolation, match="не резервная копия"):
        check_archive(other, progress=quiet)
    with pytest.raises(RuleViolation, match="не резервная копия"):
        check_archive(written(other, {"files/a.txt": b"1"}), progress=quiet)
    with pytest.raises(RuleViolation, match="Это папка"):
        check_archive(tmp_path, progress=quiet)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.8])
def test_a_torn_archive_is_refused(archive: Path, share: float) -> None:
    torn = archive.with_name("torn.tar")
    whole = archive.read_bytes()
    torn.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(RuleViolation, match=r"неполная|повреждена|не резервная"):
        check_archive(torn, progress=quiet)


def test_a_changed_byte_is_noticed_wherever_it_is(archive: Path) -> None:
    whole = archive.read_bytes()
    for place in range(600, len(whole), len(whole) // 40):
        spoilt = bytearray(whole)
        spoilt[place] ^= 0xFF
        changed = archive.with_name("spoilt.tar")
        changed.write_bytes(spoilt)
        if is_padding(archive, place):
            continue
        with pytest.raises(RuleViolation):
            check_archive(changed, progress=quiet)


def is_padding(archive: Path, place: int) -> bool:
    """Whether the byte fills up a block of the tar, where nothing is kept."""
    with tarfile.open(archive) as tar:
        return not any(one.offset <= place < one.offset_data + one.size for one in tar.getmembers())


@pytest.mark.parametrize(
    "name", ["../outside.txt", "files/../../outside.txt", "/etc/outside", "files\\..\\a", "other/a"]
)
def test_a_member_of_another_place_is_refused(archive: Path, name: str) -> None:
    hostile = written(archive, {name: b"1", **members_of(archive)})
    with pytest.raises(RuleViolation, match="чужое содержимое"):
        check_archive(hostile, progress=quiet)


def test_a_link_in_an_archive_is_refused(archive: Path) -> None:
    link = tarfile.TarInfo("files/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(archive, "a") as tar:
        tar.addfile(link)
    with pytest.raises(RuleViolation, match="чужое содержимое"):
        check_archive(archive, progress=quiet)


def test_a_part_too_many_or_too_few_is_refused(archive: Path) -> None:
    members = members_of(archive)
    with pytest.raises(RuleViolation, match="лишнее или недостающее files/more"):
        check_archive(written(archive, {"files/more": b"1", **members}), progress=quiet)
    members.pop("keys/person.key")
    with pytest.raises(RuleViolation, match="лишнее или недостающее keys/person"):
        check_archive(written(archive, members), progress=quiet)


def test_a_copy_of_a_newer_program_is_refused(archive: Path) -> None:
    def from_tomorrow(manifest: dict[str, Any]) -> None:
        manifest["migrations"]["kernel"].append("9999_tomorrow")

    newer = with_manifest(archive, from_tomorrow)
    with pytest.raises(RuleViolation, match="более новой программой"):
        check_archive(newer, progress=quiet)
    newer = with_manifest(archive, lambda manifest: manifest.update(format_version=2))
    with pytest.raises(RuleViolation, match="более новой программой"):
        check_archive(newer, progress=quiet)


def test_a_manifest_that_is_none_is_refused(archive: Path) -> None:
    for content in (b"", b"[]", b"{", b'{"format": "other"}'):
        broken = written(archive, {**members_of(archive), "manifest.json": content})
        with pytest.raises(RuleViolation, match="не читается её описание"):
            check_archive(broken, progress=quiet)


def test_rows_that_unpack_to_more_than_was_written_are_refused(archive: Path) -> None:
    def less(manifest: dict[str, Any]) -> None:
        next(one for one in manifest["tables"] if one["rows"])["unpacked"] = 1

    with pytest.raises(RuleViolation, match="Копия повреждена: строки"):
        check_archive(with_manifest(archive, less), progress=quiet)


def test_the_home_page_reminds_whoever_keeps_the_installation() -> None:
    region = make.make_region()
    keeper = make.actor_at(region, VIEW_BACKUPS)
    assert copy_due(keeper) == [], "a new installation is not in arrears"
    with clock.moved_to(clock.today() + timedelta(days=8)):
        assert copy_due(keeper)
        assert copy_due(make.actor_at(region, "orgs.view")) is None
        make_copy()
        assert copy_due(keeper) == []


def test_the_page_lists_copies_and_warns(tmp_path: Path) -> None:
    user = make.make_user(make.make_region())
    make.hold(user, "administrator", user.home)  # type: ignore[arg-type]
    make_copy()
    text = sign_in(user).get("/backups/").content.decode()
    assert "rostok-20" in text
    assert "копий не было" not in text


def make_copy() -> None:
    folder = Path(live_settings.FILES_DIR).parent
    make_backup(make.BOSS, to=folder, progress=quiet)
