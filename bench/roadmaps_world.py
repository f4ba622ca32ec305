"""A made-up country of roadmaps: regions of very different size, what they handed down, how far."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import islice

from django.core.management import call_command
from django.db import connection

from bench.world import BENCH
from rostok.accounts.models import RoleHolding, User
from rostok.kernel import clock
from rostok.kernel.periods import Period
from rostok.orgs.models import OrgKind, OrgUnit, System, UnitKind
from rostok.orgs.services import NewUnit, activate_system, create_units
from rostok.packs.services import store_version
from rostok.people.models import Person
from rostok.roadmaps.models import (
    Handing,
    Occurrence,
    OccurrenceState,
    PlanState,
    Proof,
    ProofKind,
    Roadmap,
    WorkPlan,
)
from rostok.roadmaps.occurring import add_occurrences, copies_of
from rostok.staff.models import Employment, Post
from rostok.staff.services import load_reference

SHARES = {
    "oblast": ("tomsk", 0.5),
    "respublika": ("khakassia", 0.25),
    "kray": ("tomsk", 0.15),
    "okrug": ("khakassia", 0.07),
    "gorod": ("tomsk", 0.03),
}
MUNICIPAL_PACK = "muya"
OCCURRENCES_AT_ONE = 52  # copies that an organisation gets in the years of a roadmap
ORGANISATIONS_AT_ONE = 60
OWN_ROADMAPS = 3  # every third municipality has one
STARTED = date(2023, 1, 1)
CHUNK = 5000
EARLY, LATE_SENT, LATE_RETURNED, IN_WORK = 0.1, 0.25, 0.15, 0.2


class Building:
    """The country as it is built, the largest region and its largest municipality first."""

    def __init__(self, occurrences: int, seed: int = 3) -> None:
        call_command("migrate", verbosity=0)
        self.chance = random.Random(seed)
        load_reference(BENCH)
        for key in {pack for pack, _share in SHARES.values()} | {MUNICIPAL_PACK}:
            store_version(BENCH, key=key)
        organisations = max(40, occurrences // OCCURRENCES_AT_ONE)
        for key, (pack, share) in SHARES.items():
            self.build_region(key, round(organisations * share))
            self.bring_to_life(pack, key, key)
        self.build_people()
        for roadmap in Roadmap.objects.select_related("system__root"):
            self.live(roadmap)
        self.draw_plans()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def build_region(self, key: str, organisations: int) -> None:
        """Municipalities whose sizes fall off; the first has a tenth of the region and more."""
        number = max(2, organisations // ORGANISATIONS_AT_ONE)
        weights = [1 / (place + 2) for place in range(number)]
        units = [NewUnit(UnitKind.REGION, key, key, f"Область {key}")]
        for place, weight in enumerate(weights):
            code = f"{key}-m{place}"
            title = f"Район {key} {place}"
            units.append(NewUnit(UnitKind.MUNICIPALITY, code, title, title, key))
            for school in range(max(1, round(organisations * weight / sum(weights)))):
                name = f"Школа {place}-{school} {key}"
                units.append(
                    NewUnit(
                        UnitKind.ORGANISATION,
                        f"{code}-{school}",
                        name,
                        name,
                        code,
                        org_kind=OrgKind.SCHOOL,
                    )
                )
        create_units(BENCH, units=units)
        for place in range(0, number, OWN_ROADMAPS):
            self.bring_to_life(MUNICIPAL_PACK, f"{key}-s{place}", f"{key}-m{place}")

    def bring_to_life(self, pack: str, key: str, code: str) -> None:
        """A system and its roadmap, prolonged to the end of the next year."""
        root = OrgUnit.objects.get(code=code)
        system = activate_system(BENCH, pack=pack, key=key, root=root, from_date=STARTED)
        roadmap = Roadmap.objects.get(system=system)
        roadmap.end = date(self.today.year + 2, 1, 1)
        roadmap.save()
        actions = roadmap.actions.select_related("key_activity__direction")
        add_occurrences(roadmap, actions, Period(roadmap.start, roadmap.end))

    @cached_property
    def today(self) -> date:
        return clock.today()

    def build_people(self) -> None:
        """One at each unit, who may sign in and works there."""
        units = list(OrgUnit.objects.order_by("pk"))
        people = Person.objects.bulk_create(
            [
                Person(
                    last_name=f"Методистова-{unit.pk}",
                    first_name="Анна",
                    norm=f"методистова-{unit.pk} анна",
                )
                for unit in units
            ],
            batch_size=CHUNK,
        )
        users = User.objects.bulk_create(
            [
                User(username=f"u{unit.pk}", person=person, home=unit)
                for unit, person in zip(units, people, strict=True)
            ],
            batch_size=CHUNK,
        )
        self.people = {unit.pk: person for unit, person in zip(units, people, strict=True)}
        self.users = {unit.pk: user for unit, user in zip(units, users, strict=True)}
        roles = {"region": "region_specialist", "municipality": "service_head"}
        RoleHolding.objects.bulk_create(
            [
                RoleHolding(
                    user=user, role=roles.get(unit.kind, "coordinator"), unit=unit, start=STARTED
                )
                for unit, user in zip(units, users, strict=True)
            ],
            batch_size=CHUNK,
        )
        post = Post.objects.order_by("pk")[0]
        Employment.objects.bulk_create(
            [
                Employment(person=person, organisation=unit, post=post, start=STARTED)
                for unit, person in zip(units, people, strict=True)
                if unit.kind == UnitKind.ORGANISATION
            ],
            batch_size=CHUNK,
        )

    def live(self, roadmap: Roadmap) -> None:
        """Hand the roadmap down and let the years pass over it."""
        root = roadmap.system.root
        self.diligence = {pk: self.chance.uniform(0.5, 1) for pk in self.people}
        self.hand_down(roadmap, root)
        own = list(roadmap.occurrences.select_related("action"))
        for row in own:
            self.let_pass(row)
        Occurrence.objects.bulk_update(
            own, ["state", "responsible", "sender", "accepted_on", "progress"], batch_size=500
        )
        self.prove(own)
        level = own
        while level:
            level = self.write(copies_of(level))

    def hand_down(self, roadmap: Roadmap, root: OrgUnit) -> None:
        """A third of the actions to municipalities, a third through them to organisations."""
        below = OrgUnit.objects.below(root).exclude(pk=root.pk)
        units = list(below.values_list("pk", "kind", "parent"))
        at = datetime.combine(roadmap.start, time(12), UTC)
        handings = [
            Handing(action_id=action, unit_id=unit, above_id=parent, author_title="Методист", at=at)
            for place, action in enumerate(roadmap.actions.values_list("pk", flat=True))
            for unit, kind, parent in units
            if place % 3 == 1 or (place % 3 == 0 and kind == UnitKind.MUNICIPALITY)
        ]
        Handing.objects.bulk_create(handings, batch_size=CHUNK)

    def write(self, rows: Iterator[Occurrence]) -> list[Occurrence]:
        made: list[Occurrence] = []
        while chunk := list(islice(rows, CHUNK)):
            for row in chunk:
                self.let_pass(row)
            made += Occurrence.objects.bulk_create(chunk)
            self.prove(chunk)
        return made

    def let_pass(self, row: Occurrence) -> None:
        """Most of what is past was accepted; how much depends on the place."""
        if self.chance.random() < 0.7:
            row.responsible = self.people[row.unit_id]
        row.state = self.state_of(row)
        if row.state in (OccurrenceState.SUBMITTED, OccurrenceState.ACCEPTED):
            row.sender = self.users[row.unit_id]
            row.progress = "Проведено по плану, материалы приложены."
        if row.state == OccurrenceState.ACCEPTED:
            row.accepted_on = (row.due or self.today) - timedelta(days=3)

    def state_of(self, row: Occurrence) -> str:
        dice = self.chance.random()
        if row.due is None or row.due >= self.today:
            early = OccurrenceState.ACCEPTED if dice < EARLY else OccurrenceState.PLANNED
            return OccurrenceState.IN_WORK if dice > 1 - IN_WORK else early
        if dice < self.diligence[row.unit_id]:
            return OccurrenceState.ACCEPTED
        dice = self.chance.random()
        if dice < LATE_SENT:
            return OccurrenceState.SUBMITTED
        later = OccurrenceState.RETURNED if dice < LATE_SENT + LATE_RETURNED else None
        return later or OccurrenceState.PLANNED

    def prove(self, rows: Iterable[Occurrence]) -> None:
        Proof.objects.bulk_create(
            [
                Proof(
                    occurrence=row,
                    kind=ProofKind.DOCUMENT,
                    title="Приказ о проведении",
                    number=str(row.pk),
                    signed_on=row.due or self.today,
                    author_title="Методист",
                )
                for row in rows
                if row.sender_id
            ],
            batch_size=CHUNK,
        )

    def draw_plans(self) -> None:
        """Approved plans of this year at every territory, and at the organisations of the first."""
        rows = Occurrence.objects.filter(year=self.today.year).order_by()
        pairs = rows.exclude(unit__kind=UnitKind.ORGANISATION) | rows.filter(
            unit__parent=Country().municipality
        )
        WorkPlan.objects.bulk_create(
            WorkPlan(
                roadmap_id=roadmap,
                unit_id=unit,
                year=self.today.year,
                state=PlanState.APPROVED,
                author_title="Методист",
                approved_on=self.today,
            )
            for roadmap, unit in pairs.values_list("roadmap", "unit").distinct()
        )


class Country:
    """Where pages are opened: the largest region, its largest municipality, a school of it."""

    @cached_property
    def region(self) -> OrgUnit:
        return OrgUnit.objects.get(code=next(iter(SHARES)))

    @cached_property
    def municipality(self) -> OrgUnit:
        return OrgUnit.objects.get(code=f"{self.region.code}-m0")

    @cached_property
    def school(self) -> OrgUnit:
        return OrgUnit.objects.get(code=f"{self.municipality.code}-0")

    def at(self, place: str) -> OrgUnit:
        unit: OrgUnit = getattr(self, place)
        return unit

    def worker_at(self, place: str) -> User:
        return User.objects.get(home=self.at(place))

    def sizes(self) -> dict[str, int]:
        own = Occurrence.objects.filter(roadmap__system__root=self.region)
        return {
            "сроки": Occurrence.objects.count(),
            "дорожные карты": System.objects.count(),
            "организации": OrgUnit.objects.organisations().count(),
            "подтверждения": Proof.objects.count(),
            "сроки самой большой карты": own.count(),
        }
