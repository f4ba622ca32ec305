"""What other packages may ask about a person's data: numbers as written, ages, hashes."""

from rostok.people.birth import refuse_unlikely_birth_date, years_between
from rostok.people.phone import read_phone
from rostok.people.snils import control_number, read_snils, snils_hash

__all__ = [
    "control_number",
    "read_phone",
    "read_snils",
    "refuse_unlikely_birth_date",
    "snils_hash",
    "years_between",
]
