"""What other packages may ask about a person's data: numbers as written, ages, hashes, cards."""

from rostok.people.birth import refuse_unlikely_birth_date, years_between
from rostok.people.models import Person
from rostok.people.names import LOOK_ALIKES, PARTICLES, cased, read_name
from rostok.people.phone import read_phone
from rostok.people.snils import control_number, read_snils, snils_hash


def retired_cards() -> dict[int, int]:
    """Every card that was merged into another → the card that stands for it now."""
    rows = Person.objects.filter(merged_into__isnull=False)
    return dict(rows.values_list("pk", "merged_into"))


__all__ = [
    "LOOK_ALIKES",
    "PARTICLES",
    "cased",
    "control_number",
    "read_name",
    "read_phone",
    "read_snils",
    "refuse_unlikely_birth_date",
    "retired_cards",
    "snils_hash",
    "years_between",
]
