"""A workbook as Excel wrote it before 2007: BIFF8 in a compound file, by hand, since no library for it is kept up."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR, END, FAT = 512, 0xFFFFFFFE, 0xFFFFFFFD


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """One sheet of texts and numbers."""
    stream = _workbook(rows)
    sectors = -(-len(stream) // SECTOR)
    tables = -(-(sectors + 1) // (SECTOR // 4 - 1))
    used = tables + 1 + sectors
    chain = [FAT] * tables + [END] + [*range(tables + 2, used), END]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    head = struct.pack(
        "<8s16s5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0,
        4096, END, 0, END, 0,
    )  # fmt: skip
    head += struct.pack(f"<{tables}I", *range(tables)).ljust(436, b"\xff")
    root, book = _entry("Root Entry", 5, END, 0, child=1), _entry("Workbook", 2, tables + 1, sectors * SECTOR)
    return head + fat + (root + book).ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    said, none = name.encode("utf-16-le") + b"\0\0", 0xFFFFFFFF
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ", said, len(said), kind, 1, none, none, child, b"", 0, b"", b"", start, size
    )


def _workbook(rows: Sequence[Sequence[str | float]]) -> bytes:
    begin = _record(0x809, struct.pack("<6H", 0x600, 5, 0, 0, 0, 0) + bytes(4))
    name = "案件".encode("utf-16-le")
    sheet = struct.pack("<IHBB", len(begin) + 4 + 8 + len(name) + 4, 0, len(name) // 2, 1) + name
    cells = [_cell(i, j, cell) for i, row in enumerate(rows) for j, cell in enumerate(row)]
    end = _record(0xA, b"")
    of_sheet = _record(0x809, struct.pack("<6H", 0x600, 0x10, 0, 0, 0, 0) + bytes(4))
    whole = begin + _record(0x85, sheet) + end + of_sheet + b"".join(cells) + end
    return whole.ljust(4096, b"\0")  # shorter ones would lie elsewhere


def _cell(i: int, j: int, cell: str | float) -> bytes:
    if not isinstance(cell, str):
        return _record(0x203, struct.pack("<3Hd", i, j, 0, cell))
    said = cell.encode("utf-16-le")
    return _record(0x204, struct.pack("<4HB", i, j, 0, len(said) // 2, 1) + said)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<2H", kind, len(content)) + content
