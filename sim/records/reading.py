"""Reads the mapped columns of a file, and nothing else of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from sim.i18n import say
from sim.records.columns import COUNTS, FLAGS, WORDS
from sim.records.recognise import Kind, head_row, refused

CODED = frozenset((*WORDS, *FLAGS, *COUNTS))
"""Read as codes of a list of words: a million texts take a hundred times the memory of a million codes."""
FEW = 0.5
"""Share of the lines that must have become rows; below it, a quotation mark has swallowed the rest."""
FEW_OF_TEXTS = 0.05
"""The same where quotation marks are closed: texts of many lines are no fault."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Mapped columns of a file.

    Attributes
    ----------
    table : pa.Table
        A column a field, as text or as codes of texts.
    ragged : int
        Rows with more or fewer cells than the head, left out.
    broken : int
        Characters that were not of the file's encoding.
    """

    table: pa.Table
    ragged: int
    broken: int = 0


def read_columns(kind: Kind, fields: Mapping[str, int]) -> Columns:
    """Read the columns of some fields.

    Raises
    ------
    ConfigError
        If there are no rows, or a quotation mark is never closed. What stands in the file is never said.
    """
    try:
        found = _csv(kind, fields, kind.path, kind.encoding)
    except (UnicodeDecodeError, pa.ArrowInvalid) as error:
        if not isinstance(error, UnicodeDecodeError) and "utf" not in str(error).casefold():
            raise refused(kind.path, "records.unread_quote" if kind.quotes % 2 else "records.unread") from None
        found = _mended(kind, fields)
    rows = found.table.num_rows
    below = kind.lines - kind.skip
    if rows == 0 and found.ragged == 0:
        raise refused(kind.path, "records.only_head" if below < 2 else "records.unread_quote")
    if rows + found.ragged < below * (FEW if kind.quotes % 2 else FEW_OF_TEXTS) or rows == 0:
        raise refused(
            kind.path, "records.unread_quote" if kind.quotes % 2 else "records.ragged", rows=rows, lines=below
        )
    return found


def _csv(kind: Kind, fields: Mapping[str, int], source: Any, encoding: str, more: int = 0) -> Columns:
    """Read a text file."""
    wrong: dict[int, int] = {}

    def skip(row: Any) -> str:
        wrong[row.actual_columns] = wrong.get(row.actual_columns, 0) + 1
        return "skip"

    names = {f"c{i}": field for field, i in fields.items()}
    codes = pa.dictionary(pa.int32(), pa.string())
    if isinstance(source, Path):
        source = str(source)
    table = pa_csv.read_csv(
        source,
        pa_csv.ReadOptions(
            skip_rows=kind.skip, column_names=[f"c{i}" for i in range(len(kind.head) + more)], encoding=encoding,
            block_size=1 << 20,
        ),
        pa_csv.ParseOptions(delimiter=kind.delimiter, newlines_in_values=True, invalid_row_handler=skip),
        pa_csv.ConvertOptions(
            include_columns=list(names), strings_can_be_null=True, null_values=["", "-", "NULL", "null", "\\N"],
            column_types={name: codes if field in CODED else pa.string() for name, field in names.items()},
        ),
    )  # fmt: skip
    ragged = sum(wrong.values())
    trailing = wrong.get(len(kind.head) + 1, 0)
    if not more and trailing > table.num_rows:  # every row ends with a delimiter, the head does not
        return _csv(kind, fields, source, encoding, more=1)
    return Columns(table.rename_columns([names[name] for name in table.column_names]), ragged)


def _mended(kind: Kind, fields: Mapping[str, int]) -> Columns:
    """Read a file that breaks its encoding: with the codec that breaks less, and how many characters are lost."""
    raw = kind.path.read_bytes()
    tried = ("utf-8", "gb18030") if kind.encoding in ("utf-8", "gb18030") else (kind.encoding,)
    texts = {codec: raw.decode(codec, "replace") for codec in tried}
    codec = min(texts, key=lambda name: texts[name].count("\ufffd"))
    broken = texts[codec].count("\ufffd")
    try:
        found = _csv(kind, fields, io.BytesIO(texts[codec].encode("utf-8")), "utf-8")
    except (UnicodeDecodeError, pa.ArrowInvalid):
        raise refused(kind.path, "records.unread") from None
    return Columns(found.table, found.ragged, broken)


def read_sheet(path: Path, more: frozenset[str]) -> tuple[tuple[str, ...], list[list[Any]], int]:
    """Read a workbook: head, rows and rows above of the sheet that looks most like records.

    Raises
    ------
    ConfigError
        If it is no workbook.
    """
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names]
    except Exception:  # of a compiled package, whatever the bytes are; its words may hold parts of the file
        raise refused(path, "records.no_workbook", say("records.book_saved")) from None
    best: tuple[int, tuple[str, ...], list[list[Any]], int] | None = None
    for rows in sheets:
        top = [[str(cell) for cell in row] for row in rows[:11]]
        place = head_row(top[:10], more)
        if place is not None and (best is None or len(rows) - place > best[0]):
            best = len(rows) - place, tuple(top[place]), rows[place + 1 :], place + 1
    if best is None:
        raise refused(path, "records.empty" if not any(sheets) else "records.no_head", say("records.head_allowed"))
    return best[1], best[2], best[3]


def columns_of_sheet(rows: list[list[Any]], fields: Mapping[str, int]) -> Columns:
    """Take the columns of some fields from rows of a sheet."""
    whole = [row for row in rows if any(cell not in ("", None) for cell in row)]
    found = {}
    for field, i in fields.items():
        cells = pa.array([_text(row[i]) if i < len(row) else None for row in whole], pa.string())
        found[field] = cells.dictionary_encode() if field in CODED else cells
    return Columns(pa.table(found), 0)


def _text(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    said = cell.isoformat(sep=" ") if hasattr(cell, "hour") and hasattr(cell, "year") else str(cell).strip()
    return said if said not in ("", "-", "NULL", "null", "None") else None
