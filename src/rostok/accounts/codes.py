"""One-time codes: eight letters and digits that nobody mixes up, kept only as a keyed hash."""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "АВГДЕЖКЛМНРСТУФХЦЭЮЯ24579"
LENGTH = 8
HALF = LENGTH // 2
SALT = "rostok.accounts.code"

# Letters that look Russian are taken as Russian, whatever keyboard typed them.
LATIN_TWINS = str.maketrans("ABCEHKMPTXYЁЙ", "АВСЕНКМРТХУЕИ")


def new_code() -> str:
    """A fresh code as printed: «К7Р2-МФ4Т»."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:HALF]}-{letters[HALF:]}"


def plain_code(typed: str) -> str:
    """The letters and digits of what was typed: case, dashes and spaces do not matter."""
    return "".join(filter(str.isalnum, typed.upper())).translate(LATIN_TWINS)


def code_hash(user_id: int, code: str) -> str:
    """The hash of a user's code, useless without the secret of the installation."""
    return salted_hmac(SALT, f"{user_id}:{plain_code(code)}", algorithm="sha256").hexdigest()


def is_code(user_id: int, typed: str, stored: str) -> bool:
    return constant_time_compare(code_hash(user_id, typed), stored)
