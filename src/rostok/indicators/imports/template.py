"""The form to be filled in Excel: units in rows, what is collected in pairs of columns."""

from typing import Any

from rostok.indicators.catalogue import default_year, indicators_of
from rostok.indicators.engine import is_countable
from rostok.indicators.imports.columns import PARTS, VALUE, number_of, parts_of
from rostok.indicators.models import Collected, DataForm, ReportedValue
from rostok.indicators.pack import ContextIndicator, Indicator
from rostok.kernel.errors import RuleViolation
from rostok.kernel.export import Sheet, write_workbook
from rostok.kernel.tabular import Context
from rostok.orgs.models import OrgUnit, System

WIDTHS = (14, 44, 8)
HELP = (
    "Организации стоят в строках, показатели в группах столбцов.",
    "Пустая ячейка ничего не меняет: пишите 0, если никого нет.",
    "Строка «Итого» не обязательна. Если она расходится с суммой строк, примем и покажем.",
    "Доля считается сама из числителя и знаменателя.",
)


def template_for(context: Context) -> bytes:
    """Refused: no such unit in the system."""
    system = System.objects.with_versions().get(key=context["system"])
    year = int(context.get("year") or default_year(system))
    units = units_to_list(system, year, context.get("org"))
    indicators = indicators_to_ask(system, year)
    group: list[Any] = ["Код", "Организация", "Год"]
    below: list[Any] = [None, None, None]
    for one in indicators:
        for at, part in enumerate(part for part in parts_of(one) if is_asked(one, part)):
            group.append(caption(one) if at == 0 else "")
            below.append(PARTS[part])
    rows = [below, *filled_rows(system, year, units, indicators)]
    looks = Sheet("Отчётные показатели", group, rows, widths=[*WIDTHS, *[16] * len(below[3:])])
    guide = Sheet("Как заполнять", ["Как заполнять"], [[line] for line in HELP], widths=(90,))
    return write_workbook([looks, guide])


def is_asked(one: ContextIndicator, part: str) -> bool:
    return part != VALUE or len(parts_of(one)) == 1


def caption(one: ContextIndicator) -> str:
    number = number_of(one)
    return f"{number}. {one.title}" if number else str(one.title)


def indicators_to_ask(system: System, year: int) -> list[ContextIndicator]:
    """What is collected in the year; where nothing is, what the system can't count itself."""
    asked = set(Collected.objects.filter(system=system, year=year).values_list("code", flat=True))
    every = indicators_of(system, year)
    return [one for one in every if one.code in asked] or [
        one for one in every if isinstance(one, Indicator) and not is_countable(one.value)
    ]


def units_to_list(system: System, year: int, code: str | None) -> list[OrgUnit]:
    """Those asked to report, else open organisations; with a code only that unit and below."""
    units: Any = OrgUnit.objects.below(system.root_id)
    if code:
        top = units.filter(code=code).first()
        if top is None:
            raise RuleViolation(f"В системе «{system.key}» нет организации с кодом «{code}».")
        units = OrgUnit.objects.below(top)
    forms = DataForm.objects.filter(system=system, year=year, obliged=True)
    asked = list(units.filter(pk__in=forms.values("unit")))
    return asked or list(units.organisations().open_on(system.today))


def filled_rows(
    system: System, year: int, units: list[OrgUnit], indicators: list[ContextIndicator]
) -> list[list[Any]]:
    stored = ReportedValue.objects.filter(form__system=system, form__year=year)
    cells = {(cell.form.unit_id, cell.code): cell for cell in stored.select_related("form")}
    return [
        [unit.code, unit.short_title, year, *numbers_of(unit, indicators, cells)] for unit in units
    ]


def numbers_of(
    unit: OrgUnit, indicators: list[ContextIndicator], cells: dict[Any, Any]
) -> list[Any]:
    names = {"n": "numerator", "d": "denominator", VALUE: "value"}
    return [
        getattr(cells.get((unit.pk, one.code)), names[part], None)
        for one in indicators
        for part in parts_of(one)
        if is_asked(one, part)
    ]
