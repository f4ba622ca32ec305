"""Looking into an xls before it is parsed: its chains of sectors must come to an end.

The reader follows a chain wherever it leads; one that runs in a circle would never let it go.
"""

import struct
from collections.abc import Iterator

from rostok.kernel.errors import RuleViolation
from rostok.kernel.tabular.package import DAMAGED, WORD

HEADER = 512
SECTOR_SHIFTS = (9, 12)
LARGEST_SECTOR = 0xFFFFFFFA  # what is greater marks an end, not a sector
ENTRY = 128
ENTRY_KINDS = {2, 5}
STREAM = 2
IN_HEADER = 109
NUMBER = 4


def inspect_compound(content: bytes) -> None:
    """Refused: no header; a chain of sectors, or of the table of sectors, that runs in a circle."""
    if len(content) < HEADER:
        raise RuleViolation(DAMAGED)
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in SECTOR_SHIFTS:
        raise RuleViolation(DAMAGED)
    compound = Compound(content, 1 << shift)
    compound.refuse_circles()


class Compound:
    def __init__(self, content: bytes, size: int) -> None:
        self.content = content
        self.size = size
        numbers = struct.unpack_from("<IIIIIIII", content, 44)
        self.first_of_directory, self.cutoff = numbers[1], numbers[3]
        self.first_of_small, self.first_of_rest = numbers[4], numbers[6]
        self.table = self.joined(self.parts_of_table())
        self.small = self.joined(self.chain(self.first_of_small, self.table))

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def joined(self, sectors: Iterator[int]) -> list[int]:
        return [
            number
            for part in map(self.sector, sectors)
            for number in struct.unpack_from(f"<{len(part) // NUMBER}I", part)
        ]

    def parts_of_table(self) -> Iterator[int]:
        """Sectors of the table itself: the first are named by the header, the rest by a chain."""
        named = struct.unpack_from(f"<{IN_HEADER}I", self.content, HEADER - IN_HEADER * NUMBER)
        yield from (number for number in named if number < LARGEST_SECTOR)
        seen: set[int] = set()
        number = self.first_of_rest
        while number < LARGEST_SECTOR:
            part = self.sector(number)
            if number in seen or len(part) < self.size:
                raise RuleViolation(DAMAGED)
            seen.add(number)
            *named_here, following = struct.unpack(f"<{self.size // NUMBER}I", part)
            yield from (one for one in named_here if one < LARGEST_SECTOR)
            number = following

    def chain(self, first: int, table: list[int]) -> Iterator[int]:
        """Sectors from the first one on; what leads out of the table is left to the reader."""
        number, steps = first, 0
        while number < LARGEST_SECTOR and number < len(table):
            if steps > len(table):
                raise RuleViolation(DAMAGED)
            yield number
            number, steps = table[number], steps + 1

    def refuse_circles(self) -> None:
        directory = b"".join(map(self.sector, self.chain(self.first_of_directory, self.table)))
        walked: set[tuple[bool, int]] = set()
        if "WordDocument\0".encode("utf-16-le") in directory:
            raise RuleViolation(WORD)
        for start in range(0, len(directory) - ENTRY + 1, ENTRY):
            kind = directory[start + 66]
            first, size = struct.unpack_from("<II", directory, start + 116)
            is_small = kind == STREAM and size < self.cutoff
            if kind in ENTRY_KINDS and (is_small, first) not in walked:
                walked.add((is_small, first))
                for _number in self.chain(first, self.small if is_small else self.table):
                    pass
