"""What was frozen, written as rows; all of it inside the caller's transaction."""

from collections.abc import Iterator

from rostok.indicators.models import IndicatorValue
from rostok.indicators.queries import is_context, is_sensitive
from rostok.orgs.models import FlagKind, OrgFlag, OrgName, OrgUnit
from rostok.snapshots.freezing import (
    Frozen,
    FrozenFigure,
    method_of,
    number_of,
)
from rostok.snapshots.models import (
    Snapshot,
    SnapshotFigure,
    SnapshotMarks,
    SnapshotPlace,
    SnapshotRoster,
    SnapshotValue,
)

BATCH = 2000


def write(snapshot: Snapshot, frozen: Frozen) -> None:
    """The rows of a snapshot just created."""
    SnapshotPlace.objects.bulk_create(places(snapshot, frozen), batch_size=BATCH)
    figures = SnapshotFigure.objects.bulk_create(
        [figure_row(snapshot, order, one, frozen) for order, one in enumerate(frozen.figures)]
    )
    pairs = list(zip(figures, frozen.figures, strict=True))
    SnapshotValue.objects.bulk_create(
        [value_row(row, value) for row, one in pairs for value in one.values.values()],
        batch_size=BATCH,
    )
    rosters = {
        key: SnapshotRoster.objects.create(
            snapshot=snapshot, kind=kind, length=len(roster), packed=roster.pack()
        )
        for key, (kind, roster) in frozen.rosters.items()
    }
    SnapshotMarks.objects.bulk_create(
        [
            SnapshotMarks(
                figure=row,
                roster=rosters[marks.roster],
                part=marks.part,
                outside=marks.outside,
                phrases=list(marks.phrases),
                packed=marks.marks.pack(),
            )
            for row, one in pairs
            for marks in one.marks
        ]
    )


def places(snapshot: Snapshot, frozen: Frozen) -> Iterator[SnapshotPlace]:
    """Units of the tree as they are called on the day."""
    units = OrgUnit.objects.in_bulk([node.id for node in frozen.tree.nodes])
    names = OrgName.objects.active_on(snapshot.on).filter(unit__among=units)
    former = {name.unit_id: name for name in names}
    flags = OrgFlag.objects.active_on(snapshot.on).filter(flag=FlagKind.SMALL_RURAL)
    small = set(flags.values_list("unit", flat=True))
    people = frozen.people_by_unit()
    for node in frozen.tree.nodes:
        unit = units[node.id]
        name = former.get(node.id, unit)
        yield SnapshotPlace(
            snapshot=snapshot,
            unit=unit,
            parent=None if node.id == frozen.tree.root else node.parent,
            depth=node.depth,
            kind=node.kind,
            org_kind=node.org_kind,
            title=name.short_title,
            norm=name.norm,
            small_rural=node.id in small,
            people=people[node.id],
        )


def figure_row(
    snapshot: Snapshot, order: int, figure: FrozenFigure, frozen: Frozen
) -> SnapshotFigure:
    indicator, question = figure.indicator, figure.question
    return SnapshotFigure(
        snapshot=snapshot,
        order=order,
        code=indicator.code,
        number=number_of(indicator),
        title=indicator.title,
        measured_in=indicator.unit,
        better=indicator.better or "up",
        context=is_context(indicator),
        sensitive=is_sensitive(question.formula),
        member_kind=next((frozen.rosters[one.roster][0] for one in figure.marks), ""),
        source=figure.values[frozen.tree.root].source,
        base_date=question.on,
        method=method_of(question),
        pack_version=question.version,
    )


def value_row(figure: SnapshotFigure, value: IndicatorValue) -> SnapshotValue:
    return SnapshotValue(
        figure=figure,
        unit_id=value.unit_id,
        numerator=value.numerator,
        denominator=value.denominator,
        value=value.value,
        target=value.target,
        state=value.state,
        source=value.source,
    )
