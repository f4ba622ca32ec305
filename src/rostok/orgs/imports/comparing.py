"""What confirming a table would do, row by row, and why some rows cannot be taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from rostok.kernel import clock
from rostok.kernel.access import Actor
from rostok.kernel.errors import RuleViolation
from rostok.kernel.models import ImportBatch, RowAction
from rostok.kernel.periods import DAY, after_last_day
from rostok.kernel.tabular import Change, ParsedRow, Problem, Verdict
from rostok.orgs import permissions, rules
from rostok.orgs.followers import held_open
from rostok.orgs.imports.columns import COLUMNS
from rostok.orgs.kinds import kind_value, kinds_of_value
from rostok.orgs.models import OrgFlag, OrgUnit, System, UnitKind
from rostok.orgs.services.closing import people_stay

CHUNK = 2000
TOP_DOWN = tuple(UnitKind.values)
COMPARED = [column for column in COLUMNS if column.code not in {"code", "flags"}]
FLAGS = next(column for column in COLUMNS if column.code == "flags")


def compare_units(actor: Actor, _batch: ImportBatch, rows: list[ParsedRow]) -> list[Verdict]:
    """A verdict for every row, parents first, then the organisations that the file lacks."""
    file = FileOfUnits(actor, rows)
    judged = [file.judge(row) for row in sorted(rows, key=place_of)]
    return [*judged, *file.absent()]


def place_of(row: ParsedRow) -> int:
    """From the top of the tree down; a row of no kind is wrong anyway."""
    kind, _org_kind = kinds_of_value(row.values.get("kind") or UnitKind.UNIT)
    return TOP_DOWN.index(kind)


@dataclass
class FileOfUnits:
    """The rows of a file beside the units they are about."""

    actor: Actor
    rows: list[ParsedRow]
    wrong: set[str] = field(default_factory=set)

    @cached_property
    def by_code(self) -> dict[str, ParsedRow]:
        """The first row of every code."""
        return {row.values["code"]: row for row in reversed(self.rows) if row.values.get("code")}

    @cached_property
    def existing(self) -> dict[str, OrgUnit]:
        """Units that the file names, and those they stand in now."""
        parents = {row.values.get("parent") for row in self.rows}
        codes = {code for code in {*self.by_code, *parents} if code}
        rows = OrgUnit.objects.select_related("parent")
        named = {unit.code: unit for part in chunks(codes) for unit in rows.filter(code__in=part)}
        above = {unit.parent.code: unit.parent for unit in named.values() if unit.parent}
        return above | named

    @cached_property
    def ids(self) -> set[int]:
        return {unit.pk for unit in self.existing.values()}

    @cached_property
    def allowed(self) -> set[int]:
        """Units under which the actor may load."""
        around = self.ids | {unit.parent_id for unit in self.existing.values() if unit.parent_id}
        rows = OrgUnit.objects.visible_to(self.actor, permissions.IMPORT)
        return {unit.pk for part in chunks(around) for unit in rows.filter(pk__in=part).only("pk")}

    @cached_property
    def flags(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        today = OrgFlag.objects.active_on(clock.today())
        for part in chunks(self.ids):
            for unit, flag in today.filter(unit__in=part).values_list("unit", "flag"):
                found.setdefault(unit, set()).add(flag)
        return found

    @cached_property
    def closing(self) -> dict[int, date]:
        """Units that the file closes, with the first day without them."""
        return {
            unit.pk: day
            for code, unit in self.existing.items()
            if (day := self.closed_on(code)) and day != unit.closed_on
        }

    @cached_property
    def kept_open(self) -> dict[int, str]:
        """What keeps a unit from closing: somebody inside who is not in the file, or a system."""
        found: dict[int, str] = {}
        for part in chunks(self.closing):
            for child in OrgUnit.objects.filter(parent__in=part):
                day = self.closing[child.parent_id]
                if child.code not in self.by_code and not ends_by(child.closed_on, day):
                    found[child.parent_id] = f"Внутри открыта «{child}»: сначала закройте её."
            for system in System.objects.filter(root__in=part):
                if not ends_by(system.end, self.closing[system.root_id]):
                    found[system.root_id] = "Здесь работает система сопровождения."
        for pk, number in held_open(self.closing).items():
            found.setdefault(pk, people_stay(number))
        return found

    def closed_on(self, code: str) -> date | None:
        """The closing of a unit as it would be once the good rows are applied."""
        row = None if code in self.wrong else self.by_code.get(code)
        if row is not None and row.values.get("last_day"):
            return after_last_day(row.values["last_day"])
        unit = self.existing.get(code)
        return unit.closed_on if unit else None

    def judge(self, row: ParsedRow) -> Verdict:
        code = row.values.get("code") or ""
        title = row.values.get("short_title") or row.values.get("title") or code
        problems = list(self.problems(row)) if code else []
        if problems or row.problems:
            self.wrong |= {code} if self.by_code.get(code) is row else set()
            return Verdict(row.number, RowAction.ERROR, title, problems=problems)
        unit = self.existing.get(code)
        if unit is None:
            return Verdict(row.number, RowAction.NEW, title)
        changes = [*self.changes(row, unit), *self.flag_changes(row, unit)]
        action = RowAction.CHANGED if changes else RowAction.UNCHANGED
        target = {"id": unit.pk, "version": unit.version}
        return Verdict(row.number, action, title, target, changes)

    def problems(self, row: ParsedRow) -> Iterator[Problem]:
        first = self.by_code[row.values["code"]]
        if first is not row:
            yield Problem("repeated", f"Этот код уже стоит в строке {first.number}.", "code")
        elif row.values.get("kind"):
            yield from self.wrong_place(row)
            yield from self.wrong_days(row)

    def wrong_place(self, row: ParsedRow) -> Iterator[Problem]:
        """The unit it stands in: known, taken, of a kind that may hold it, the actor's to fill."""
        unit = self.existing.get(row.values["code"])
        kind, _org_kind = kinds_of_value(row.values["kind"])
        if unit is not None and unit.kind != kind:
            known = unit.get_kind_display()
            yield Problem("kind_changed", f"Под этим кодом уже записан вид «{known}».", "kind")
            return
        parent = self.parent_code(row)
        above, row_above = self.existing.get(parent), self.by_code.get(parent)
        if parent and above is None and row_above is None:
            yield Problem("unknown_parent", "Такого кода нет ни в системе, ни в файле.", "parent")
            return
        if above is None and row_above is not None and parent in self.wrong:
            yield Problem("wrong_parent", f"В строке {row_above.number} ошибка.", "parent")
            return
        yield from self.refused_by_rules(kind, above, row_above)
        if not self.may_load(unit, above, parent):
            yield Problem("forbidden", "Эту территорию ведёте не вы.", "parent")

    def refused_by_rules(
        self, kind: str, above: OrgUnit | None, row_above: ParsedRow | None
    ) -> Iterator[Problem]:
        parent_kind = above.kind if above else None
        if above is None and row_above is not None and row_above.values.get("kind"):
            parent_kind = kinds_of_value(row_above.values["kind"])[0]
        try:
            rules.refuse_wrong_parent(kind, parent_kind)
        except RuleViolation as refusal:
            yield Problem("wrong_parent", refusal.message, "parent")

    def may_load(self, unit: OrgUnit | None, above: OrgUnit | None, parent: str) -> bool:
        if self.actor.unlimited:
            return True
        needed = {above.pk} if above else set()
        if unit is not None:
            needed.add(unit.parent_id or unit.pk)
        return needed <= self.allowed and bool(parent or unit)

    def wrong_days(self, row: ParsedRow) -> Iterator[Problem]:
        code = row.values["code"]
        unit = self.existing.get(code)
        opened_on = row.values.get("opened_on") or (unit.opened_on if unit else None)
        closed_on = self.closed_on(code)
        if opened_on and closed_on and closed_on <= opened_on:
            yield Problem("wrong_days", "Закрытие не может быть раньше открытия.", "last_day")
        end_above = self.closed_on(self.parent_code(row))
        if end_above is not None and not ends_by(closed_on, end_above):
            yield Problem("parent_closed", f"Вышестоящая закрыта с {end_above:%d.%m.%Y}.", "parent")
        if unit is not None and unit.pk in self.closing and unit.pk in self.kept_open:
            yield Problem("still_used", self.kept_open[unit.pk], "last_day")

    def parent_code(self, row: ParsedRow) -> str:
        """The code above as it would be: a blank cell leaves what is."""
        unit = self.existing.get(row.values["code"])
        kept = unit.parent.code if unit and unit.parent else ""
        return row.values.get("parent") or kept

    def changes(self, row: ParsedRow, unit: OrgUnit) -> Iterator[Change]:
        old = values_of(unit)
        for column in COMPARED:
            new = row.values.get(column.code)
            if column.code == "kind" and new == UnitKind.UNIT:
                continue  # a branch of no kind of its own: that of its organisation stays
            if new is not None and new != old[column.code]:
                shown = (column.show(old[column.code]), column.show(new))
                yield Change(column.code, column.title, *shown)

    def flag_changes(self, row: ParsedRow, unit: OrgUnit) -> Iterator[Change]:
        old = self.flags.get(unit.pk, set())
        both = old | set(row.values.get("flags") or [])
        if both != old:
            shown = (FLAGS.show(sorted(old)), FLAGS.show(sorted(both)))
            yield Change(FLAGS.code, FLAGS.title, *shown)

    def absent(self) -> Iterator[Verdict]:
        """Open organisations beside those of the file that the file does not name."""
        parents = {self.existing.get(self.parent_code(row)) for row in self.by_code.values()}
        ids = {unit.pk for unit in parents if unit is not None}
        beside = OrgUnit.objects.visible_to(self.actor, permissions.IMPORT).organisations()
        for part in chunks(ids):
            for unit in beside.filter(parent__in=part).open_on(clock.today()):
                if unit.code not in self.by_code:
                    yield Verdict(0, RowAction.LEFT, str(unit), values={"code": unit.code})


def values_of(unit: OrgUnit) -> dict[str, Any]:
    """The unit as a row of the table."""
    return {
        "title": unit.title,
        "short_title": unit.short_title,
        "kind": kind_value(unit),
        "parent": unit.parent.code if unit.parent else None,
        "opened_on": unit.opened_on,
        "last_day": unit.closed_on - DAY if unit.closed_on else None,
        "time_zone": unit.time_zone or None,
    }


def ends_by(closed_on: date | None, day: date) -> bool:
    return closed_on is not None and closed_on <= day


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
