"""Pages that put a regulation in force and change its version, with what that does to numbers."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import JournalEntry
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.services import activate_pack, change_version
from rostok.packs.folders import folder_of
from rostok.packs.models import PackVersion
from rostok.packs.services import store_version, version_in_folder
from tests.factories import BOSS, make_municipality, make_region, make_system

pytestmark = pytest.mark.django_db
START = date(2023, 1, 1)


@pytest.fixture
def own_pack(settings: Any, tmp_path: Path) -> Path:
    """The installation's own copy of a regulation, to be edited."""
    settings.OWN_PACKS_DIR = tmp_path / "own"
    return Path(shutil.copytree(folder_of("muya"), tmp_path / "own" / "muya"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def running(own_pack: Path) -> System:
    return make_system(make_municipality(), "here", pack=store_version(BOSS, key="muya"))


def test_a_regulation_is_put_in_force_by_a_form(own_pack: Path, enter: Any) -> None:
    region = make_region("Край")
    place = make_municipality(region, "Север")
    client = enter("administrator", region)
    address = reverse("orgs:activate")
    data = {"pack": "muya", "root": place.pk, "key": "sever", "from_date": "01.01.2023"}
    assert client.post(address, {**data, "root": region.pk}).status_code == 422
    assert client.post(address, {**data, "pack": "nowhere"}).status_code == 422
    assert client.post(address, {**data, "key": "activate"}).status_code == 422
    answer = client.post(address, data)
    assert answer.status_code == 302
    assert System.objects.get().key == "sever"
    assert client.post(address, data).status_code == 422


def test_a_broken_folder_is_told_by_file_and_line(own_pack: Path) -> None:
    edit(own_pack, "pack.yaml", "short_title: Муйский район", "short_title: ⟨название⟩")
    with pytest.raises(RuleViolation, match=r"pack.yaml:5.*осталось заполнить"):
        activate_pack(BOSS, pack="muya", key="x", root=make_municipality(), from_date=START)
    assert not PackVersion.objects.exists()


def test_nothing_new_is_said_when_the_folder_is_what_runs(running: System, enter: Any) -> None:
    client = enter("administrator", running.root)
    assert "Новой редакции нет" in client.get(version_page(running)).content.decode()


def version_page(system: System) -> str:
    return reverse("orgs:version", args=[system.key])


def test_the_page_shows_what_changes_before_it_counts(
    running: System, own_pack: Path, enter: Any
) -> None:
    edit(own_pack, "pack.yaml", 'version: "1"', 'version: "2"')
    edit(own_pack, "indicators.yaml", "2023: 60", "2023: 50")
    client = enter("administrator", running.root)
    page = client.get(version_page(running)).content.decode()
    assert "2023: 60 → 50" in page
    assert "Показатели за" in page
    assert PackVersion.objects.count() == 1
    answer = client.post(version_page(running), {"from_date": "01.01.2024"})
    assert answer.status_code == 302
    system = System.objects.with_versions().get()
    assert system.version_on(date(2023, 12, 31)).version == "1"
    assert system.version_on(date(2024, 1, 1)).version == "2"
    assert JournalEntry.objects.filter(kind="orgs.version_changed").exists()


def test_another_content_under_the_same_number_is_refused(running: System, own_pack: Path) -> None:
    edit(own_pack, "indicators.yaml", "2023: 60", "2023: 50")
    draft = store_version(BOSS, key="muya")
    with pytest.raises(RuleViolation, match="Поднимите version"):
        change_version(BOSS, system=running, pack_version=draft, from_date=date(2024, 1, 1))


def test_a_broken_draft_is_told_on_the_page(running: System, own_pack: Path, enter: Any) -> None:
    (own_pack / "indicators.yaml").write_text("indicators: [", encoding="utf-8")
    client = enter("administrator", running.root)
    answer = client.get(version_page(running))
    assert answer.status_code == 200
    assert "Файлы положения с ошибками" in answer.content.decode()
    assert client.post(version_page(running), {"from_date": "01.01.2024"}).status_code == 422


def test_a_draft_is_read_without_being_stored(own_pack: Path) -> None:
    draft = version_in_folder("muya")
    assert draft.pk is None
    assert draft.section("pack").key == "muya"
    with pytest.raises(RuleViolation, match="а не положение"):
        version_in_folder("base")


def test_a_system_is_ended_on_a_page(running: System, enter: Any) -> None:
    client = enter("administrator", running.root)
    address = reverse("orgs:end-system", args=[running.key])
    assert client.post(address, {"last_day": "31.12.2020"}).status_code == 422
    assert client.post(address, {"last_day": "31.12.2024"}).status_code == 302
    assert System.objects.get().last_day == date(2024, 12, 31)


def test_who_may_only_tune_does_not_govern(running: System, enter: Any) -> None:
    client = enter("service_head", running.root)
    for name in ("version", "end-system"):
        assert client.get(reverse(f"orgs:{name}", args=[running.key])).status_code == 403
    assert client.get(reverse("orgs:activate")).status_code == 403
    other = make_system(make_municipality(), "there")
    setting = reverse("orgs:setting", args=[other.key, "limit", "min_group"])
    assert client.get(setting).status_code == 404
    assert OrgUnit.objects.count() == 2
