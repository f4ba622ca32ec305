"""The register goes out in the columns that come in: sent back, it changes nothing."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rostok.kernel.tabular import check_batch, upload
from rostok.orgs.models import OrgKind, OrgUnit, UnitKind
from rostok.orgs.services import close_unit, set_flag
from tests.factories import BOSS, make_municipality, make_region, make_school, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> OrgUnit:
    region = make_region("Край", time_zone="Asia/Chita")
    district = make_municipality(region, "Север")
    school = make_school(district, "=Школа № 1", code="001", opened_on=date(1990, 9, 1))
    make_unit(UnitKind.UNIT, school, "Сад при школе", org_kind=OrgKind.KINDERGARTEN)
    for flag in ("it_cube", "growth_point"):
        set_flag(BOSS, unit=school, flag=flag, start=date(2024, 1, 1))
    closed = make_school(district, "Закрытая")
    close_unit(BOSS, unit=closed, closed_on=date(2024, 9, 1))
    return region


def exported(client: Client, **params: str) -> bytes:
    answer = client.get(reverse("orgs:export"), params)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_exported_register_comes_back_unchanged(
    region: OrgUnit, enter: Callable[..., Client], form: str
) -> None:
    content = exported(enter("administrator", region), format=form, state="any")
    batch = upload(BOSS, spec="orgs.units", file=BytesIO(content), file_name=f"реестр.{form}")
    batch = check_batch(BOSS, batch=batch)
    assert batch.message == ""
    counts: dict[str, Any] = {name: number for name, number in batch.counts.items() if number}
    assert counts == {"unchanged": OrgUnit.objects.count()}


def test_the_file_follows_the_selection_and_holds_no_formula(
    region: OrgUnit, enter: Callable[..., Client]
) -> None:
    text = exported(enter("administrator", region), format="csv", q="школа № 1").decode("utf-8-sig")
    [header, *rows] = text.splitlines()
    assert header.startswith("Код;Полное название;Краткое название;Вид;Входит в (код)")
    assert len(rows) == 1
    assert rows[0].startswith("001;'=Школа № 1;'=Школа № 1;общеобразовательная организация;")
    assert "«Точка роста»; центр «IT-куб»" in rows[0]


def test_others_see_only_their_own_in_the_file(
    region: OrgUnit, enter: Callable[..., Client]
) -> None:
    text = exported(enter("administrator", make_region("Другой")), format="csv").decode()
    assert "Школа" not in text
