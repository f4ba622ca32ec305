"""The whole population of the demo: posts of every organisation, six years of people in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from rostok.config.demo.careers import Market, Seat
from rostok.config.demo.chance import Chance, Weighted, read_data
from rostok.config.demo.plans import Plan, Size, UnitPlan
from rostok.config.demo.records import add_numbers, add_records
from rostok.config.demo.second_posts import SecondPosts
from rostok.config.demo.staffing import roles_of
from rostok.config.demo.stories import add_story_vacancies, seat_stories
from rostok.config.demo.territories import build_units
from rostok.orgs.models import UnitKind

FULL_RATES = Weighted(
    {"1.00": 62, "1.25": 10, "1.11": 6, "1.39": 6, "1.50": 8, "0.75": 4, "0.50": 4}
)
WHOLE_RATE_POSTS = frozenset(read_data("staffing")["leading"])


def build_plan(size: Size, seed: int) -> Plan:
    """Everything that the demo writes. The same size and seed give the same plan."""
    units, systems = build_units(size, seed)
    plan = Plan(units, systems)
    for region in read_data("territories")["regions"]:
        within = [unit for unit in units if belongs(unit, region["code"])]
        populate(plan, within, region, seed)
    add_numbers(plan.people)
    return plan


def belongs(unit: UnitPlan, region: str) -> bool:
    return unit.kind == UnitKind.ORGANISATION and unit.code.startswith(f"{region}-")


def populate(plan: Plan, units: Sequence[UnitPlan], data: Mapping[str, Any], seed: int) -> None:
    """People of one region; each region has a stream of chance of its own."""
    chance = Chance(seed, f"people:{data['code']}")
    seats = [
        seat for unit in units for seat in seats_of(unit, data.get("native_subject", ""), chance)
    ]
    market = Market(chance, Weighted(data["peoples"]), seats)
    market.people += seat_stories(chance, units, seats)
    market.run()
    add_records(chance, market.people)
    SecondPosts(chance, units).give(market.people)
    plan.people += market.people
    plan.vacancies += [*market.vacancies, *add_story_vacancies(units)]


def seats_of(unit: UnitPlan, native: str, chance: Chance) -> list[Seat]:
    return [
        Seat(unit, role, "1.00" if role.post in WHOLE_RATE_POSTS else chance.draw(FULL_RATES))
        for role in roles_of(unit, native, chance)
    ]
