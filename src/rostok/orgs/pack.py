"""Parties of a regulation: who takes part in the system, at what level, with what functions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from rostok.packs.content import PackContent
from rostok.packs.fields import LEVEL_TITLES, ClauseRef, Level, Noted, PartyName, PartyRef, Text
from rostok.packs.pack import Clause, Clauses
from rostok.packs.problems import Path, Problem
from rostok.packs.sections import Part, Section, add_section

THE_SYSTEM = "система"
KindOfOrganisation = Literal[
    "school", "kindergarten", "additional", "vocational", "institute", "service", "authority"
]
DUTIES = {"function", "right", "role"}


class Party(Noted):
    """«Субъект НМС»: an institution, a service, a council, a post.

    A clause stands at the party that the text names first; others whom it binds as well `share` it.
    `every`: each open organisation of these kinds in the territory is it, so nobody names them.
    """

    code: PartyName
    title: Text
    short: Text
    level: Level
    within: PartyRef | None = None
    every: list[KindOfOrganisation] = []
    subjects: list[Text] = []
    clauses: list[ClauseRef] = []
    shares: list[ClauseRef] = []
    description: Text | None = None
    named_only: bool = False

    @property
    def duties(self) -> frozenset[str]:
        """All clauses that bind the party, its own and the shared ones."""
        return frozenset([*self.clauses, *self.shares])


class Parties(Noted):
    parties: list[Party]

    @property
    def by_code(self) -> dict[str, Party]:
        return {party.code: party for party in self.parties}

    def of_clause(self, clause: str) -> list[Party]:
        """The parties that carry a clause, its own first."""
        held = [party for party in self.parties if clause in party.duties]
        return sorted(held, key=lambda party: clause in party.shares)


def check_parties(content: PackContent) -> Iterable[Problem]:
    """Every duty stands at one party; a party without duties says that it is only named."""
    parties, clauses = content.find(Parties), content.find(Clauses)
    if parties is None or clauses is None:
        return
    placed = {clause for party in parties.parties for clause in party.clauses}
    for index, clause in enumerate(clauses.clauses):
        if clause.kind in DUTIES and clause.subject != THE_SYSTEM and clause.id not in placed:
            yield content.problem(
                "clauses", (index, "id"), f"пункт {clause.id} не стоит ни у одного субъекта"
            )
    yield from check_each_party(content, parties)
    yield from check_places(content, parties)


def check_places(content: PackContent, parties: Parties) -> Iterable[Problem]:
    """A clause has one place; it is shared only with a party at which it does not stand."""
    holders: dict[str, Party] = {}
    for path, party, clause in listed(parties, "clauses"):
        if clause in holders:
            short = holders[clause].short
            message = f"пункт {clause} уже стоит у субъекта «{short}»; общий пункт – в shares"
            yield content.problem("parties", path, message)
        holders.setdefault(clause, party)
    for path, party, clause in listed(parties, "shares"):
        if holders.get(clause, party) is party:
            message = f"пункт {clause} не стоит ни у кого другого; его место – в clauses"
            yield content.problem("parties", path, message)


def listed(parties: Parties, field: str) -> Iterator[tuple[Path, Party, str]]:
    for index, party in enumerate(parties.parties):
        for at, clause in enumerate(getattr(party, field)):
            yield ("parties", index, field, at), party, clause


def check_each_party(content: PackContent, parties: Parties) -> Iterable[Problem]:
    by_code = parties.by_code
    for index, party in enumerate(parties.parties):
        path = ("parties", index)
        if party.named_only and party.duties:
            yield content.problem(
                "parties", (*path, "named_only"), "субъект только назван, но у него есть пункты"
            )
        if not party.named_only and not party.duties:
            yield content.problem(
                "parties", (*path, "clauses"), "нет ни одного пункта (только назван – named_only)"
            )
        if holds_itself(party, by_code):
            yield content.problem("parties", (*path, "within"), "субъект входит сам в себя")


def holds_itself(party: Party, by_code: dict[str, Party]) -> bool:
    above, seen = by_code.get(party.within or ""), {party.code}
    while above is not None:
        if above.code in seen:
            return True
        seen.add(above.code)
        above = by_code.get(above.within or "")
    return False


def parts_by_level(content: PackContent, labels: Mapping[str, str] | None = None) -> list[Part]:
    """Parties by level; `labels` say by code what a territory calls them."""
    parties, clauses = called(content.of(Parties), labels or {}), content.of(Clauses).by_id
    return [
        Part(
            level,
            title,
            {"parties": [party_with_duties(party, parties, clauses) for party in held]},
            clauses=frozenset(name for party in held for name in party.duties),
        )
        for level, title in LEVEL_TITLES.items()
        if (held := [party for party in parties.parties if party.level == level])
    ]


def called(parties: Parties, labels: Mapping[str, str]) -> Parties:
    named = [
        party.model_copy(update={"short": labels.get(party.code, party.short)})
        for party in parties.parties
    ]
    return parties.model_copy(update={"parties": named})


def party_with_duties(
    party: Party, parties: Parties, clauses: dict[str, Clause]
) -> tuple[Party, str, list[Clause]]:
    """A party, the one it belongs to, and its clauses in the order of the text."""
    above = parties.by_code.get(party.within or "")
    duties = [clause for name, clause in clauses.items() if name in party.duties]
    return party, above.short if above else "", duties


def carriers(section: Parties, clause: str) -> list[str]:
    return [party.title for party in section.of_clause(clause)]


def show(content: PackContent) -> dict[str, Any]:
    return {
        "parties": [
            {"code": p.code, "title": p.title, "level": p.level, "clauses": p.clauses}
            for p in content.of(Parties).parties
        ]
    }


PARTIES = add_section(
    Section(
        name="parties",
        file="parties.yaml",
        schema=Parties,
        title="Субъекты и их функции",
        order=30,
        template="orgs/section_parties.html",
        show=show,
        check=check_parties,
        count=lambda section: len(section.parties),
        parts=parts_by_level,
        carriers=carriers,
        kinds={"party": "субъект"},
    ),
    origin="orgs",
)
