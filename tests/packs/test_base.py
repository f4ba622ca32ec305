"""What packs share: measures to come, the context indicators, roles."""

import pytest

from rostok.accounts.pack import Roles
from rostok.indicators.pack import BaseIndicators, PlannedMeasures
from rostok.kernel.measures import measures
from rostok.packs.loading import load_pack

# The names that the design of indicators gives, with the kind of their members.
DESIGNED = {
    "staff.employed": "person",
    "staff.teaching": "person",
    "staff.young": "person",
    "diagnostics.passed": "person",
    "pathways.designed": "person",
    "programmes.completed": "person",
    "methodists.assigned": "person",
    "roadmaps.due": "occurrence",
    "roadmaps.accepted": "occurrence",
}
CONTEXT = [
    ("headcount-teaching", "people"),
    ("headcount-management", "people"),
    ("share-under-35", "percent"),
    ("share-first-years", "percent"),
    ("share-category", "percent"),
    ("share-near-pension", "percent"),
    ("vacancies", "count"),
    ("leadership-teams", "count"),
]
# What the job of each needs, and what would be more than the job.
JOBS = {
    "ministry": ("indicators.set_targets snapshots.approve", "staff.view indicators.view_members"),
    "region_specialist": ("staff.view indicators.collect snapshots.make", "staff.edit"),
    "region_methodist": ("staff.view roadmaps.work", "staff.edit snapshots.approve"),
    "service_head": ("roadmaps.manage snapshots.approve accounts.manage", "systems.activate"),
    "municipal_methodist": ("staff.view indicators.view_members", "staff.edit accounts.manage"),
    "coordinator": ("staff.edit accounts.manage indicators.report", "roadmaps.accept"),
    "teacher": ("", "staff.view indicators.view"),
    "guest": ("", "staff.view indicators.view orgs.view"),
}


def test_every_designed_measure_has_its_name_and_members() -> None:
    held = load_pack("base").of(PlannedMeasures).by_name
    assert {name: held[name].member for name in DESIGNED} == DESIGNED
    assert {one.member for one in held.values()} >= {"person", "organisation", "programme"}
    assert all(one.title[0].isupper() for one in held.values())


def test_a_published_measure_is_what_was_planned() -> None:
    held = load_pack("base").of(PlannedMeasures).by_name
    for name in set(held) & set(measures):
        published = measures.get(name)
        assert (published.member, str(published.title)) == (held[name].member, held[name].title)
        assert set(published.filters) == set(held[name].filters)


def test_the_eight_context_indicators() -> None:
    found = load_pack("base").of(BaseIndicators).context
    assert [(one.code, one.unit) for one in found] == CONTEXT


@pytest.mark.parametrize("role", JOBS)
def test_a_role_can_do_its_job_and_no_more(role: str) -> None:
    needed, more = (set(words.split()) for words in JOBS[role])
    held = set(load_pack("base").of(Roles).roles[role].grants.get("subtree", []))
    assert needed <= held
    assert not more & held
