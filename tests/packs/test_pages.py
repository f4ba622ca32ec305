"""The living document: a page for each section, an address for each clause."""

import gzip
import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from rostok.kernel.access import installation
from rostok.packs.models import PackVersion
from rostok.packs.pack import Clauses
from rostok.packs.queries import known_packs
from rostok.packs.reader import address_of_part, pages_of, parts_of
from rostok.packs.services import store_version

pytestmark = pytest.mark.django_db
HEAVIEST = 20_000
ID = re.compile(r'\bid="([^"]+)"')


@pytest.fixture(params=known_packs())
def version(request: pytest.FixtureRequest) -> PackVersion:
    return store_version(installation(), key=request.param)


def addresses(version: PackVersion) -> list[str]:
    return [
        address_of_part(version, section, part, parts)
        for section in pages_of(version)
        for parts in [parts_of(version, section)]
        for part in parts
    ]


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_every_page_is_light_and_every_clause_has_an_anchor(
    client: Client, version: PackVersion
) -> None:
    anchors: set[str] = set()
    for url in [version.get_absolute_url(), *addresses(version)]:
        page = text_of(client, url)
        assert len(gzip.compress(page.encode())) <= HEAVIEST, url
        ids = ID.findall(page)
        assert [name for name, times in Counter(ids).items() if times > 1] == [], url
        anchors |= set(ids)
    assert {clause.id for clause in version.read.of(Clauses).clauses} <= anchors


def test_a_part_shows_the_clauses_it_names(client: Client, version: PackVersion) -> None:
    for section in pages_of(version):
        parts = parts_of(version, section)
        for part in parts:
            page = text_of(client, address_of_part(version, section, part, parts))
            assert part.clauses <= set(ID.findall(page)), (section.name, part.key)


def test_every_section_shows_all_its_notes(client: Client) -> None:
    version = store_version(installation(), key="odintsovo")
    page = text_of(client, f"{version.get_absolute_url()}indicators/")
    noted = [one for one in version.section("indicators").indicators if one.note]
    assert page.count("Примечание составителя данных.") >= len(noted) > 0


def test_a_clause_has_a_page_with_who_carries_it_and_by_what(client: Client) -> None:
    version = store_version(installation(), key="muya")
    page = text_of(client, f"{version.get_absolute_url()}clauses/MUY-0-04/")
    for words in ("РДМЦ (специалисты и методисты)", "Дорожная карта", "функция", "MUY-0-05"):
        assert words in page
    assert "parties/#MUY-0-04" in page or "parties/?part=municipality#MUY-0-04" in page


def test_the_list_names_accepted_regulations_only(client: Client, version: PackVersion) -> None:
    page = text_of(client, "/packs/")
    assert page.count("/packs/") >= 1
    assert version.short_title in page


@pytest.mark.parametrize(
    "path",
    [
        "/packs/atlantis/",
        "/packs/muya/roles/",
        "/packs/muya/weather/",
        "/packs/muya/clauses/MUY-9-99/",
        "/packs/muya/roadmap/?part=99",
    ],
)
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    store_version(installation(), key="muya")
    assert client.get(path).status_code == 404


def test_the_old_version_stays_readable_after_the_yaml_changed(
    client: Client, files: Any, write: Any
) -> None:
    write(files)
    store_version(installation(), key="small")
    files["roadmap.yaml"]["title"] = 5
    write(files)
    assert "Издать приказ" in text_of(client, "/packs/small/roadmap/")


def test_a_roadmap_has_the_columns_of_its_document(client: Client) -> None:
    """Одинцово's table names nobody and is divided by stages; Тоджа's has no responsible party."""
    for key in ("odintsovo", "todzha", "tomsk"):
        store_version(installation(), key=key)
    keys = ("odintsovo", "todzha", "tomsk")
    pages = {key: text_of(client, f"/packs/{key}/roadmap/") for key in keys}
    assert "Ответственный</th>" not in pages["odintsovo"] + pages["todzha"]
    assert "Исполнитель</th>" in pages["todzha"]
    assert "Исполнитель</th>" not in pages["odintsovo"]
    assert "Раздел 2" in pages["odintsovo"]
    assert "Направление 2" in pages["tomsk"]


def test_an_indicator_leads_to_the_method_that_says_the_rest(client: Client) -> None:
    store_version(installation(), key="odintsovo")
    page = text_of(client, "/packs/odintsovo/indicators/")
    assert 'href="/packs/odintsovo/methods/#m6"' in page
    assert 'id="m6"' in text_of(client, "/packs/odintsovo/methods/")


def test_a_shared_duty_stands_at_both_parties(client: Client) -> None:
    version = store_version(installation(), key="muya")
    page = text_of(client, f"{version.get_absolute_url()}parties/?part=organisation")
    assert 'id="MUY-0-04"' in page
    page = text_of(client, f"{version.get_absolute_url()}clauses/MUY-0-04/")
    assert page.index("РДМЦ (специалисты и методисты)") < page.index("Образовательные организации")


def test_acts_are_named_as_documents_do(client: Client) -> None:
    """An act is not called twice by one word, and two closing quotes that meet are one."""
    version = store_version(installation(), key="todzha")
    page = text_of(client, f"{version.get_absolute_url()}pack/")
    assert "<li>Конституция Российской Федерации" in page
    version = store_version(installation(), key="muya")
    page = text_of(client, f"{version.get_absolute_url()}pack/")
    assert "»»" not in page
    assert "«Об утверждении методик расчета показателей федеральных проектов" in page


def test_a_roadmap_shows_its_title_and_printed_numbers(client: Client) -> None:
    version = store_version(installation(), key="todzha")
    page = text_of(client, f"{version.get_absolute_url()}roadmap/")
    assert "10. Формирование и публикация" in page
    assert "Столбцы, как напечатано: № п/п" in page


def test_a_list_of_documents_keeps_the_number_that_was_skipped(client: Client) -> None:
    version = store_version(installation(), key="todzha")
    page = text_of(client, f"{version.get_absolute_url()}documents/")
    assert "6.8. Банк данных" in page
    assert "6.7." not in page
    assert 'id="TOD-A4-5.1-04"' in page
