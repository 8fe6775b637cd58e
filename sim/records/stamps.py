"""Points in time as people and programs write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sim.types import Array, Bools

_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y")
_CLOCKS = (" %H:%M:%S", " %H:%M", "T%H:%M:%S", " %I:%M:%S %p", " %H时%M分%S秒", " %H时%M分", "%H时%M分", "")
FORMATS = (
    *(day + clock for clock in _CLOCKS for day in _DAYS),
    "%Y%m%d%H%M%S",
    "%Y%m%d%H%M",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d",
)
SAMPLE = 400
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")
_PART = r"(:\d{2})\.\d+$"
EXCEL = (20_000.0, 80_000.0)
"""Days since 1899-12-30: from 1954 to 2119."""
FIRST, LAST = np.datetime64("1901-01-01", "s"), np.datetime64("2200-01-01", "s")
"""Outside there is no time but a year of two digits, or what a system writes for none: 0001, 1900, 9999."""
COMPACT = {"%Y%m%d%H%M%S": r"^\d{14}$", "%Y%m%d%H%M": r"^\d{12}$", "%Y%m%d %H:%M:%S": r"^\d{8} ", "%Y%m%d": r"^\d{8}$"}
"""Times without marks between them have all their digits, or Arrow takes other numbers for some."""
ROLLED = (
    r"(?:^|[^\d:])(?:29|30|31)(?:$|[^\d:])|^\d{6}(?:29|30|31)"  # days that a month may lack
    r"|:6\d|6\d秒|^\d{12}6\d$"  # seconds that a minute has not
)
"""What Arrow may have carried over: it reads 30 February as 1 March, and 60 seconds as the next minute."""
UNIX, UNIX_MS = (1e9, 4e9), (1e12, 4e12)
"""Seconds and milliseconds since 1970: from 2001 to 2096."""


def stamps(column: pa.ChunkedArray, zone: ZoneInfo) -> tuple[Array, int]:
    """Read a column of times.

    Parameters
    ----------
    column : pa.ChunkedArray of string
    zone : ZoneInfo
        Of the place: times with a zone, and seconds since 1970, are told in it; bare times are local already.

    Returns
    -------
    times : array of datetime64[s]
        NaT where there is none.
    unread : int
        Cells with something else.
    """
    parts, unread, formats = [np.zeros(0, "datetime64[s]")], 0, list(FORMATS)
    for chunk in column.chunks:
        if chunk.null_count < len(chunk) and parts[-1].size == 0:
            formats = _by_use(chunk)
        found, left = _chunk(chunk, formats, zone)
        parts.append(found)
        unread += left
    return np.concatenate(parts), unread


def _by_use(chunk: pa.Array) -> list[str]:
    """Formats, the one that reads most of a sample first."""
    sample = _trimmed(chunk.drop_null()[:SAMPLE])
    read = {fmt: int(np.count_nonzero(~np.isnat(_parsed(sample, fmt)))) for fmt in FORMATS}
    return sorted(FORMATS, key=lambda fmt: -read[fmt])


def _parsed(texts: pa.Array, fmt: str) -> Array:
    """Times of one format; NaT where there is none, or one that no calendar has."""
    read = pc.strptime(texts, format=fmt, unit="s", error_is_null=True)
    found = np.array(read.to_numpy(zero_copy_only=False), "datetime64[s]")
    there = (found >= FIRST) & (found < LAST)
    if fmt in COMPACT:
        there &= _matches(texts, COMPACT[fmt])
    second = found.astype(np.int64) % 60
    day = (found.astype("datetime64[D]") - found.astype("datetime64[M]")).astype(np.int64)
    begun = np.flatnonzero(there & ((day < 3) | (second < 2)))  # only there something may have been carried over
    near = texts.take(pa.array(begun))
    for i in begun[_matches(near, ROLLED)].tolist():
        there[i] = _is_time(texts[i].as_py(), fmt)
    found[~there] = np.datetime64("NaT", "s")
    return found


def _matches(texts: pa.Array, pattern: str) -> Bools:
    return np.asarray(pc.match_substring_regex(texts, pattern).fill_null(False).to_numpy(False), np.bool_)


def _is_time(text: str, fmt: str) -> bool:
    """Whether the calendar has a time, by Python's strict reading."""
    try:
        datetime.strptime(text.strip(), fmt)
    except ValueError:
        return False
    return True


def _trimmed(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), _PART, r"\1")


def _chunk(texts: pa.Array, formats: Sequence[str], zone: ZoneInfo) -> tuple[Array, int]:
    found = _parsed(texts, formats[0])
    left = np.flatnonzero(np.isnat(found) & texts.is_valid().to_numpy(zero_copy_only=False))
    rest = _trimmed(texts.take(pa.array(left)))
    for fmt in formats:
        if not len(left):
            return found, 0
        read = _parsed(rest, fmt)
        there = ~np.isnat(read)
        if there.any():
            found[left[there]] = read[there]
            left, rest = left[~there], rest.filter(pa.array(~there))
    if len(left):
        read = _otherwise([str(text) for text in rest.to_pylist()], zone)
        found[left] = read
        return found, int(np.count_nonzero(np.isnat(read) & np.array([bool(text) for text in rest.to_pylist()])))
    return found, 0


def _otherwise(texts: Sequence[str], zone: ZoneInfo) -> Array:
    """Times with a zone, serial numbers of Excel, seconds since 1970."""
    told = pd.Series(texts, dtype="str")
    found = np.full(len(texts), np.datetime64("NaT", "s"), "datetime64[s]")
    zoned = told.str.contains(_ZONE.pattern, regex=True).to_numpy(bool)
    if zoned.any():
        found[zoned] = _local(pd.to_datetime(told[zoned], format="ISO8601", utc=True, errors="coerce"), zone)
    plain = told.str.fullmatch(r"\d+(?:\.\d+)?").to_numpy(bool)  # 1e9 and 0x10 are numbers, and no time
    number = pd.to_numeric(told.where(plain), errors="coerce").to_numpy(float)
    for (low, high), unit in ((UNIX, 1.0), (UNIX_MS, 1e-3)):
        there = (number >= low) & (number < high)
        if there.any():
            seconds = pd.Series(pd.to_datetime((number[there] * unit).round().astype("int64"), unit="s", utc=True))
            found[there] = _local(seconds, zone)
    serial = (number >= EXCEL[0]) & (number < EXCEL[1])
    seconds_of = np.round((number[serial]) * 86400.0).astype("int64")
    found[serial] = np.datetime64("1899-12-30", "s") + seconds_of.astype("timedelta64[s]")
    found[~((found >= FIRST) & (found < LAST))] = np.datetime64("NaT", "s")
    return found


def _local(times: pd.Series, zone: ZoneInfo) -> Array:
    return np.asarray(times.dt.tz_convert(zone).dt.tz_localize(None).to_numpy(), "datetime64[s]")
