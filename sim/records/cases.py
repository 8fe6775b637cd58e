"""Records as we keep them, in memory only: times, codes of words, flags and counts of each case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from sim.records.columns import COUNTS, FLAGS, TIMES, plain
from sim.records.stamps import stamps
from sim.types import Array, Bools, Ints, Small

Coded = tuple[Array, list[str]]
YES = {"1", "是", "y", "yes", "true", "t", "ontime", "on time", "在期", "按期", "未超期", "满意", "非常满意", "很满意",
       "比较满意", "基本满意", "已解决", "解决", "基本解决", "完全解决", "已联系", "已响应", "已接通"}  # fmt: skip
NO = {"0", "否", "n", "no", "false", "f", "overdue", "late", "超期", "逾期", "不满意", "非常不满意", "很不满意",
      "未解决", "部分解决", "未联系", "未响应", "不属实"}  # fmt: skip
REPEATED = ("重复", "duplicate")
"""Words of a kind or a status that say that a case repeats another."""
TYPE_PARTS = re.compile(r"\s*(?:-+>|—+>|→|>|＞)\s*")


@dataclass(slots=True)
class Cases:
    """Cases of one file, or of several.

    Attributes
    ----------
    n : int
    times : dict field -> array of datetime64[s]
        NaT where there is none.
    words : dict field -> (codes, words)
        Code -1 for none.
    flags : dict field -> array of int8
        1, 0, or -1 where it is not known.
    counts : dict field -> array of int16
    case : array of int64
        Case numbers, or codes of them; empty if the file has none.
    running : bool
        Whether `case` are numbers.
    file : array of int16
    unread : dict field -> int
        Cells that were no time.
    """

    n: int
    times: dict[str, Array] = field(default_factory=dict)
    words: dict[str, Coded] = field(default_factory=dict)
    flags: dict[str, Small] = field(default_factory=dict)
    counts: dict[str, Array] = field(default_factory=dict)
    case: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    running: bool = False
    file: Array = field(default_factory=lambda: np.zeros(0, np.int16))
    unread: dict[str, int] = field(default_factory=dict)

    def kept(self, rows: Bools) -> Cases:
        """Some of the cases."""
        return Cases(
            int(np.count_nonzero(rows)),
            {name: column[rows] for name, column in self.times.items()},
            {name: (codes[rows], names) for name, (codes, names) in self.words.items()},
            {name: column[rows] for name, column in self.flags.items()},
            {name: column[rows] for name, column in self.counts.items()},
            self.case[rows] if len(self.case) else self.case, self.running, self.file[rows], self.unread,
        )  # fmt: skip

    def having(self, name: str) -> Bools:
        """Which cases have a time."""
        return ~np.isnat(self.times[name]) if name in self.times else np.zeros(self.n, np.bool_)

    def word(self, name: str) -> Coded:
        """A column of words; nothing in it if the file has none."""
        return self.words.get(name, (np.full(self.n, -1, np.int32), []))


def cases_of(columns: dict[str, pa.ChunkedArray], zone: ZoneInfo, file: int = 0) -> Cases:
    """Make cases of the mapped columns of a file.

    Parameters
    ----------
    columns : dict field -> pa.ChunkedArray
        Emptied on the way, so that a million rows are not held twice.
    zone : ZoneInfo
        Of the place.
    file : int
        Number of the file.
    """
    n = len(next(iter(columns.values())))
    found = Cases(n, file=np.full(n, file, np.int16))
    for name in list(columns):
        column = columns.pop(name)
        if name in TIMES:
            found.times[name], found.unread[name] = stamps(column, zone)
        elif name in FLAGS:
            found.flags[name] = _flag(_coded(column), name)
        elif name in COUNTS:
            found.counts[name] = _count(_coded(column))
        elif name == "case":
            found.case, found.running = _case(column)
        else:
            found.words[name] = _coded(column)
    _complete(found)
    return found


def _coded(column: pa.ChunkedArray) -> Coded:
    """Codes and words; words that differ in spaces and width are one."""
    whole = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    if whole.num_chunks == 0:
        return np.zeros(0, np.int32), []
    names = [" ".join(str(name).split()) for name in whole.chunk(0).dictionary.to_pylist()]
    codes = [chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in whole.chunks]
    distinct = list(dict.fromkeys(name for name in names if name not in ("", "-", "无", "null", "NULL")))
    place = {name: i for i, name in enumerate(distinct)}
    new = np.array([*(place.get(name, -1) for name in names), -1], np.int32)
    return new[np.concatenate(codes)], distinct


def _flag(coded: Coded, name: str) -> Small:
    codes, names = coded
    if name == "parent":  # the number of the case that it repeats
        return np.where(codes >= 0, 1, 0).astype(np.int8)
    meant = [1 if plain(n) in YES else 0 if plain(n) in NO else -1 for n in names]
    return np.array([*meant, -1], np.int8)[codes]


def _count(coded: Coded) -> Array:
    codes, names = coded
    read = [int(float(n)) if re.fullmatch(r"\d{1,4}(\.0*)?", n) else -1 for n in names]
    return np.array([*read, -1], np.int16)[codes]


def _case(column: pa.ChunkedArray) -> tuple[Ints, bool]:
    """Case numbers: as numbers where all are, else as codes; -1 for none."""
    try:
        return column.cast(pa.int64()).fill_null(-1).to_numpy().astype(np.int64), True
    except pa.ArrowInvalid:
        whole = column.combine_chunks().dictionary_encode() if column.num_chunks else None
        if whole is None:
            return np.zeros(0, np.int64), False
        whole = whole if isinstance(whole, pa.DictionaryArray) else whole.chunk(0)
        return whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64), False


def _complete(cases: Cases) -> None:
    """Put columns that come in another form into ours."""
    if "types" in cases.words:
        codes, names = cases.words.pop("types")
        parts = [[*TYPE_PARTS.split(name), "", "", ""][:3] for name in names]
        for k in range(3):
            cases.words[f"type{k + 1}"] = _again(codes, [part[k] for part in parts])
    late = cases.flags.pop("late", None)
    if late is not None and "on_time" in cases.flags:  # neither: not closed yet
        on_time = cases.flags["on_time"]
        cases.flags["on_time"] = np.where(on_time == 1, 1, np.where(late == 1, 0, -1)).astype(np.int8)
    if "parent" in cases.flags:
        known = cases.flags.pop("parent")
        cases.flags["duplicate"] = np.maximum(cases.flags.get("duplicate", known), known)
    repeated = np.zeros(cases.n, np.bool_)
    for name in ("kind", "status"):
        codes, names = cases.word(name)
        repeated |= hits(names, REPEATED)[codes]
    if repeated.any():
        cases.flags["duplicate"] = np.where(repeated, 1, np.maximum(cases.flags.get("duplicate", repeated), 0)).astype(
            np.int8
        )
    forced = cases.times.pop("forced", None)
    if forced is not None:
        closed = cases.times.get("closed", forced)
        cases.times["closed"] = np.where(np.isnat(closed), forced, closed)
    updated = cases.times.pop("updated", None)
    if updated is not None and "closed" not in cases.times:
        codes, names = cases.word("status")
        ended = np.array([*("clos" in plain(n) for n in names), False])[codes]
        cases.times["closed"] = np.where(ended, updated, np.datetime64("NaT", "s"))


def _again(codes: Ints, names: Sequence[str]) -> Coded:
    distinct = [name for name in dict.fromkeys(names) if name]
    place = {name: i for i, name in enumerate(distinct)}
    return np.array([*(place.get(name, -1) for name in names), -1], np.int32)[codes], distinct


def together(parts: Sequence[Cases]) -> Cases:
    """Cases of several files as one; columns that one of them lacks are empty there."""
    if len(parts) == 1:
        return parts[0]
    n = sum(part.n for part in parts)
    found = Cases(n, file=np.concatenate([part.file for part in parts]))
    nat = np.datetime64("NaT", "s")
    for name in _names(part.times for part in parts):
        found.times[name] = np.concatenate([part.times.get(name, np.full(part.n, nat)) for part in parts])
    for name in _names(part.words for part in parts):
        found.words[name] = _joined([part.word(name) for part in parts])
    for name in _names(part.flags for part in parts):
        found.flags[name] = np.concatenate([part.flags.get(name, np.full(part.n, -1, np.int8)) for part in parts])
    for name in _names(part.counts for part in parts):
        found.counts[name] = np.concatenate([part.counts.get(name, np.full(part.n, -1, np.int16)) for part in parts])
    if all(len(part.case) == part.n and part.running for part in parts):
        found.case, found.running = np.concatenate([part.case for part in parts]), True
    for part in parts:
        for name, many in part.unread.items():
            found.unread[name] = found.unread.get(name, 0) + many
    return found


def _names(columns: object) -> list[str]:
    return list(dict.fromkeys(name for column in columns for name in column))  # type: ignore[attr-defined]


def _joined(parts: Sequence[Coded]) -> Coded:
    names = list(dict.fromkeys(name for _, own in parts for name in own))
    place = {name: i for i, name in enumerate(names)}
    codes = [np.array([*(place[name] for name in own), -1], np.int32)[c] for c, own in parts]
    return np.concatenate(codes), names


def hits(names: Sequence[str], words: Mapping[str, object] | Sequence[str]) -> Array:
    """Which words hold one of some words, and False behind them for none."""
    return np.array([*(any(w in plain(name) for w in words) for name in names), False], np.bool_)


__all__ = ["Cases", "Coded", "cases_of", "hits", "together"]
