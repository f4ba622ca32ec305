"""Refuses the passwords that people here think of first, in whichever layout they are typed."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from iuliia import ICAO_DOC_9303, MOSMETRO

from rostok.kernel.text import norm

WORDS = Path(__file__).parent / "data" / "passwords.txt"
RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
TO_LATIN_KEYS = str.maketrans(RUSSIAN_KEYS, LATIN_KEYS)
TO_RUSSIAN_KEYS = str.maketrans(LATIN_KEYS, RUSSIAN_KEYS)
OTHERS = re.compile(r"[^a-zа-я]+")
SHORTEST = 3


class RussianCommonPasswordValidator:
    """A known word, a name, a walk over the keyboard, two of them in a row, with any figures."""

    def validate(self, password: str, _user: Any = None) -> None:
        if is_common(password):
            raise ValidationError(
                _("Такой пароль подбирают первым: в нём только частое слово, имя или ряд клавиш."),
                code="password_too_common_here",
            )

    def get_help_text(self) -> str:
        return _("Не берите имя, год рождения, частое слово или соседние клавиши.")


def is_common(password: str) -> bool:
    """The password, its letters alone, or both as if typed in the other layout, are well known."""
    lowered = password.lower()
    typed = {lowered, lowered.translate(TO_RUSSIAN_KEYS), lowered.translate(TO_LATIN_KEYS)}
    return any(norm(one) in known_words() or has_no_other_words(one) for one in typed)


def has_no_other_words(password: str) -> bool:
    """Whether all that is written in letters is well known; scraps between figures do not help."""
    parts = OTHERS.split(norm(password))
    letters = "".join(parts)
    words = [part for part in parts if len(part) >= SHORTEST]
    return (
        len(set(letters)) < SHORTEST
        or is_known(letters)
        or (bool(words) and all(map(is_known, words)))
    )


def is_known(letters: str) -> bool:
    """A known word, or two in a row."""
    words = known_words()
    cuts = range(SHORTEST, len(letters) - SHORTEST + 1)
    return letters in words or any(letters[:at] in words and letters[at:] in words for at in cuts)


@cache
def known_words() -> frozenset[str]:
    """The words of the list, also as written in latin letters."""
    listed = [norm(word) for word in WORDS.read_text(encoding="utf-8").split()]
    latin = [
        schema.translate(word).lower() for word in listed for schema in (ICAO_DOC_9303, MOSMETRO)
    ]
    return frozenset(listed) | frozenset(latin)
