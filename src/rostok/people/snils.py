"""СНИЛС: read, checked by its control number, and kept only as a keyed hash."""

import hashlib
import hmac
import re

from django.conf import settings

from rostok.kernel.errors import RuleViolation

LENGTH = 11
UNCHECKED_UP_TO = 1001998


def read_snils(text: str) -> str:
    """Eleven digits. Refused: another length, a wrong control number, a repdigit."""
    digits = re.sub(r"\D", "", text)
    if len(digits) != LENGTH:
        raise wrong("В СНИЛС должно быть 11 цифр.")
    if len(set(digits)) == 1:
        raise wrong("Такого СНИЛС не бывает: все цифры одинаковы.")
    if int(digits[:9]) > UNCHECKED_UP_TO and control_number(digits[:9]) != int(digits[9:]):
        raise wrong("Контрольное число СНИЛС не сходится: проверьте цифры.")
    return digits


def wrong(phrase: str) -> RuleViolation:
    """A refusal that stands at the field of a form."""
    return RuleViolation(phrase, {"snils": phrase})


def control_number(nine: str) -> int:
    """The sum of digits by place, modulo 101; 100 is written 00."""
    total = sum(int(digit) * place for digit, place in zip(nine, range(9, 0, -1), strict=True))
    return total % 101 % 100


def snils_hash(digits: str) -> str:
    """The hash that is unique in the installation and useless outside it."""
    return hmac.new(settings.PERSON_KEY.encode(), digits.encode(), hashlib.sha256).hexdigest()
