from decimal import Decimal

from rostok.kernel.ui.sparks import spark


def test_a_line_joins_the_years_that_have_a_value():
    made = spark([(2021, Decimal(1)), (2022, None), (2023, Decimal(3))])
    assert made is not None
    assert len(made.lines) == 1
    assert made.lines[0].x1 == "10.00%"
    assert made.lines[0].y2 == "10.00%"
    assert "2022: нет данных" in made.words


def test_a_flat_line_is_drawn_and_one_value_is_no_line():
    assert spark([(2021, Decimal(5)), (2022, Decimal(5))]) is not None
    assert spark([(2021, Decimal(5)), (2022, None)]) is None
