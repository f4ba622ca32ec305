"""The tree of the demo: real territories by name and size, made-up organisations in them."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

from rostok.config.demo.chance import Chance, apportioned, read_data
from rostok.config.demo.organisations import (
    Place,
    Places,
    name_college,
    name_organisation,
    with_history,
)
from rostok.config.demo.plans import Size, SystemPlan, UnitPlan
from rostok.orgs.models import OrgKind, UnitKind

LEAST_STAFF = 3
CLOSED_SHARE = 0.02
CLOSED_STAFF = (3, 5)
# Totals of organisations and of their staff, in the words of territories.yaml.
KINDS = (
    (OrgKind.SCHOOL, "s", "schools", "teachers"),
    (OrgKind.KINDERGARTEN, "k", "kindergartens", "educators"),
    (OrgKind.ADDITIONAL, "d", "additional", "coaches"),
)
CENTRE_WEIGHTS = (2.6, 1.6)
VILLAGE_WEIGHTS = (0.25, 1.0)
CITY_WEIGHTS = (0.6, 1.5)

Data = Mapping[str, Any]


class Territory:
    """One region on the way to its units."""

    def __init__(self, data: Data, size: Size, seed: int) -> None:
        self.data = data
        self.size = size
        self.chance = Chance(seed, f"territory:{data['code']}")
        self.places = Places(self.chance, data.get("settlements", ""))
        self.units: list[UnitPlan] = []

    def build(self) -> list[UnitPlan]:
        self.add_territory(self.data, UnitKind.REGION, "ru")
        self.add_regional()
        for municipality in self.data["municipalities"]:
            self.add_territory(municipality, UnitKind.MUNICIPALITY, self.data["code"])
            self.add_offices(municipality)
        for kind in KINDS:
            self.add_kind(*kind)
        return self.units

    def add_territory(self, data: Data, kind: str, parent: str) -> None:
        self.units.append(
            UnitPlan(
                kind,
                data["code"],
                data["title"],
                data["short_title"],
                parent,
                time_zone=data.get("time_zone", ""),
            )
        )

    def add_office(self, code: str, title: str, org_kind: str, parent: str, staff: int) -> None:
        self.units.append(
            UnitPlan(
                UnitKind.ORGANISATION, code, title, title, parent, org_kind=org_kind, staff=staff
            )
        )

    def add_regional(self) -> None:
        """What stands right under the region: the authority, the institute, vocational schools."""
        region = self.data["code"]
        if "institute" not in self.data:
            return
        self.add_office(f"{region}-authority", self.data["authority"], OrgKind.AUTHORITY, region, 1)
        institute = f"{region}-institute"
        self.add_office(
            institute, self.data["institute"], OrgKind.INSTITUTE, region, self.data["centre_staff"]
        )
        centre = self.data["centre"]
        self.units.append(UnitPlan(UnitKind.UNIT, f"{region}-centre", centre, "ЦНППМ", institute))
        self.add_vocational(region)

    def add_vocational(self, region: str) -> None:
        count = self.scaled(self.data["sizes"]["vocational"], self.size.share)
        people = self.scaled(self.data["sizes"]["lecturers"], self.size.share)
        weights = [0.6 + self.chance.share() for _ in range(count)]
        for number, staff in enumerate(apportioned(people, weights, [LEAST_STAFF] * count), 1):
            unit = UnitPlan(
                UnitKind.ORGANISATION,
                f"{region}-v{number:02}",
                "",
                "",
                region,
                org_kind=OrgKind.VOCATIONAL,
                staff=staff,
            )
            name_college(unit, self.places.college(number))
            self.units.append(unit)

    def add_offices(self, data: Data) -> None:
        """The authority and the methodical service of a municipality."""
        code, name = data["code"], data["short_title"]
        authority = f"Управление образования, {name}"
        self.add_office(f"{code}-authority", authority, OrgKind.AUTHORITY, code, 1)
        service = f"Методическая служба, {name}"
        self.add_office(f"{code}-service", service, OrgKind.SERVICE, code, data["services"])

    def add_kind(self, org_kind: str, letter: str, organisations: str, staff: str) -> None:
        """All organisations of one kind, with the staff shared out among them."""
        for group, share, sizes in self.groups():
            counts = self.counts(group, self.scaled(sizes[organisations], share))
            made: list[UnitPlan] = []
            weights: list[float] = []
            for data, count in zip(group, counts, strict=True):
                made += [
                    self.organisation(data, org_kind, letter, number + 1) for number in range(count)
                ]
                weights += list(self.weights(data, count))
            self.share_out(made, weights, self.scaled(sizes[staff], share))
            for unit in made:
                self.name(unit)
                with_history(unit, self.chance)
            self.units += made + list(self.closed(made, letter))

    def groups(self) -> Iterator[tuple[Sequence[Data], float, Data]]:
        """Municipalities that share totals, how much of them is made, and the totals."""
        whole = [data for data in self.data["municipalities"] if "sizes" in data]
        for data in whole:
            yield [data], self.size.whole if data.get("whole") else self.size.share, data["sizes"]
        if "sizes" in self.data:
            yield self.data["municipalities"], self.size.share, self.data["sizes"]

    def counts(self, group: Sequence[Data], total: int) -> list[int]:
        least = 1 if total >= len(group) else 0
        floors = [max(least, min(data.get("at_least", 0), total)) for data in group]
        return apportioned(total, [data.get("weight", 1) for data in group], floors)

    def organisation(self, data: Data, org_kind: str, letter: str, number: int) -> UnitPlan:
        return UnitPlan(
            UnitKind.ORGANISATION,
            f"{data['code']}-{letter}{number:02}",
            "",
            "",
            data["code"],
            org_kind=org_kind,
            rural=bool(data.get("rural")),
        )

    def weights(self, data: Data, count: int) -> Iterator[float]:
        """The first organisations of a rural district stand in its centre and are large."""
        for number in range(count):
            if not data.get("rural"):
                low, high = CITY_WEIGHTS
                yield float(data.get("size", 1)) * (low + (high - low) * self.chance.share())
            elif number < len(CENTRE_WEIGHTS):
                yield CENTRE_WEIGHTS[number]
            else:
                low, high = VILLAGE_WEIGHTS
                yield low + (high - low) * self.chance.share()

    def share_out(self, made: list[UnitPlan], weights: list[float], total: int) -> None:
        parts = apportioned(total, weights, [LEAST_STAFF] * len(made))
        for unit, staff in zip(made, parts, strict=True):
            unit.staff = read_data("staffing")["exact_staff"].get(unit.code, staff)

    def closed(self, made: list[UnitPlan], letter: str) -> Iterator[UnitPlan]:
        """Small rural organisations that worked at the beginning and have closed since."""
        rural = [unit for unit in made if unit.rural]
        for number in range(1, 1 + ceil(len(rural) * CLOSED_SHARE)):
            like = self.chance.one_of(rural)
            unit = UnitPlan(
                UnitKind.ORGANISATION,
                f"{like.parent}-{letter}9{number}",
                "",
                "",
                like.parent,
                org_kind=like.org_kind,
                rural=True,
                staff=self.chance.number(*CLOSED_STAFF),
            )
            self.name(unit)
            with_history(unit, self.chance, closed=True)
            yield unit

    def name(self, unit: UnitPlan) -> None:
        data = next(row for row in self.data["municipalities"] if row["code"] == unit.parent)
        place = self.places.next_in(Place(data["code"], data.get("city", "")), unit)
        name_organisation(unit, place, self.places, self.chance)

    def scaled(self, total: int, share: float) -> int:
        return max(1, round(total * share))


def build_units(size: Size, seed: int) -> tuple[list[UnitPlan], list[SystemPlan]]:
    """The whole tree, parents before what stands under them, and the systems on it."""
    data = read_data("territories")
    country = data["country"]
    units = [
        UnitPlan(
            UnitKind.COUNTRY,
            country["code"],
            country["title"],
            country["short_title"],
            "",
            time_zone=country["time_zone"],
        )
    ]
    systems: list[SystemPlan] = []
    for region in data["regions"]:
        units += Territory(region, size, seed).build()
        systems += [SystemPlan(**row, start=data["systems_since"]) for row in region["systems"]]
    return units, systems
