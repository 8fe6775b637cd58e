"""The table of observations: what a row is, and files of them, read with every problem at once.

``id,place,area,measure,window,value,unit,sd,n,basis,note``; targets add ``transform,disc_sd,role``. What is left out
has a default; ``id,place,measure,window,value,unit,sd`` is enough.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.config.place_files import shown
from sim.errors import ConfigError, PlaceError, Problem, nearest, words_of
from sim.i18n import say
from sim.observations.areas import Area, read_area
from sim.observations.rows import read_row
from sim.observations.windows import Window, read_window
from sim.parameters.place import Place
from sim.text_files import read_text

COLUMNS = ("id", "place", "area", "measure", "window", "value", "unit", "sd", "n", "basis", "note")
OF_TARGETS = ("transform", "disc_sd", "role")
NEEDED = ("measure", "value", "unit", "sd")
_ZH = ("编号", "地点", "区域", "指标", "时段", "数值", "单位", "标准差", "样本量", "依据", "备注")
ZH = dict(zip(_ZH, COLUMNS, strict=True))
MOST_BYTES, MOST_ROWS = 4_000_000, 5000


@dataclass(frozen=True, slots=True)
class Observation:
    """A number that somebody has seen, and how far it is to be trusted.

    Attributes
    ----------
    id : str
    measure : str
        A measure, a count of cases or a special statistic, ``:category`` behind it where it is of one.
    value : float
        In `unit`.
    unit : str
        The measure's own, whatever the file said; of a count any of `sim.observations.counts.COUNT_UNITS`.
    sd : float
        Standard deviation of the observation: in `unit`, or on the scale of the transform where there is one.
    place : str
        Name of the place; empty for any.
    area : str
        Part of the place, see `sim.observations.areas`.
    window : str
        See `sim.observations.windows`; empty for the measured window of the run.
    n : float
        How many cases or people were counted; nan if it is not said.
    basis, note : str
    transform : {"", "log", "logit"}
        Scale on which observation and model are compared.
    disc_sd : float
        What the model itself may be off by, on the same scale; nan if it is not said.
    role : {"fit", "predict", "blind"}
    """

    id: str
    measure: str
    value: float
    unit: str
    sd: float
    place: str = ""
    area: str = "all"
    window: str = ""
    n: float = math.nan
    basis: str = ""
    note: str = field(default="", compare=False)
    transform: str = ""
    disc_sd: float = math.nan
    role: str = "blind"

    @property
    def name(self) -> str:
        """The measure without its category."""
        return self.measure.partition(":")[0]

    @property
    def areas(self) -> tuple[Area, ...]:
        """Parts of the place that it is about, all at once: its area, and the category of its measure."""
        named = (self.area, self.measure.partition(":")[2])
        return tuple(found for text in named if (found := read_area(text)) is not None and found != Area())

    @property
    def days(self) -> Window:
        """Its window."""
        return read_window(self.window) or Window()

    @property
    def key(self) -> str:
        """Hash of what was seen, however it is called and noted: two rows of one fact have the same."""
        told = [self.place, self.measure, str(read_area(self.area)), self.window, f"{self.value:.9g}", self.unit]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]


def digest(rows: Iterable[Observation]) -> str:
    """Hash of a set of rows with everything that a calibration reads, in whatever order, 12 hexadecimal digits."""
    told = sorted(
        [row.key, f"{row.sd:.9g}", f"{row.n:.9g}", row.transform, f"{row.disc_sd:.9g}", row.role] for row in rows
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def read_observations(
    path: str | os.PathLike[str], *, role: str = "blind", place: Place | None = None
) -> tuple[Observation, ...]:
    """Read a CSV file of observations.

    Parameters
    ----------
    path : path
        UTF-8 with or without a mark, UTF-16 or GB 18030; columns parted by commas, semicolons or tabs.
    role : {"fit", "predict", "blind"}
        Of rows that say none.
    place : Place, optional
        A place beside those that have a file.

    Raises
    ------
    ConfigError
        With all problems of all rows.
    """
    where = shown(Path(path).absolute())
    try:
        lines = _lines(read_text(Path(path), MOST_BYTES)[0])
    except (PlaceError, csv.Error) as error:
        raise ConfigError([Problem(where, words_of(error))]) from None
    problems: list[Problem] = []
    head = _head(lines[0] if lines else [], where, problems)
    told = [(number, row) for number, row in enumerate(lines[1:], start=2) if any(cell.strip() for cell in row)]
    if not problems and not told:
        problems.append(Problem(where, say("observations.no_rows")))
    if len(told) > MOST_ROWS:
        problems.append(Problem(where, say("observations.many", n=len(told)), f"<= {MOST_ROWS}"))
    if problems:
        raise ConfigError(problems)
    found: list[Observation] = []
    for number, row in told:
        named = {name: cell.strip() for name, cell in zip(head, row, strict=False) if name}
        extra = [cell for cell in row[len(head) :] if cell.strip()]
        at = say("observations.row", file=where, n=number)
        if extra:
            problems.append(Problem(at, say("observations.cells", n=len(row), columns=len(head))))
        made = read_row(named, at, role, place, problems)
        if made is not None:
            found.append(Observation(**{**made, "id": made["id"] or f"row {number}"}))
    problems += _twice(found, where)
    if problems:
        raise ConfigError(problems)
    return tuple(found)


def _lines(text: str) -> list[list[str]]:
    first = text.lstrip("\n\r").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]


def _head(names: Sequence[str], where: str, problems: list[Problem]) -> list[str]:
    """Find the columns; Chinese heads count, columns without a name are left out."""
    known = (*COLUMNS, *OF_TARGETS)
    head = [ZH.get(name.strip(), name.strip().lower()) for name in names]
    for name in head:
        if name and name not in known:
            hint = nearest(name, known)
            problems.append(Problem(where, say("observations.no_column", name=name), ", ".join(known), hint))
        elif name and head.count(name) > 1:
            problems.append(Problem(where, say("observations.column_twice", name=name)))
    problems += [Problem(where, say("observations.lacks", name=name)) for name in NEEDED if name not in head]
    return head


def _twice(rows: Sequence[Observation], where: str) -> list[Problem]:
    seen: dict[str, Observation] = {}
    found = []
    for row in rows:
        if row.id in seen:
            found.append(Problem(where, say("observations.id_twice", id=row.id)))
        seen[row.id] = row
    return found


def for_place(rows: Iterable[Observation], name: str) -> tuple[Observation, ...]:
    """Rows that speak of a place, or of any."""
    return tuple(row for row in rows if row.place in ("", name))
