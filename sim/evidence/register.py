"""Read the register and the bibliography: two small tables, typed."""

from __future__ import annotations

import csv
import os.path
from dataclasses import dataclass
from functools import cache

from sim.errors import GovsimError
from sim.i18n import say

ROLES = ("input", "initial", "target", "scenario", "context", "external")
"""input: a rate or rule; initial: what stood at the start; target: an outcome to compare with; scenario:
what a lever changes; context: tells about the place, not about the model; external: not from the articles."""

SEEN = ("article", "page", "abstract", "data", "own", "not seen")
"""How far a source was checked when the register was written: the article itself, the web page, the
abstract, the aggregated data, our own arithmetic, or only as others reported it."""

# os.path, because importing pathlib takes longer than all the rest of this file.
_FOLDER = os.path.dirname(__file__)


@dataclass(frozen=True, slots=True)
class Row:
    """One number, or one named system without a number.

    Attributes
    ----------
    id : str
        ``E098`` or ``X031``.
    value : str
        As printed: a number, a range, several numbers in the order of ``item`` parted by ``;``, or a word
        (``LOST``).
    unit : str
    item : str
        What was counted.
    source_id : str
        Row of ``sources.csv``.
    date : str
        Date of the article, or the period the number is about.
    place : str
    line : int or None
        Line of the article; external sources have none.
    quote : str
        Short, as printed; may be a machine translation.
    role : str
        One of :data:`ROLES`.
    flag : str
        What is to be known about the number: garbled, a plan, a lower bound, weak, partly official, consistent.
    doubtful : bool
        Whether it is to be taken with care, for what the flag says.
    derived : str
        Ratios, ranges and conversions computed from the number.
    status : str
        Empty, or ``unused``.
    reason : str
        Why nothing uses it.
    """

    id: str
    value: str
    unit: str
    item: str
    source_id: str
    date: str
    place: str
    line: int | None
    quote: str
    role: str
    flag: str
    doubtful: bool
    derived: str
    status: str
    reason: str

    @property
    def number(self) -> float | None:
        """The value as one number, or None if a range, a list or a word was printed."""
        try:
            return float(self.value)
        except ValueError:
            return None

    @property
    def is_unused(self) -> bool:
        """Whether the row is set aside, with a reason."""
        return self.status == "unused"


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography.

    Attributes
    ----------
    id : str
    kind : str
        article, statistics, news, paper, standard, survey, report or own work.
    title, author, year, publisher : str
    language : str
    locator : str
        File name, DOI or address; empty if only a mention was found.
    seen : str
        One of :data:`SEEN`.
    note : str
    """

    id: str
    kind: str
    title: str
    author: str
    year: str
    publisher: str
    language: str
    locator: str
    seen: str
    note: str


@cache
def load_register() -> dict[str, Row]:
    """Read the register, in the order of the file.

    Returns
    -------
    dict of str to Row
        One shared dict: copy it before changing it.
    """
    rows = {}
    for record in _records("register.csv"):
        line, doubtful = record.pop("line"), record.pop("doubtful")
        if doubtful not in ("", "yes"):
            raise GovsimError(say("evidence.doubtful", id=record["id"], x=repr(doubtful)))
        rows[record["id"]] = Row(line=int(line) if line else None, doubtful=doubtful == "yes", **record)
    return rows


@cache
def load_sources() -> dict[str, Source]:
    """Read the bibliography, in the order of the file.

    Returns
    -------
    dict of str to Source
        One shared dict: copy it before changing it.
    """
    return {record["id"]: Source(**record) for record in _records("sources.csv")}


def _records(file_name: str) -> list[dict[str, str]]:
    """Read one of our two tables; its columns are the fields of its dataclass."""
    with open(os.path.join(_FOLDER, file_name), encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file, strict=True))
    ids = [record["id"] for record in records]
    if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise GovsimError(say("evidence.same_id", file=file_name, ids=", ".join(twice)))
    return records
