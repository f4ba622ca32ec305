"""What formulas of a pack must keep: known measures, their own filters, sets of one kind."""

from collections.abc import Iterable, Iterator

from rostok.indicators.formula import Made, Named, Share
from rostok.indicators.pack.models import BaseIndicators, Indicators, PlannedMeasures
from rostok.kernel.measures import measures
from rostok.packs.content import PackContent
from rostok.packs.fields import PackModel
from rostok.packs.names import pieces_in
from rostok.packs.problems import Problem


class KnownMeasure(PackModel):
    """What a check needs to know of a measure, published or planned."""

    member: str
    filters: list[str]


def known_measures(planned: PlannedMeasures) -> dict[str, KnownMeasure]:
    """Planned measures, and over them those that packages publish."""
    found = {
        one.name: KnownMeasure(member=one.member, filters=list(one.filters))
        for one in planned.measures
    }
    for name in measures:
        published = measures.get(name)
        found[name] = KnownMeasure(member=published.member, filters=list(published.filters))
    return found


def check_formulas(content: PackContent) -> Iterable[Problem]:
    """Measures are published or planned, filters are theirs, members of one set are of one kind."""
    section = content.find(Indicators) or content.find(BaseIndicators)
    planned = content.find(PlannedMeasures)
    if section is None or planned is None:
        return
    known = known_measures(planned)
    for path, piece in pieces_in(section):
        if isinstance(piece, Made):
            for message in flaws_of_formula(piece, known):
                yield content.problem("indicators", path, message)


def flaws_of_formula(formula: Made, known: dict[str, KnownMeasure]) -> Iterator[str]:
    for leaf in formula.leaves():
        yield from flaws_of_leaf(leaf, known)
    for group in met_sets(formula):
        kinds = {known[leaf.measure].member for leaf in group if leaf.measure in known}
        if len(kinds) > 1:
            yield f"множества разных членов не пересекаются: {', '.join(sorted(kinds))}"


def flaws_of_leaf(leaf: Named, known: dict[str, KnownMeasure]) -> Iterator[str]:
    if leaf.measure not in known:
        yield f"мера «{leaf.measure}» не опубликована и не стоит в base/measures.yaml"
        return
    for name in leaf.filters:
        if name not in known[leaf.measure].filters:
            there = ", ".join(known[leaf.measure].filters) or "нет ни одного"
            yield f"у меры «{leaf.measure}» нет фильтра «{name}»; есть: {there}"


def met_sets(formula: Made) -> list[list[Named]]:
    """Leaves that are met by member: of a share all of them, of other kinds those of each set."""
    if isinstance(formula, Share):
        return [list(formula.leaves())]
    return [list(one.leaves()) for one in formula.sets()]
