"""A text that must be given is there and fits, or says what is wrong."""

import pytest

from rostok.kernel.errors import RuleViolation
from rostok.kernel.text import needed


def test_what_is_written_is_kept_without_spaces_around() -> None:
    assert (
        needed("  Приказ № 5\nот 1 марта ", "ground", "Назовите акт.") == "Приказ № 5\nот 1 марта"
    )


@pytest.mark.parametrize(
    ("text", "phrase"), [(" \n", "Назовите акт."), ("а" * 11, "сократите до 10 знаков, сейчас 11")]
)
def test_nothing_or_too_much_is_refused_at_its_field(text: str, phrase: str) -> None:
    with pytest.raises(RuleViolation, match=phrase) as refusal:
        needed(text, "ground", "Назовите акт.", 10)
    assert "ground" in refusal.value.fields
