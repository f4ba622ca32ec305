"""The five roadmaps come alive: every row an action, every term its occurrences."""

from datetime import date

import pytest

from rostok.kernel.errors import Forbidden, RuleViolation
from rostok.orgs.models import OrgUnit, System
from rostok.orgs.services import activate_system
from rostok.roadmaps import pack as text
from rostok.roadmaps import permissions
from rostok.roadmaps.models import Action, Roadmap
from rostok.roadmaps.services import draw_roadmap
from tests.factories import (
    BOSS,
    actor_at,
    make_municipality,
    make_region,
    make_regulation,
    make_system,
)

pytestmark = pytest.mark.django_db

ACTIONS = {"muya": 28, "tomsk": 39, "khakassia": 23, "todzha": 10, "odintsovo": 27}


def running(pack: str) -> System:
    version = make_regulation(pack)
    root: OrgUnit = make_region() if version.level == "region" else make_municipality()
    return activate_system(BOSS, pack=version, key=pack, root=root, from_date=date(2023, 1, 1))


@pytest.mark.parametrize("pack", ACTIONS)
def test_every_row_of_the_text_is_an_action_in_its_words(pack: str) -> None:
    system = running(pack)
    printed = system.current_version.read.of(text.Roadmap).actions
    actions = list(Action.objects.filter(roadmap__system=system))
    assert len(actions) == len(printed) == ACTIONS[pack]
    for row, action in zip(printed, actions, strict=True):
        assert (action.code, action.title, action.term) == (row.code, row.title, row.term or "")
        assert action.occurrences.exists(), f"{row.code} never falls due"


TERMS = {"muya": (44, 0), "tomsk": (63, 13), "khakassia": (45, 0), "todzha": (21, 4)}


@pytest.mark.parametrize("pack", TERMS)
def test_terms_fall_due_as_counted_by_hand(pack: str) -> None:
    """All occurrences, and those that wait for a day."""
    rows = running(pack).roadmap.occurrences
    assert (rows.count(), rows.filter(due=None).count()) == TERMS[pack]


def test_a_stage_asks_nothing_outside_its_days() -> None:
    rows = running("odintsovo").roadmap.occurrences
    yearly = rows.filter(action__term="Ежегодно, декабрь, апрель").order_by("due")
    assert [f"{row.due:%m.%Y}" for row in yearly] == [
        "12.2023", "04.2024", "12.2024", "04.2025", "12.2025", "04.2026"
    ]  # fmt: skip
    last_stage = rows.filter(action__key_activity__direction__number="3")
    assert {row.due for row in last_stage} == {date(2026, 12, 31)}


def test_the_act_of_the_regulation_puts_the_roadmap_in_force() -> None:
    act = running("muya").roadmap.acts.get()
    assert (act.number, act.signed_on, act.end) == ("147", date(2023, 6, 21), date(2025, 1, 1))


def test_a_second_roadmap_is_refused() -> None:
    system = running("todzha")
    with pytest.raises(RuleViolation, match="уже заведена"):
        draw_roadmap(BOSS, system=system)


def test_a_regulation_without_a_roadmap_draws_none() -> None:
    system = make_system()
    assert not Roadmap.objects.filter(system=system).exists()
    with pytest.raises(RuleViolation, match="нет дорожной карты"):
        draw_roadmap(BOSS, system=system)


def test_a_stranger_draws_nothing() -> None:
    system = running("muya")
    with pytest.raises(Forbidden):
        draw_roadmap(actor_at(make_municipality(), permissions.MANAGE), system=system)
