"""Identifiers seen from outside: UUIDs of version 7, and keys of rows as somebody sends them."""

import secrets
import time
from collections.abc import Iterable
from uuid import UUID

MOST_DIGITS = 18  # every such number fits a key on both databases


def sent_key(text: str) -> int | None:
    """The key of a row from an address or a form; None for anything that is none."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def sent_keys(texts: Iterable[str]) -> list[int]:
    """The keys among what was sent, each once, in the order sent."""
    found = map(sent_key, texts)
    return list(dict.fromkeys(key for key in found if key is not None))


def uuid7() -> UUID:
    """48 bits of milliseconds, then version, variant and 74 random bits (RFC 9562)."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
