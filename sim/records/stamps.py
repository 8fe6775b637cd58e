"""Points in time as people and programs write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sim.types import Array

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
FIRST = pa.scalar(np.datetime64("1900-01-01", "s"), pa.timestamp("s"))
UNIX, UNIX_MS = (1e8, 4e9), (1e11, 4e12)
"""Seconds and milliseconds since 1970: from 1973 to 2096."""


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
    read = {fmt: len(sample) - _parsed(sample, fmt).null_count for fmt in FORMATS}
    return sorted(FORMATS, key=lambda fmt: -read[fmt])


def _parsed(texts: pa.Array, fmt: str) -> pa.Array:
    read = pc.strptime(texts, format=fmt, unit="s", error_is_null=True)
    if "%Y%m" not in fmt:
        return read
    return pc.if_else(pc.less(read, FIRST), None, read)  # seconds since 1970 look like days of a far past


def _trimmed(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), _PART, r"\1")


def _chunk(texts: pa.Array, formats: Sequence[str], zone: ZoneInfo) -> tuple[Array, int]:
    found = np.array(_parsed(texts, formats[0]).to_numpy(zero_copy_only=False), "datetime64[s]")
    left = np.flatnonzero(np.isnat(found) & texts.is_valid().to_numpy(zero_copy_only=False))
    rest = _trimmed(texts.take(pa.array(left)))
    for fmt in formats:
        if not len(left):
            return found, 0
        read = np.array(_parsed(rest, fmt).to_numpy(zero_copy_only=False), "datetime64[s]")
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
    number = pd.to_numeric(told.where(~zoned), errors="coerce").to_numpy(float)
    for (low, high), unit in ((UNIX, 1.0), (UNIX_MS, 1e-3)):
        there = (number >= low) & (number < high)
        if there.any():
            seconds = pd.Series(pd.to_datetime((number[there] * unit).round().astype("int64"), unit="s", utc=True))
            found[there] = _local(seconds, zone)
    serial = (number >= EXCEL[0]) & (number < EXCEL[1])
    seconds_of = np.round((number[serial]) * 86400.0).astype("int64")
    found[serial] = np.datetime64("1899-12-30", "s") + seconds_of.astype("timedelta64[s]")
    return found


def _local(times: pd.Series, zone: ZoneInfo) -> Array:
    return np.asarray(times.dt.tz_convert(zone).dt.tz_localize(None).to_numpy(), "datetime64[s]")
