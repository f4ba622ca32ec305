"""What a territory settles for itself beside its regulation."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from rostok.kernel.access import STRANGER
from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.kernel.journal import sentence_of, timeline_of
from rostok.orgs import permissions, queries
from rostok.orgs.models import SettingKind, System
from rostok.orgs.services import return_to_pack, settle
from tests.factories import BOSS, actor_at, make_municipality, make_regulation, make_system

pytestmark = pytest.mark.django_db
LIMIT, LABEL = SettingKind.LIMIT, SettingKind.LABEL
START = date(2024, 1, 1)
LOAD = {
    "kind": LIMIT,
    "name": "methodist_load",
    "value": 120,
    "start": START,
    "ground": "Приказ № 7",
}


@pytest.fixture
def system() -> System:
    return make_system(pack=make_regulation("muya"))


def fresh(system: System) -> System:
    return System.objects.with_versions().get(pk=system.pk)


def test_an_own_limit_counts_from_its_day_and_says_its_ground(system: System) -> None:
    printed = system.limits_on(START)["methodist_load"]
    settle(BOSS, system=system, **LOAD)
    system = fresh(system)
    assert system.limits_on(date(2023, 12, 31))["methodist_load"] == printed
    assert system.limits_on(START)["methodist_load"] == 120
    sentence = sentence_of(timeline_of(system)[0])
    assert "01.01.2024" in sentence
    assert "120" in sentence
    assert "Приказ № 7" in sentence


def test_a_later_value_ends_the_earlier_and_one_of_the_same_day_replaces_it(system: System) -> None:
    settle(BOSS, system=system, **LOAD)
    settle(BOSS, system=system, **{**LOAD, "value": 90, "start": date(2025, 1, 1)})
    settle(BOSS, system=system, **{**LOAD, "value": 80, "start": date(2025, 1, 1)})
    days = (START, date(2024, 12, 31), date(2025, 1, 1))
    held = [fresh(system).limits_on(day)["methodist_load"] for day in days]
    assert held == [120, 120, 80]
    assert system.settings.count() == 2


def test_the_regulation_counts_again_when_the_own_value_is_withdrawn(system: System) -> None:
    printed = system.limits_on(START)["methodist_load"]
    settle(BOSS, system=system, **LOAD)
    return_to_pack(BOSS, system=system, kind=LIMIT, name="methodist_load", start=date(2025, 1, 1))
    assert fresh(system).limits_on(date(2024, 6, 1))["methodist_load"] == 120
    assert fresh(system).limits_on(date(2025, 1, 1))["methodist_load"] == printed
    with pytest.raises(RuleViolation, match="и так действует"):
        return_to_pack(BOSS, system=fresh(system), kind=LIMIT, name="methodist_load", start=START)


def test_a_party_is_called_as_the_territory_calls_it(system: System) -> None:
    settle(BOSS, system=system, **{**LOAD, "kind": LABEL, "name": "rdmc", "value": "Методцентр"})
    parts = queries.parties_of(fresh(system))
    shorts = [party.short for part in parts for party, _above, _duties in part.context["parties"]]
    assert "Методцентр" in shorts


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": "много"}, "другого вида"),
        ({"value": True}, "другого вида"),
        ({"value": -1}, "от 0 до"),
        ({"value": 10**9}, "от 0 до"),
        ({"name": "close_within", "value": 101}, "от 0 до 100"),
        ({"name": "org_kinds", "value": []}, "виды организаций"),
        ({"name": "org_kinds", "value": ["bank"]}, "виды организаций"),
        ({"kind": LABEL, "name": "rdmc", "value": " "}, "букв"),
        ({"kind": LABEL, "name": "rdmc", "value": "я" * 201}, "букв"),
        ({"ground": "  "}, "основание"),
        ({"value": 250}, "уже действует"),
    ],
)
def test_an_impossible_setting_is_refused(
    system: System, changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(RuleViolation, match=words):
        settle(BOSS, system=system, **{**LOAD, **changed})
    assert not system.settings.exists()


def test_a_day_before_the_last_change_is_refused(system: System) -> None:
    settle(BOSS, system=system, **LOAD)
    with pytest.raises(RuleViolation, match="уже записано"):
        settle(BOSS, system=system, **{**LOAD, "value": 90, "start": date(2023, 1, 1)})


def test_a_stranger_settles_nothing(system: System) -> None:
    for actor in (STRANGER, actor_at(make_municipality(), permissions.TUNE)):
        with pytest.raises(Forbidden):
            settle(actor, system=system, **LOAD)
        with pytest.raises(Forbidden):
            return_to_pack(actor, system=system, kind=LIMIT, name="min_group", start=START)


def test_the_pages_show_set_and_withdraw(system: System, enter: Any) -> None:
    client = enter("service_head", system.root)
    listed = reverse("orgs:settings", args=[system.key])
    assert "Педагогов на одного методиста" in client.get(listed).content.decode()
    address = reverse("orgs:setting", args=[system.key, LIMIT, "methodist_load"])
    assert client.get(address).status_code == 200
    refused = client.post(address, {"value": "-5", "start": "01.01.2024", "ground": "Приказ"})
    assert refused.status_code == 422
    data = {"value": "100", "start": "01.01.2024", "ground": "Приказ № 3"}
    assert client.post(address, data).status_code == 302
    assert "Приказ № 3" in client.get(listed).content.decode()
    back = reverse("orgs:return-setting", args=[system.key, LIMIT, "methodist_load"])
    assert client.post(back, {"start": "01.02.2025"}).status_code == 302
    assert (
        client.get(reverse("orgs:setting", args=[system.key, LIMIT, "no-such"])).status_code == 404
    )
