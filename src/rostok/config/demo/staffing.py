"""The posts of an organisation: which, how many, who teaches what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rostok.config.demo.chance import Chance, apportioned, read_data
from rostok.config.demo.plans import UnitPlan
from rostok.orgs.models import OrgKind

UNEVENNESS = (0.7, 1.3)


@dataclass(frozen=True, slots=True)
class Role:
    """A post with what is taught in it."""

    post: str
    subjects: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """People move between posts of one key."""
        return self.post, self.subjects[0] if self.subjects else ""


def roles_of(unit: UnitPlan, native: str, chance: Chance) -> list[Role]:
    """Every post of the organisation, the leading ones first."""
    posts = read_data("staffing")["posts"].get(unit.org_kind, {})
    leading = [Role(post) for post, rule in posts.items() for _ in range(places(rule, unit.staff))]
    if unit.org_kind == OrgKind.SCHOOL:
        return leading + list(teachers(unit, native, chance))
    return leading + list(teaching_staff(unit))


def places(rule: Mapping[str, int], staff: int) -> int:
    """How many of a post: one from a size on, one more for each so many, not above the most."""
    if staff < rule["from"]:
        return 0
    more = (staff - rule["from"]) // rule["each"] if "each" in rule else 0
    return min(1 + more, rule.get("most", staff + 1))


def teachers(unit: UnitPlan, native: str, chance: Chance) -> Iterator[Role]:
    """Teachers by subject; in a small school each teaches two or three."""
    data = read_data("staffing")
    bundles = data["bundles"]["small" if unit.staff <= data["small_up_to"] else "large"]
    known = {words: share for words, share in bundles.items() if native or "native" not in words}
    low, high = UNEVENNESS
    weights = [share * (low + (high - low) * chance.share()) for share in known.values()]
    counts = apportioned(unit.staff, weights, [0] * len(weights))
    for words, count in zip(known, counts, strict=True):
        subjects = tuple(native if word == "native" else word for word in words.split())
        for _ in range(count):
            yield Role("teacher", subjects)


def teaching_staff(unit: UnitPlan) -> Iterator[Role]:
    """Specialists by size; the rest are shared among the main posts."""
    rules: Mapping[str, Any] = read_data("staffing")["teaching"][unit.profile or unit.org_kind]
    left = unit.staff
    for words, rule in rules.items():
        if words != "rest":
            count = min(left, places(rule, unit.staff))
            left -= count
            yield from [role_of(words)] * count
    rest = rules["rest"]
    for words, count in zip(
        rest, apportioned(left, list(rest.values()), [0] * len(rest)), strict=True
    ):
        yield from [role_of(words)] * count


def role_of(words: str) -> Role:
    post, *subjects = words.split()
    return Role(post, tuple(subjects))
