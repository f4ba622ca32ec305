"""What people of a party's own units did, and what was done in the territory at all.

Somebody is of a unit while they hold a role or work there; departments belong to their
organisation, but organisations do not belong to their municipality. An entry counts once it is
about the territory.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from rostok.orgs.models import OrgUnit, System
from rostok.parties.carrying import Whose, capabilities, ways

HOLDERS = "JOIN accounts_roleholding tie ON tie.unit_id = down.descendant_id"
WORKERS = """
    JOIN staff_employment tie ON tie.organisation_id = down.descendant_id
    JOIN accounts_user worker ON worker.person_id = tie.person_id
"""
# A row for each unit and kind of entry, or action. Days are those of the database's zone: near
# midnight an entry of somebody's first or last day may be missed.
BY_UNIT = """
    SELECT seat.id, {what}, MAX(entry.at)
    FROM orgs_orgunit seat
    JOIN orgs_orgclosure down ON down.ancestor_id = seat.id
    {tie}
    JOIN kernel_journalentry entry ON entry.user_id = {user}
    {about}
    WHERE seat.id IN ({units})
    AND (down.depth = 0 OR seat.kind IN ('organisation', 'unit'))
    AND entry.kind IN ({kinds})
    AND DATE(entry.at) >= tie.start AND (tie."end" IS NULL OR DATE(entry.at) < tie."end")
    AND EXISTS (
        SELECT 1 FROM kernel_journalplace place
        WHERE place.entry_id = entry.id AND place.unit_id = %s
    )
    GROUP BY seat.id, {what}
"""
TIES = ((HOLDERS, "tie.user_id"), (WORKERS, "worker.id"))
KIND, ACTION = "entry.kind", "occurrence.action_id"
ABOUT = {
    KIND: "",
    ACTION: """
        JOIN kernel_journalobject about
            ON about.entry_id = entry.id AND about.ref_kind = 'occurrence'
        JOIN roadmaps_occurrence occurrence ON occurrence.id = about.ref_id
    """,
}
# `column1` is what both databases call the only column of values.
BY_KIND = """
    SELECT asked.column1, (
        SELECT entry.at FROM kernel_journalentry entry
        WHERE entry.kind = asked.column1 AND EXISTS (
            SELECT 1 FROM kernel_journalplace place
            WHERE place.entry_id = entry.id AND place.unit_id = %s
        )
        ORDER BY entry.id DESC LIMIT 1
    )
    FROM (VALUES {kinds}) AS asked
"""
WORK = "roadmap-carried-out"
Latest = Mapping[int, Mapping[Any, datetime]]
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Acts:
    """The latest acts in one system.

    Of each unit by kind and by action of the roadmap; in the territory by capability or way.
    """

    by_kind: Latest = field(default_factory=dict)
    by_action: Latest = field(default_factory=dict)
    territory: Mapping[str, datetime] = field(default_factory=dict)

    @cached_property
    def acting(self) -> frozenset[int]:
        """Units whose people did anything; organisations may be thousands."""
        return frozenset([*self.by_kind, *self.by_action])

    def of(
        self, units: Iterable[int], kinds: Collection[str], actions: Collection[int]
    ) -> datetime | None:
        """The last act of these kinds, or at these actions, by people of these units."""
        found = (
            latest
            for unit in self.acting.intersection(units)
            for latest in (
                latest_of(self.by_kind, unit, kinds),
                latest_of(self.by_action, unit, actions),
            )
        )
        return max(filter(None, found), default=None)


def latest_of(acts: Latest, unit: int, wanted: Collection[Any]) -> datetime | None:
    return max((at for what, at in acts.get(unit, {}).items() if what in wanted), default=None)


def acts_in(system: System, units: QuerySet[OrgUnit], kinds: Collection[str]) -> Acts:
    """Three queries, whatever the number of units."""
    return Acts(
        acts_of_units(system, units, kinds, KIND),
        acts_of_units(system, units, ways()[WORK].kinds, ACTION),
        acts_in_territory(system),
    )


def acts_of_units(
    system: System, units: QuerySet[OrgUnit], kinds: Collection[str], what: str
) -> Latest:
    """One statement; somebody who both works and holds a role there is met twice."""
    try:
        inner, given = units.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # nobody is named to any party
        return {}
    shape = {"units": inner, "kinds": ", ".join(["%s"] * len(kinds)), "about": ABOUT[what]}
    parts = [BY_UNIT.format(tie=tie, user=user, what=what, **shape) for tie, user in TIES]
    values = [*given, *sorted(kinds), system.root_id]
    found: dict[int, dict[Any, datetime]] = defaultdict(dict)
    for unit, thing, at in rows_of(" UNION ALL ".join(parts), values * len(parts)):
        found[unit][thing] = max(instant(at), found[unit].get(thing, LONG_AGO))
    return found


def rows_of(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def instant(value: Any) -> datetime:
    """SQLite gives an instant as text."""
    read = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def acts_in_territory(system: System) -> Mapping[str, datetime]:
    """By code of a capability or a way: when something of it was last done, in one query.

    Each kind is asked for by itself: its last entry is found in the index without the others.
    """
    watched = {code: one.kinds for code, one in capabilities().items()}
    watched |= {code: one.kinds for code, one in ways().items() if one.whose != Whose.SEAT}
    latest = last_by_kind(system, sorted(frozenset[str]().union(*watched.values())))
    found = {
        code: max((latest[kind] for kind in asked if kind in latest), default=None)
        for code, asked in watched.items()
    }
    return {code: at for code, at in found.items() if at is not None}


def last_by_kind(system: System, kinds: Sequence[str]) -> Mapping[str, datetime]:
    marks = ", ".join(["(%s)"] * len(kinds))
    found = rows_of(BY_KIND.format(kinds=marks), [system.root_id, *kinds])
    return {kind: instant(at) for kind, at in found if at is not None}
