"""Pages of a system lead their reader only where the reader may go."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

from rostok.orgs.models import OrgUnit
from rostok.parties.services import name_party
from tests.factories import BOSS
from tests.roadmaps.conftest import Place, enter_as, place

__all__ = ["enter_as", "place"]
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
PAGES = (
    "/orgs/systems/rayon/",
    "/parties/of/rayon/",
    "/parties/of/rayon/?level=region",
    "/roadmaps/of/rayon/",
)


def dead_links(client: Client) -> Iterator[tuple[str, str, int]]:
    """The link, a page it stands on, and the answer; what stands on many pages is opened once."""
    found: dict[str, str] = {}
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, page
        found |= dict.fromkeys(LINK.findall(answer.content.decode()), page)
    for address, page in found.items():
        status = client.get(address.replace("&amp;", "&")).status_code
        if status >= 400:
            yield address, page, status


@pytest.mark.parametrize("role", ["teacher", "coordinator", "municipal_methodist"])
def test_no_link_of_a_system_is_dead(
    place: Place, client: Client, enter_as: Callable[[Client, OrgUnit, str], None], role: str
) -> None:
    name_party(BOSS, system=place.system, party="ruo", unit=place.unit, start=date(2023, 9, 1))
    enter_as(client, place.unit if role == "municipal_methodist" else place.school, role)
    assert list(dead_links(client)) == []


def test_a_methodist_has_the_links_a_teacher_lacks(
    place: Place, client: Client, enter_as: Callable[[Client, OrgUnit, str], None]
) -> None:
    enter_as(client, place.unit, "municipal_methodist")
    assert "/indicators/rayon/" in client.get("/orgs/systems/rayon/").content.decode()
    enter_as(client, place.school, "teacher")
    assert "/indicators/rayon/" not in client.get("/orgs/systems/rayon/").content.decode()
