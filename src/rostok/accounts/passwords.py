"""Refuses the passwords that people here think of first, in whichever layout they are typed."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from iuliia import ICAO_DOC_9303, MOSMETRO

from rostok.kernel.text import norm

WORDS = Path(__file__).parent / "data" / "passwords.txt"
RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
TO_LATIN_KEYS = str.maketrans(RUSSIAN_KEYS, LATIN_KEYS)
TO_RUSSIAN_KEYS = str.maketrans(LATIN_KEYS, RUSSIAN_KEYS)
# «п@р0ль» is «пароль», «p@ssw0rd» is «password».
LOOK_LIKE = (str.maketrans("@0346", "аозчб"), str.maketrans("@$01345", "asoieas"))
OTHERS = re.compile(r"[^a-zа-я]+")
SHORTEST = 3


class RussianCommonPasswordValidator:
    """A known word, a name, a walk over the keyboard, two of them in a row, with any figures."""

    def validate(self, password: str, user: Any = None) -> None:
        if is_common(password):
            raise ValidationError(
                _("Такой пароль подбирают первым: в нём только частое слово, имя или ряд клавиш."),
                code="password_too_common_here",
            )
        if is_common(password, words_about(user)):
            raise ValidationError(
                _("В пароле только ваше имя, место работы и цифры: это знают все вокруг."),
                code="password_about_oneself",
            )

    def get_help_text(self) -> str:
        return _(
            "Не берите имя, год рождения, номер школы, частое слово,"
            " одни цифры или соседние клавиши."
        )


def password_hint() -> str:
    """What a password must be, in two short sentences: how long, and what it may not be."""
    lengths = [
        one.min_length
        for one in get_default_password_validators()
        if isinstance(one, MinimumLengthValidator)
    ]
    return " ".join(
        [
            *(_("Не короче %s знаков.") % length for length in lengths),
            RussianCommonPasswordValidator().get_help_text(),
        ]
    )


def is_common(password: str, own: frozenset[str] = frozenset()) -> bool:
    """Whether all that is written is well known: the common words and the given ones.

    As typed, in the other layout, and with figures read as the letters they look like.
    """
    lowered = password.lower()
    typed = {lowered, lowered.translate(TO_RUSSIAN_KEYS), lowered.translate(TO_LATIN_KEYS)}
    typed |= {lowered.translate(look) for look in LOOK_LIKE}
    words = known_words() | own
    return any(norm(one) in words or has_no_other_words(one, words) for one in typed)


def words_about(user: Any) -> frozenset[str]:
    """The names of a user and of where they belong, in Russian and in latin letters."""
    person, home = getattr(user, "person", None), getattr(user, "home", None)
    texts = [getattr(user, name, "") or "" for name in ("username", "title", "email")]
    texts += [person.full_name if person else "", home.short_title if home else ""]
    words = {word for text in texts for word in OTHERS.split(norm(text)) if len(word) >= SHORTEST}
    return frozenset(words) | in_latin(words)


def has_no_other_words(password: str, known: frozenset[str]) -> bool:
    """Whether all that is written in letters is known; scraps between figures do not help."""
    parts = OTHERS.split(norm(password))
    letters = "".join(parts)
    words = [part for part in parts if len(part) >= SHORTEST]
    return (
        len(set(letters)) < SHORTEST
        or is_known(letters, known)
        or (bool(words) and all(is_known(word, known) for word in words))
    )


def is_known(letters: str, words: frozenset[str]) -> bool:
    """A known word, or two in a row."""
    cuts = range(SHORTEST, len(letters) - SHORTEST + 1)
    return letters in words or any(letters[:at] in words and letters[at:] in words for at in cuts)


@cache
def known_words() -> frozenset[str]:
    """The words of the list, also as written in latin letters."""
    listed = [norm(word) for word in WORDS.read_text(encoding="utf-8").split()]
    return frozenset(listed) | in_latin(listed)


def in_latin(words: Iterable[str]) -> frozenset[str]:
    schemas = (ICAO_DOC_9303, MOSMETRO)
    return frozenset(schema.translate(word).lower() for word in words for schema in schemas)
