"""The grammar of formulas: what is read is frozen, compares by value and writes itself back."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from rostok.indicators.formula import AllOf, AnyOf, Count, Formula, Named, Reported, Without

FORMULA: TypeAdapter[Any] = TypeAdapter(Formula)
WRITTEN = [
    {"share": {"of": {"measure": "a.x", "level": "region"}, "in": "a.y"}},
    {"ratio": {"of": "a.x", "per": {"all": ["a.y", "a.z"]}}},
    {"count": {"of": {"first": "a.x", "without": {"any": ["a.y", "a.z"]}}}},
    {"progress": {"of": "a.x", "in": "a.y"}},
    {"milestone": {"all": ["a.x", {"measure": "a.y", "kinds": ["one", "two"]}]}},
    {"reported": {"numerator": "школы", "denominator": "a.y"}},
    {"reported": {"numerator": "школы", "denominator": "все школы"}},
    {"reported": {"numerator": "школы", "denominator": None}},
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_formula_writes_itself_back(written: dict[str, Any]) -> None:
    formula = FORMULA.validate_python(written)
    assert FORMULA.dump_python(formula, mode="json") == written
    assert FORMULA.validate_python(FORMULA.dump_python(formula)) == formula
    assert hash(formula) == hash(FORMULA.validate_python(written))


def test_a_formula_is_frozen() -> None:
    formula = FORMULA.validate_python({"count": {"of": "a.x"}})
    with pytest.raises(ValidationError):
        formula.of = Named(measure="a.y")


def test_the_base_of_a_reported_number_is_counted_when_it_is_a_measure() -> None:
    counted, told = (FORMULA.validate_python(one) for one in WRITTEN[5:7])
    assert isinstance(counted, Reported)
    assert counted.denominator == Named(measure="a.y")
    assert told.denominator == "все школы"


def test_names_of_measures_come_once_and_in_order() -> None:
    union = AnyOf(any=(Named(measure="a.z"), Named(measure="a.x")))
    formula = Count(of=Without(first=AllOf(all=(Named(measure="a.x"),)), without=union))
    assert list(formula.measures()) == ["a.x", "a.z"]


def test_filters_are_kept_by_name() -> None:
    formula = FORMULA.validate_python(WRITTEN[4])
    assert formula.all[1].filters == {"kinds": ("one", "two")}


@pytest.mark.parametrize(
    "written",
    [
        {"share": {"of": "a.x", "in": {"any": ["a.y", "a.z"]}}},
        {"share": {"of": "a.x", "in": {"first": {"any": ["a.y"]}, "without": "a.z"}}},
        {"share": {"of": "a.x", "in": "a.y"}, "count": {"of": "a.x"}},
        {"share": {"of": "a.x"}},
        {"milestone": {"all": []}},
        {"count": {"of": {"measure": "a.x", "level": {"deep": 1}}}},
        {"count": {"of": "Педагоги"}},
    ],
)
def test_a_wrong_formula_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FORMULA.validate_python(written)
