"""What a file is: a workbook, a table in some encoding, or something that cannot be read."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import ConfigError, Problem, reason
from sim.i18n import say
from sim.records.columns import known_names, plain

HEAD_BYTES = 1 << 20
DELIMITERS = ",;\t|"
HEAD_ROWS = 10
CALLED = {"utf-8": "UTF-8", "gb18030": "GB 18030", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_PAGE = re.compile(rb"^\s*(?:<!doctype|<html|<table|<\?xml|<meta|<head|<style)", re.I)
_DATA = re.compile(r"\d{5,}|\d{1,4}[-/年.]\d{1,2}[-/月.]\d{1,4}|^-?\d+(?:\.\d+)?$")
"""What stands in data and not in the name of a column."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is.

    Attributes
    ----------
    path : Path
    workbook : bool
    encoding : str
        Codec.
    delimiter : str
    head : tuple of str
        Names of the columns.
    skip : int
        Lines, or rows of a sheet, up to the head and with it.
    lines : int
        Lines of the file.
    quotes : int
        Quotation marks in it.
    """

    path: Path
    workbook: bool
    encoding: str
    delimiter: str
    head: tuple[str, ...]
    skip: int
    lines: int = 0
    quotes: int = 0


def refused(path: Path, key: str, allowed: str = "", **values: object) -> ConfigError:
    """An error about a file."""
    return ConfigError([Problem(path.name, say(key, **values), allowed)])


def recognise(path: Path, more: Collection[str] = ()) -> Kind:
    """Find out what a file is.

    Parameters
    ----------
    path : Path
    more : collection of str
        Names of columns beside those of the presets.

    Raises
    ------
    ConfigError
        If it is no table.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(HEAD_BYTES)
    except OSError as error:
        raise ConfigError([Problem(path.name, reason(error))]) from None
    if not raw.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t"):
        raise refused(path, "records.empty")
    if raw[:4] == b"PK\x03\x04" or raw[:4] == b"\xd0\xcf\x11\xe0":
        return Kind(path, True, "", "", (), 0)
    if raw.lstrip()[:5] == b"%PDF-":
        raise refused(path, "records.pdf", say("records.table"))
    encoding = _encoding(raw)
    if not encoding:
        raise refused(path, "records.binary", say("records.table"))
    text = raw.decode(encoding, "replace").lstrip("\ufeff")
    if _PAGE.match(text[:400].encode("utf-8")):
        raise refused(path, "records.page", say("records.page_saved"))
    delimiter, rows = _rows(text[: 1 << 16], more)
    place = head_row([row for row, _ in rows], more)
    if place is None:
        raise refused(path, "records.no_head", say("records.head_allowed"))
    head, skip = rows[place]
    lines, quotes = _counted(path, encoding)
    return Kind(path, False, encoding, delimiter, tuple(head), skip, lines, quotes)


def _encoding(raw: bytes) -> str:
    """The codec; nothing if the bytes are no text."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if raw.startswith(mark):
            return codec
    even, odd = raw[0:4000:2].count(0), raw[1:4000:2].count(0)
    half = max(len(raw[:4000]) // 2, 1)
    if odd > 0.1 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.1 * half and odd < 0.02 * half:
        return "utf-16-be"
    if b"\0" in raw:
        return ""
    whole = raw[: raw.rfind(b"\n") + 1] if len(raw) == HEAD_BYTES and b"\n" in raw else raw
    broken = {}
    for codec in ("utf-8", "gb18030"):
        try:
            whole.decode(codec)
        except UnicodeDecodeError:
            broken[codec] = whole.decode(codec, "replace").count("\ufffd")
        else:
            return codec
    return min(broken, key=lambda codec: broken[codec])


def _rows(text: str, more: Collection[str]) -> tuple[str, list[tuple[list[str], int]]]:
    """Delimiter and the first rows, each with the lines up to its end."""
    best: tuple[tuple[int, int], str, list[tuple[list[str], int]]] | None = None
    for delimiter in DELIMITERS:
        reader, rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []
        try:
            for row in reader:
                rows.append((row, reader.line_num))
                if len(rows) >= HEAD_ROWS:
                    break
        except csv.Error:
            pass
        score = (max((_known(r, more) for r, _ in rows), default=0), max((len(r) for r, _ in rows), default=0))
        if best is None or score > best[0]:
            best = score, delimiter, rows
    return (best[1], best[2]) if best else (",", [])


def _known(row: Sequence[str], more: Collection[str]) -> int:
    return sum(plain(cell) in known_names() or plain(cell) in more for cell in row)


def head_row(rows: Sequence[Sequence[str]], more: Collection[str]) -> int | None:
    """The row with most known names; else the first that looks like names and not like data; None if there is none."""
    known = [_known(row, more) for row in rows]
    if known and max(known) > 0:
        return known.index(max(known))
    for i, row in enumerate(rows):
        told = [cell.strip() for cell in row if cell.strip()]
        if len(told) > 1 and not any(_DATA.search(cell) for cell in told) and i + 1 < len(rows):
            below = [cell for cell in rows[i + 1] if cell.strip()]
            if any(_DATA.search(cell) for cell in below):
                return i
    return None


def _counted(path: Path, encoding: str) -> tuple[int, int]:
    """Lines and quotation marks of a file."""
    lines = quotes = 0
    last = b""
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            lines += block.count(b"\n")
            quotes += block.count(b'"')
            last = block
    return lines + (not last.rstrip(b"\0").endswith(b"\n")), quotes
