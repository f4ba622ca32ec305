"""Of a regulation: by what one sees that a function of a party is carried out."""

from collections.abc import Collection, Iterable, Iterator

from rostok.orgs.pack import Parties, Party
from rostok.packs.content import PackContent
from rostok.packs.fields import ActionRef, ClauseRef, Noted, PackModel, Text
from rostok.packs.problems import Problem
from rostok.packs.sections import Section, add_section
from rostok.parties.carrying import ways
from rostok.roadmaps.pack import Action, Roadmap


class Function(Noted):
    """A clause with what carries it out: rows of the roadmap, ways of the product, other clauses.

    `whole_roadmap`: every row that names the party.
    """

    clause: ClauseRef
    ways: list[Text] = []
    actions: list[ActionRef] = []
    parts: list[ClauseRef] = []
    whole_roadmap: bool = False

    def flaws(self) -> Iterator[tuple[str, str]]:
        if not (self.ways or self.actions or self.parts or self.whole_roadmap):
            yield "clause", "не сказано, чем исполняется функция"
        if self.clause in self.parts:
            yield "parts", "функция складывается сама из себя"


class Functions(PackModel):
    functions: list[Function] = []

    @property
    def by_clause(self) -> dict[str, Function]:
        return {function.clause: function for function in self.functions}


def carries(named: Collection[str], party: Party, parties: Parties) -> bool:
    """Whether a row of the roadmap is the party's: it names nobody, the party or one around it."""
    return not named or not around(party, parties).isdisjoint(named)


def around(party: Party, parties: Parties) -> set[str]:
    """The party, those that it belongs to and those that belong to it."""
    by_code, found = parties.by_code, {party.code}
    above = by_code.get(party.within or "")
    while above is not None and above.code not in found:
        found.add(above.code)
        above = by_code.get(above.within or "")
    return found | {one.code for one in parties.parties if one.within == party.code}


def check_functions(content: PackContent) -> Iterable[Problem]:
    """A function stands at a party, is told once, and its rows of the roadmap are that party's."""
    functions, parties = content.find(Functions), content.find(Parties)
    roadmap = content.find(Roadmap)
    if functions is None or parties is None or roadmap is None:
        return
    actions = {action.code: action for action in roadmap.actions}
    told: set[str] = set()
    for index, function in enumerate(functions.functions):
        for field, message in wrongs_of(function, parties, actions):
            yield content.problem("functions", ("functions", index, field), message)
        if function.clause in told:
            message = f"пункт {function.clause} назван дважды"
            yield content.problem("functions", ("functions", index, "clause"), message)
        told.add(function.clause)


def wrongs_of(
    function: Function, parties: Parties, actions: dict[str, Action]
) -> Iterator[tuple[str, str]]:
    held = parties.of_clause(function.clause)
    if not held:
        yield "clause", f"пункт {function.clause} не стоит ни у одного субъекта"
    for way in function.ways:
        if way not in ways():
            yield "ways", f"нет действия «{way}»; есть: {', '.join(ways())}"
    for code in function.actions:
        action = actions.get(code)
        if action and held and not any(carries(action.parties, party, parties) for party in held):
            yield "actions", f"мероприятие {code} не называет субъекта пункта {function.clause}"
    for clause in function.parts:
        if not parties.of_clause(clause):
            yield "parts", f"пункт {clause} не стоит ни у одного субъекта"


FUNCTIONS = add_section(
    Section(
        name="functions",
        file="functions.yaml",
        schema=Functions,
        title="Чем исполняются функции",
        order=55,
        check=check_functions,
    ),
    origin="parties",
)
