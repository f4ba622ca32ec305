"""The model of a service as its regulation draws it."""

from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from django.test import Client

from rostok.orgs.models import System
from rostok.orgs.services import activate_system
from rostok.parties.queries import structure_of
from rostok.parties.scheme import Box, scheme_of
from tests.architecture.test_packs import REGULATIONS
from tests.factories import BOSS, make_regulation, make_unit
from tests.roadmaps.conftest import Place, admin, place

__all__ = ["admin", "place"]


def all_of(boxes: Iterable[Box]) -> Iterator[Box]:
    for box in boxes:
        yield box
        yield from all_of(box.inner)


def activated(key: str) -> System:
    version = make_regulation(key)
    root = make_unit(version.level)
    return activate_system(BOSS, pack=version, key="sistema", root=root, from_date=date(2023, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("key", REGULATIONS)
def test_every_party_stands_in_the_picture_once(key: str) -> None:
    parts = structure_of(BOSS, activated(key))
    drawn = [box for band in scheme_of(parts) for box in all_of([*band.boxes, *band.named])]
    codes = [box.card.party.code for box in drawn]
    assert sorted(codes) == sorted(card.party.code for part in parts for card in part.cards)
    for box in drawn:
        assert all(one.card.party.within == box.card.party.code for one in box.inner)


@pytest.mark.django_db
def test_the_service_is_drawn_as_its_appendix_draws_it() -> None:
    """Тоджа's appendix 3: four kinds of activity, in its order, with its words in brackets."""
    parts = structure_of(BOSS, activated("todzha"))
    boxes = [box for band in scheme_of(parts) for box in all_of(band.boxes)]
    service = next(box for box in boxes if box.card.party.code == "mms")
    words = [row.clause.text for row in service.activities]
    assert [text.split(": ")[1].split()[0] for text in words] == [
        "аналитическая",
        "информационная",
        "организационно-методическая",
        "консультационная",
    ]
    assert "(мониторинг, выявление, изучение, создание базы данных)" in words[0]


@pytest.mark.django_db
def test_a_region_is_drawn_as_its_third_section_lists_it() -> None:
    """Томск, 3.2–3.4: seven parties of the region, ЦНППМ within its institute, then ММС, school."""
    bands = {band.level: band for band in scheme_of(structure_of(BOSS, activated("tomsk")))}
    region = [box.card.party.code for box in all_of(bands["region"].boxes)]
    assert region == ["doo-to", "toipkro", "cnppm", "rcro", "ocdo", "poo", "rumo"]
    assert [box.card.party.code for box in bands["municipality"].boxes] == ["mms"]
    schools = {box.card.party.code for box in all_of(bands["organisation"].boxes)}
    assert schools >= {"method-council", "communities"}


def test_the_picture_leads_to_each_party(place: Place, admin: Client) -> None:
    page = admin.get(f"/parties/of/{place.system.key}/?level=scheme")
    words = page.content.decode()
    for card in (card for part in structure_of(BOSS, place.system) for card in part.cards):
        assert f'href="?level={card.party.level}#{card.party.code}"' in words
    level = admin.get(f"/parties/of/{place.system.key}/?level=organisation").content.decode()
    assert 'id="org"' in level
    assert admin.get(f"/parties/of/{place.system.key}/?level=none").status_code == 404
