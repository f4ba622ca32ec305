"""A workbook of Excel 97 written by hand: nothing here writes xls, schools still send it."""

import struct

SECTOR = 512
END, FREE, OF_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def label(row, place, text):
    encoded = text.encode("utf-16-le")
    head = struct.pack("<HHHHB", row, place, 0, len(text), 1)
    return record(0x0204, head + encoded)


def number(row, place, value):
    return record(0x0203, struct.pack("<HHHd", row, place, 0, value))


def merged(ranges):
    packed = b"".join(struct.pack("<HHHH", *one) for one in ranges)
    return record(0x00E5, struct.pack("<H", len(ranges)) + packed) if ranges else b""


def sheet_stream(rows, ranges=()):
    """Ranges: first row, last row, first place, last place, all from 0."""
    cells = b"".join(
        label(at, place, cell) if isinstance(cell, str) else number(at, place, float(cell))
        for at, row in enumerate(rows)
        for place, cell in enumerate(row)
        if cell is not None
    )
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    return begin + cells + merged(ranges) + record(0x000A)


def workbook_stream(rows, ranges=()):
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    begin += record(0x0042, struct.pack("<H", 1200))
    name = "Лист1".encode("utf-16-le")
    length = len(begin) + 4 + 8 + len(name) + 4
    bound = struct.pack("<IBBBB", length, 0, 0, len(name) // 2, 1) + name
    return begin + record(0x0085, bound) + record(0x000A) + sheet_stream(rows, ranges)


def entry(name, kind, start, size, child=FREE):
    encoded = (name + "\0").encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded) if name else 0, kind, 1)
        + struct.pack("<III", FREE, FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def xls(rows, ranges=()):
    """The compound file: header, table of sectors, directory, the workbook."""
    stream = workbook_stream(rows, ranges)
    stream += b"\0" * max(0, 4096 - len(stream))
    size = len(stream)
    stream += b"\0" * (-size % SECTOR)
    count = len(stream) // SECTOR
    assert count + 2 <= SECTOR // 4
    table = [OF_TABLE, END, *range(3, 2 + count), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    directory = entry("Root Entry", 5, END, 0, child=1) + entry("Workbook", 2, 2, size)
    directory += entry("", 0, 0, 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    return header + struct.pack(f"<{len(table)}I", *table) + directory + stream
