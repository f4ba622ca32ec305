"""Members as packed numbers: two arrays for who and where, two for why and since which day.

A hundred thousand rows of a table for each indicator would cost a hundred times the room. The
numbers are little-endian whatever the machine, so that a digest means the same everywhere.
"""

import sys
import zlib
from array import array
from dataclasses import dataclass, field
from datetime import date, timedelta

EPOCH = date(1900, 1, 1)
NO_DAY = 0
LEVEL = 3
MOST_PHRASES = 255
LAST_DAY = 0xFFFF
COUNTS = bytes(reason == 0 for reason in range(256))


def numbers(code: str) -> "array[int]":
    return array(code)


@dataclass
class Roster:
    """Who is counted at which unit, row by row; compares by its content."""

    members: "array[int]" = field(default_factory=lambda: numbers("q"))
    units: "array[int]" = field(default_factory=lambda: numbers("q"))

    def __len__(self) -> int:
        return len(self.members)

    def content(self) -> bytes:
        return joined(self.members, self.units)

    def pack(self) -> bytes:
        return zlib.compress(self.content(), LEVEL)

    @classmethod
    def unpack(cls, packed: bytes) -> "Roster":
        members, units = parted(zlib.decompress(packed), "q", "q")
        return cls(members, units)


@dataclass
class Marks:
    """Of each row of a roster: the number of the phrase, and the day of the fact."""

    reasons: "array[int]" = field(default_factory=lambda: numbers("B"))
    days: "array[int]" = field(default_factory=lambda: numbers("H"))

    def content(self) -> bytes:
        return joined(self.reasons, self.days)

    def counted(self) -> bytes:
        """Of each row whether it counts, as a selector for `compress`."""
        return self.reasons.tobytes().translate(COUNTS)

    def pack(self) -> bytes:
        return zlib.compress(self.content(), LEVEL)

    @classmethod
    def unpack(cls, packed: bytes) -> "Marks":
        reasons, days = parted(zlib.decompress(packed), "B", "H")
        return cls(reasons, days)


def joined(*arrays: "array[int]") -> bytes:
    return b"".join(little(one).tobytes() for one in arrays)


def little(one: "array[int]") -> "array[int]":
    if sys.byteorder == "little":
        return one
    turned = array(one.typecode, one)
    turned.byteswap()
    return turned


def parted(content: bytes, *codes: str) -> list["array[int]"]:
    """Arrays of one length that stand one after another."""
    widths = [array(code).itemsize for code in codes]
    length, rest = divmod(len(content), sum(widths))
    if rest:
        raise ValueError("A packed list of members is cut short")
    found, start = [], 0
    for code, width in zip(codes, widths, strict=True):
        one = array(code)
        one.frombytes(content[start : start + width * length])
        found.append(little(one))
        start += width * length
    return found


def number_of_day(day: date | None) -> int:
    """Days since 1900, from one; a day out of all reason counts as unknown."""
    if day is None:
        return NO_DAY
    number = (day - EPOCH).days + 1
    return number if NO_DAY < number <= LAST_DAY else NO_DAY


def day_of_number(number: int) -> date | None:
    return EPOCH + timedelta(days=number - 1) if number else None
