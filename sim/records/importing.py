"""From files of records to what they say: read, put together, cleaned, learned."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from sim.errors import ConfigError, Problem
from sim.i18n import say
from sim.records.cases import Cases, cases_of, together
from sim.records.categories import Words, categories, read_words
from sim.records.cleaning import Cleaned, cleaned
from sim.records.columns import POINTS, OwnMap, fields_of, names_shown, presets, read_map
from sim.records.learned import Learned, learn
from sim.records.reading import columns_of_sheet, read_columns, read_sheet
from sim.records.recognise import CALLED, recognise, refused

SHEET = (65_536, 1_048_576)
"""Rows of a sheet of Excel, until 2003 and since."""
MANY = 100_000
"""Rows from which on what was needed to read a file is given back at once."""


@dataclass(slots=True)
class FileRead:
    """How one file was read.

    Attributes
    ----------
    name, sha256, encoding, delimiter, preset : str
    columns : dict field -> str
        Names of the columns that were read.
    unread : list of str
        Names of columns that were not read and may be printed.
    n_unread, rows, ragged, broken, above : int
        Columns not read; rows; rows with a wrong number of cells; characters lost; lines above the head.
    """

    name: str
    sha256: str
    encoding: str
    delimiter: str
    preset: str
    columns: dict[str, str]
    unread: list[str]
    n_unread: int
    rows: int
    ragged: int = 0
    broken: int = 0
    above: int = 0

    @property
    def full(self) -> bool:
        """Whether it is exactly as long as a sheet of Excel may be, old or new."""
        return self.rows + self.ragged + self.above + 1 in SHEET


@dataclass(slots=True)
class Imported:
    """Files of records and what they say.

    Attributes
    ----------
    files : list of FileRead
    clean : Cleaned
    learned : Learned
    rows : int
        Of all files.
    unread_times : dict field -> int
        Cells of a column of times that were none.
    """

    files: list[FileRead]
    clean: Cleaned
    learned: Learned
    rows: int
    zone: str
    words: Words
    unread_times: dict[str, int] = field(default_factory=dict)


def import_cases(
    paths: Sequence[Path], *, columns: str = "", words: str = "", zone: str = "Asia/Shanghai",
    total: float = float("nan"), now: datetime | None = None, mapped: Mapping[str, Sequence[str]] | None = None,
) -> Imported:  # fmt: skip
    """Read files of records.

    Parameters
    ----------
    paths : sequence of Path
        Later ones are newer: of a case that is in two, the later row counts.
    columns : str
        File that maps columns; the presets are tried where none is named.
    words : str
        File of words of categories; ours where none is named.
    zone : str
        Time zone of the place.
    total : float
        Cases of the platform in the window, if somebody knows.
    now : datetime, optional
        When it is read.
    mapped : mapping level -> names, optional
        Names of areas on the map of the place.

    Raises
    ------
    ConfigError
        With one clear sentence for each file that cannot be read.
    """
    problems: list[Problem] = []
    own: OwnMap | None = None
    meant: Words | None = None
    try:
        local = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        problems.append(Problem("--tz", say("errors.found", x=repr(zone)), "Asia/Shanghai, America/New_York, UTC"))
    for load in (lambda: read_map(columns) if columns else None, lambda: read_words(words or None)):
        try:
            loaded = load()
            own, meant = (loaded, meant) if isinstance(loaded, OwnMap) else (own, loaded)
        except ConfigError as error:
            problems += error.problems
    parts: list[Cases] = []
    files: list[FileRead] = []
    answered = True
    for path in paths if not problems else ():
        try:
            read, cases, answered_only = _one(path, own, local, len(parts))
        except ConfigError as error:
            problems += error.problems
            continue
        files.append(read)
        parts.append(cases)
        answered &= answered_only
    if problems or meant is None:
        raise ConfigError(problems)
    rows = sum(part.n for part in parts)
    whole = together(parts)
    parts.clear()
    clean = cleaned(whole, now)
    unread = whole.unread
    del whole
    if clean.cases.n == 0:
        told = say("records.nothing_left", rows=rows)
        raise ConfigError([Problem(paths[0].name, told, say("records.times_allowed"))])
    readings = read_categories(clean.cases, meant)
    learned = learn(clean, readings, answered_only=answered, total=total, mapped=mapped)
    return Imported(files, clean, learned, rows, zone, meant, unread)


def read_categories(cases: Cases, words: Words) -> tuple:  # type: ignore[type-arg]
    """Both readings of each case, and unknown types."""
    return categories(words, cases.word("kind"), [cases.word(name) for name in ("type1", "type2", "type3")])


def _one(path: Path, own: OwnMap | None, zone: ZoneInfo, number: int) -> tuple[FileRead, Cases, bool]:
    """Read one file."""
    more = own.names if own is not None else frozenset()
    kind = recognise(path, more)
    if kind.workbook:
        head, sheet, above = read_sheet(path, more)
    else:
        head, sheet, above = kind.head, [], kind.skip
    preset, fields, answered_only = fields_of(head, own, path.name)
    if "reported" not in fields:
        raise refused(path, "records.no_report")
    fields = {name: i for name, i in fields.items() if name not in POINTS}
    read = columns_of_sheet(sheet, fields) if kind.workbook else read_columns(kind, fields)
    if read.table.num_rows == 0:
        raise refused(path, "records.only_head")
    others = [i for i, name in enumerate(head) if i not in fields.values() and name.strip()]
    told = FileRead(
        path.name, _hash(path), "Excel" if kind.workbook else CALLED[kind.encoding], kind.delimiter, preset,
        {name: head[i].strip() for name, i in fields.items()}, names_shown(head, others), len(others),
        read.table.num_rows, read.ragged, read.broken, above - 1,
    )  # fmt: skip
    taken = {name: read.table.column(name) for name in read.table.column_names}
    del read, sheet
    cases = cases_of(taken, zone, number)
    if preset in presets() and presets()[preset].told_only and "channel" not in cases.words:
        cases.words["channel"] = np.zeros(cases.n, np.int32), ["public"]
    if cases.n > MANY:
        gc.collect()
        pa.default_memory_pool().release_unused()
    return told, cases, answered_only


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
