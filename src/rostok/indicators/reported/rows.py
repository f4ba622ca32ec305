"""The rows of a form: which indicators it asks, what each cell holds, what is said about it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rostok.indicators.catalogue import indicators_of
from rostok.indicators.models import (
    CellComment,
    Collected,
    DataForm,
    IndicatorValue,
    ReportedTotal,
    ReportedValue,
)
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.indicators.reported.shapes import (
    Figures,
    Shape,
    figures_of,
    figures_words,
    is_filled,
    outcome_of_cell,
    shape_of,
)
from rostok.indicators.wording import value_words


@dataclass(frozen=True)
class FormRow:
    """An indicator of a form with its cell, ready to be typed in.

    `required`: the unit is asked for it; others are totals a territory may state, or were loaded.
    """

    form: DataForm
    indicator: ContextIndicator
    cell: ReportedValue | None
    required: bool
    comments: tuple[CellComment, ...] = ()
    total: ReportedTotal | None = None
    base: int | None = None
    earlier: Figures | None = None
    error: str = ""
    typed: Any = None

    @cached_property
    def figures(self) -> Figures:
        return figures_of(self.cell) if self.cell else Figures()

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def number(self) -> str:
        return self.indicator.printed_number or "" if isinstance(self.indicator, Indicator) else ""

    @property
    def shape(self) -> str:
        return str(shape_of(self.indicator))

    @property
    def version(self) -> int:
        return self.cell.version if self.cell else 0

    @property
    def is_filled(self) -> bool:
        return is_filled(self.indicator, self.figures)

    @property
    def value_words(self) -> str:
        if self.is_filled:
            outcome = outcome_of_cell(self.indicator, self.figures)
            if outcome.value is None:
                return "не определено"
            return value_words(outcome.value, self.indicator.unit)
        return "" if self.figures.is_empty else "не всё заполнено"

    @property
    def typed_words(self) -> dict[str, str]:
        """What stands in the inputs: what was typed and refused, else what is saved."""
        if self.typed is not None:
            return {name: str(self.typed.get(name, "")) for name in INPUTS}
        value = self.figures.value
        if self.shape == Shape.YES_NO:
            shown = "" if value is None else ("да" if value else "нет")
        else:
            shown = "" if value is None else f"{value:f}".replace(".", ",")
        return {
            "numerator": number_words(self.figures.numerator),
            "denominator": number_words(self.figures.denominator),
            "value": shown,
        }

    @property
    def warnings(self) -> list[str]:
        """What looks wrong and is accepted all the same."""
        return [
            words for words in (self.balance_words(), self.base_words(), self.leap_words()) if words
        ]

    def balance_words(self) -> str:
        total = self.total
        if total is None or not total.disagrees:
            return ""
        parts = Figures(total.parts_numerator, total.parts_denominator, None)
        if self.shape != Shape.COUNTS:
            parts = Figures(value=total.parts_value)
        words = figures_words(self.indicator, parts)
        sent = f", сообщили {total.units_sent} из {total.units_due}" if total.units_due else ""
        return f"Сумма частей: {words}{sent}. С итогом не сходится."

    def base_words(self) -> str:
        """The base of the staff lists, where it differs from the one typed."""
        typed = self.figures.denominator
        if self.base is None or typed is None or typed == self.base:
            return ""
        return f"В кадрах системы знаменатель {self.base}."

    def leap_words(self) -> str:
        """A number tenfold that of the year before, or a tenth of it."""
        earlier = self.earlier
        if earlier is None or not self.is_filled:
            return ""
        pairs = (
            (self.figures.numerator, earlier.numerator),
            (self.figures.denominator, earlier.denominator),
            (self.figures.value, earlier.value),
        )
        if self.shape != Shape.YES_NO and any(leaps(now, was) for now, was in pairs):
            return f"В прошлом году было {figures_words(self.indicator, earlier)}."
        return ""


INPUTS = ("numerator", "denominator", "value")
TENFOLD = 10
FEW = 20


def leaps(now: Any, was: Any) -> bool:
    if not now or not was or max(now, was) < FEW:
        return False
    return bool(max(now, was) >= TENFOLD * min(now, was))


def number_words(number: int | None) -> str:
    return "" if number is None else str(number)


def codes_of(form: DataForm) -> dict[str, bool]:
    """Code → whether the unit is asked for it: its own level's; totals of lower levels; loaded."""
    asked = Collected.objects.filter(system=form.system, year=form.year)
    levels = dict(asked.values_list("code", "level"))
    own = form.unit.kind
    lower = LOWER.get(own, ())
    found = {code: form.obliged for code, level in levels.items() if level == own}
    found |= {code: False for code, level in levels.items() if level in lower}
    stored = form.cells.values_list("code", flat=True)
    return {**dict.fromkeys(stored, False), **found}


LOWER = {
    "region": ("municipality", "organisation"),
    "municipality": ("organisation",),
    "country": ("region", "municipality", "organisation"),
}


def form_rows(form: DataForm, only: str | None = None) -> list[FormRow]:
    """The rows in the order of the regulation, the asked ones first; a few queries for all."""
    codes = codes_of(form)
    if only is not None:
        codes = {code: asked for code, asked in codes.items() if code == only}
    cells = {cell.code: cell for cell in form.cells.filter(code__in=codes)}
    comments = comments_of(form)
    where = {"system": form.system, "year": form.year, "unit": form.unit, "code__in": list(codes)}
    totals = {row.code: row for row in ReportedTotal.objects.filter(**where)}
    bases = bases_of(where)
    earlier = earlier_figures(form)
    rows = [
        FormRow(
            form,
            indicator,
            cells.get(indicator.code),
            codes[indicator.code],
            tuple(comments.get(indicator.code, ())),
            totals.get(indicator.code),
            bases.get(indicator.code),
            earlier.get(indicator.code),
        )
        for indicator in indicators_of(form.system, form.year)
        if indicator.code in codes
    ]
    return sorted(rows, key=lambda row: not row.required)


def bases_of(where: dict[str, Any]) -> dict[str, int]:
    """Code → the denominator that the staff lists give, where one stands."""
    counted = ReportedTotal.objects.filter(**where, computed_denominator__isnull=False)
    values = IndicatorValue.objects.filter(**where, denominator__isnull=False)
    found = dict(
        values.exclude(source="reported", numerator__isnull=False).values_list(
            "code", "denominator"
        )
    )
    return found | dict(counted.values_list("code", "computed_denominator"))


def comments_of(form: DataForm) -> dict[str, list[CellComment]]:
    found: dict[str, list[CellComment]] = defaultdict(list)
    for comment in form.comments.filter(closed_at=None):
        found[comment.code].append(comment)
    return found


def earlier_figures(form: DataForm) -> dict[str, Figures]:
    """What the unit reported for the year before."""
    cells = ReportedValue.objects.filter(
        form__system=form.system, form__unit=form.unit, form__year=form.year - 1
    )
    return {cell.code: figures_of(cell) for cell in cells}


def required_cells(form: DataForm) -> dict[str, bool]:
    """Code → whether the cell is filled, of what the unit is asked for.

    A form that is not asked for anything counts what it holds.
    """
    rows = form_rows(form)
    asked = [row for row in rows if row.required] or [row for row in rows if row.cell]
    return {row.code: row.is_filled for row in asked}
