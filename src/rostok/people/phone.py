"""Telephone numbers: read as people write them, stored in one form."""

import re

from rostok.kernel.errors import RuleViolation

NATIONAL = 10
WITH_CODE = 11


def read_phone(text: str) -> str:
    """`+7 913 123-45-67`, or nothing for an empty text. Refused: not a number of ten digits."""
    digits = re.sub(r"\D", "", text)
    if not digits:
        return ""
    if len(digits) == WITH_CODE and digits[0] in "78":
        digits = digits[1:]
    if len(digits) != NATIONAL:
        phrase = "В номере телефона должно быть 10 цифр после +7."
        raise RuleViolation(phrase, {"phone": phrase})
    return f"+7 {digits[:3]} {digits[3:6]}-{digits[6:8]}-{digits[8:]}"
