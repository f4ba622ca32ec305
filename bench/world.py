"""A made-up installation for benchmarks: five systems, any number of staff, facts for all."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any, ClassVar

from django.db import connection, models

from rostok.indicators.pack import PlannedMeasures
from rostok.kernel.access import installation
from rostok.kernel.measures import Ask, Members, measure, measures
from rostok.orgs.models import OrgKind, OrgUnit, System, UnitKind
from rostok.orgs.services import NewUnit, activate_system, create_units
from rostok.packs.loading import load_pack
from rostok.packs.services import store_version
from rostok.people.models import Gender, Person, PersonSensitive
from rostok.staff.models import (
    CategoryLevel,
    Employment,
    Post,
    QualificationCategory,
    StaffCard,
)
from rostok.staff.services import load_reference

BENCH = installation("Измерение")
CHUNK = 5000
STAFF_PER_ORGANISATION = 45
SHARES = {"tomsk": 0.42, "khakassia": 0.38, "odintsovo": 0.16, "muya": 0.02, "todzha": 0.02}
REGIONS = ("tomsk", "khakassia")
FACTS_PER_MEASURE = 0.3


class BenchFact(models.Model):
    """One fact of one measure; the table lives only as long as the benchmark."""

    measure = models.CharField(max_length=60)
    member_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        app_label = "kernel"
        managed = False
        db_table = "bench_fact"


class BenchFactTable(models.Model):
    """The same table as created; an unmanaged model would get no index."""

    measure = models.CharField(max_length=60)
    member_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        app_label = "kernel"
        db_table = "bench_fact"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member_id", "measure", "on"], name="bench_fact_by_member")
        ]


def publish_planned_measures() -> list[str]:
    """Register every measure still to come over the table of facts; returns their names."""
    planned = load_pack("muya").of(PlannedMeasures).by_name
    names = [name for name in planned if name not in measures]
    for name in names:
        publish(name, planned[name].member, planned[name].title, tuple(planned[name].filters))
    return names


def publish(name: str, member: str, title: str, filters: tuple[str, ...]) -> None:
    @measure(name, member=member, title=title, filters=filters)
    def facts(ask: Ask) -> Members:
        rows = BenchFact.objects.filter(measure=name, on__gte=ask.period.start, on__lte=ask.on)
        return Members(rows, member="member_id", unit="unit_id", on="on")


def build(staff: int, seed: int = 7) -> list[System]:
    """Territories, organisations, people and five systems running since 2021."""
    load_reference(BENCH)
    for key in SHARES:
        store_version(BENCH, key=key)
    systems = []
    numbers = count(1)
    for key, share in SHARES.items():
        root = build_territory(key, max(1, round(staff * share / STAFF_PER_ORGANISATION)))
        build_people(root, round(staff * share), Random(seed + len(systems)), numbers)
        systems.append(
            activate_system(BENCH, pack=key, key=key, root=root, from_date=date(2021, 1, 1))
        )
    return systems


def build_territory(key: str, organisations: int) -> OrgUnit:
    """A region with municipalities of forty organisations each, or one municipality."""
    kinds = [OrgKind.SCHOOL, OrgKind.KINDERGARTEN, OrgKind.SCHOOL, OrgKind.ADDITIONAL]
    units = [NewUnit(UnitKind.REGION, key, key, key)]
    if key not in REGIONS:
        units.append(NewUnit(UnitKind.MUNICIPALITY, f"{key}-m0", key, key, parent=key))
    for number in range(organisations):
        place = f"{key}-m{number // 40 if key in REGIONS else 0}"
        if key in REGIONS and number % 40 == 0:
            units.append(NewUnit(UnitKind.MUNICIPALITY, place, place, place, parent=key))
        title = f"{key} {number}"
        kind = kinds[number % len(kinds)]
        units.append(
            NewUnit(UnitKind.ORGANISATION, f"{key}-{number}", title, title, place, org_kind=kind)
        )
    create_units(BENCH, units=units)
    return OrgUnit.objects.get(code=key if key in REGIONS else f"{key}-m0")


def build_people(root: OrgUnit, number: int, random: Random, numbers: Iterator[int]) -> None:
    organisations = list(OrgUnit.objects.below(root).organisations())
    posts = {post.code: post for post in Post.objects.all()}
    teaching = [post for post in posts.values() if post.category == "teaching"]
    managing = [post for post in posts.values() if post.category == "management"]
    people = Person.objects.bulk_create(
        [
            Person(
                last_name="Учителева",
                first_name=f"А{i}",
                norm=f"учителева а{i}",
                gender=Gender.FEMALE,
            )
            for i in (next(numbers) for _ in range(number))
        ],
        batch_size=CHUNK,
    )
    days = [date(1958, 1, 1) + timedelta(days=random.randrange(45 * 365)) for _ in people]
    PersonSensitive.objects.bulk_create(
        [PersonSensitive(person=p, birth_date=day) for p, day in zip(people, days, strict=True)],
        batch_size=CHUNK,
    )
    StaffCard.objects.bulk_create(
        [
            StaffCard(person=p, pedagogical_since=day + timedelta(days=8500))
            for p, day in zip(people, days, strict=True)
        ],
        batch_size=CHUNK,
    )
    Employment.objects.bulk_create(
        [
            Employment(
                person=person,
                organisation=organisations[place % len(organisations)],
                post=random.choice(managing if place // len(organisations) < 3 else teaching),
                start=date(2015 + random.randrange(10), 9, 1),
            )
            for place, person in enumerate(people)
        ],
        batch_size=CHUNK,
    )
    QualificationCategory.objects.bulk_create(
        [
            QualificationCategory(
                person=person,
                level=random.choice([CategoryLevel.FIRST, CategoryLevel.HIGHEST]),
                start=date(2022, 1, 1),
            )
            for person in people
            if random.random() < 0.5
        ],
        batch_size=CHUNK,
    )


def build_facts(names: list[str], seed: int = 11) -> int:
    """Facts of every planned measure for a third of the people (or organisations) in five years."""
    random = Random(seed)
    with connection.schema_editor() as editor:
        editor.create_model(BenchFactTable)
    places = list(Employment.objects.values_list("person_id", "organisation_id"))
    organisations = [
        (pk, pk) for pk in OrgUnit.objects.organisations().values_list("pk", flat=True)
    ]
    total = 0
    for name in names:
        pairs = organisations if measures.get(name).member == "organisation" else places
        rows = [fact(name, pair, random) for pair in pairs if random.random() < FACTS_PER_MEASURE]
        BenchFact.objects.bulk_create(rows, batch_size=CHUNK)
        total += len(rows)
    return total


def fact(name: str, pair: tuple[int, int], random: Random) -> Any:
    day = date(2021, 1, 1) + timedelta(days=random.randrange(4 * 365))
    return BenchFact(measure=name, member_id=pair[0], unit_id=pair[1], on=day)
