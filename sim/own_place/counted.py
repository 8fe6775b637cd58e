"""What map and records tell of a place already: nobody is asked for that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sim.config.plain_yaml import load_plain
from sim.errors import ConfigError, PlaceError, Problem, words_of
from sim.geography.surveyed import read_survey
from sim.text_files import read_text

MAP, RECORDS, IMPORT = "map.npz", "observations.csv", "import.yaml"
"""Files that ``govsim import`` leaves beside the place's."""
COUNTS = ("population", "households", "communities", "streets", "grids", "compounds")
"""Numbers that a map or records may hold."""
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that was counted.

    Attributes
    ----------
    value : int
    where : str
        File that it is from.
    """

    value: int
    where: str


def counted_in(folder: Path) -> dict[str, Counted]:
    """What the files of a folder tell, by question; the map before the records."""
    return {**_of_records(folder / IMPORT), **_of_map(folder / MAP)}


def only_street(path: Path) -> str:
    """What the street of a map is called, where it has one alone; nothing else."""
    names = read_survey(path).street_names if path.is_file() else ()
    return names[0] if len(names) == 1 and not names[0].isdigit() else ""


def stamp_of(path: Path) -> str:
    """First digits of a file's hash, by which it is known again."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _of_records(path: Path) -> dict[str, Counted]:
    """What the page of an import of cases counts, under ``counted``."""
    if not path.is_file():
        return {}
    try:
        tree = load_plain(read_text(path, MOST_BYTES)[0])
    except PlaceError:
        return {}
    told = tree.get("counted") if isinstance(tree, dict) else None
    if not isinstance(told, dict):
        return {}
    return {key: Counted(value, path.name) for key, value in told.items()
            if key in COUNTS and isinstance(value, int) and value > 0}  # fmt: skip


def _of_map(path: Path) -> dict[str, Counted]:
    """What a map counts; residents only where they were counted and not estimated by area.

    Raises
    ------
    ConfigError
        If it is there and cannot be read.
    """
    if not path.is_file():
        return {}
    try:
        survey = read_survey(path)
    except PlaceError as error:
        raise ConfigError([Problem(str(path), words_of(error), hint="govsim import map FILE")]) from None
    counts = dict(survey.counts)
    if survey.counted:
        counts["population"] = round(float(survey.residents.sum()))
    return {key: Counted(n, path.name) for key, n in counts.items() if n > 0}
