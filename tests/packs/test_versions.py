"""Accepting a pack: once for each content, never with problems, never changed afterwards."""

from typing import Any

import pytest

from rostok.kernel.access import STRANGER, installation
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.packs import console
from rostok.packs.models import PackVersion
from rostok.packs.queries import accepted_packs, latest_version, shared_content
from rostok.packs.services import store_version
from tests.packs.conftest import BASE

pytestmark = pytest.mark.django_db
CONSOLE = installation()


def test_a_version_is_stored_with_its_content_and_a_journal_entry(files: Any, write: Any) -> None:
    write(files)
    version = store_version(CONSOLE, key="small")
    assert (version.key, version.version, version.level) == ("small", "1", "municipality")
    assert version.section("roadmap").actions[0].title == "Издать приказ"
    (entry,) = timeline_of(version)
    assert sentence_of(entry) == "Принята редакция положения «Посёлок Малый», версия 1"


def test_the_same_content_is_the_same_version(files: Any, write: Any) -> None:
    write(files)
    first = store_version(CONSOLE, key="small")
    assert store_version(CONSOLE, key="small") == first
    assert timeline_of(first).count() == 1


def test_a_change_is_a_new_version_and_the_old_one_stays(files: Any, write: Any) -> None:
    write(files)
    old = store_version(CONSOLE, key="small")
    files["pack.yaml"] |= {"version": "2", "short_title": "Малый"}
    write(files)
    new = store_version(CONSOLE, key="small")
    assert latest_version("small") == new
    assert list(accepted_packs()) == [new]
    assert PackVersion.objects.get(pk=old.pk).section("pack").short_title == "Посёлок Малый"


def test_a_pack_with_problems_is_refused_by_naming_them(files: Any, write: Any) -> None:
    files["purpose.yaml"]["goals"][0]["clause"] = "SML-9.9-09"
    write(files)
    with pytest.raises(RuleViolation, match=r"small/purpose.yaml:\d+: .*нет такого: пункт"):
        store_version(CONSOLE, key="small")
    assert not PackVersion.objects.exists()


def test_base_is_no_regulation(files: Any, write: Any) -> None:
    write(files)
    with pytest.raises(RuleViolation, match="а не положение"):
        store_version(CONSOLE, key="base")


def test_a_stranger_is_refused(files: Any, write: Any) -> None:
    write(files)
    with pytest.raises(Forbidden):
        store_version(STRANGER, key="small")


def test_a_version_never_changes(files: Any, write: Any) -> None:
    write(files)
    version = store_version(CONSOLE, key="small")
    version.title = "Другое"
    with pytest.raises(RuleViolation, match="не изменяется"):
        version.save()
    with pytest.raises(RuleViolation, match="не изменяется"):
        PackVersion.objects.update(title="Другое")


def test_a_field_of_an_earlier_release_is_dropped(files: Any, write: Any) -> None:
    write(files)
    version = store_version(CONSOLE, key="small")
    content = {**version.content, "roadmap": {**version.content["roadmap"], "colour": "green"}}
    content["gone"] = {"any": "thing"}
    row = {"key": "small", "title": "т", "short_title": "т", "level": "municipality"}
    old = PackVersion.objects.create(**row, version="0", digest="0", content=content)
    assert old.section("roadmap") == version.section("roadmap")


def test_the_console_lists_packs_with_counts(files: Any, write: Any) -> None:
    write(files)
    (row,) = console.list_packs()
    assert (row["key"], row["roadmap"], row["indicators"], row["accepted"]) == (
        "small",
        1,
        1,
        False,
    )
    store_version(CONSOLE, key="small")
    assert console.list_packs()[0]["accepted"] is True


def test_the_console_lists_a_broken_pack_with_the_number_of_problems(
    files: Any, write: Any
) -> None:
    del files["pack.yaml"]["title"]
    write(files)
    (row,) = console.list_packs()
    assert row["problems"] == 1
    assert [problem["file"] for problem in console.check()] == ["small/pack.yaml"]


def test_what_packs_share_is_read_again_when_it_changes(files: Any, write: Any) -> None:
    write(files)
    assert shared_content().sections["pack"].limits["methodist_load"] == 250
    limits = {"methodist_load": 300, "org_kinds": ["school"]}
    write(files, {**BASE, "pack.yaml": {**BASE["pack.yaml"], "limits": limits}})
    assert shared_content().sections["pack"].limits["methodist_load"] == 300
