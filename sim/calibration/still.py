"""Whether a calibrated place still fits: newer observations against what its posterior said of the same measures.

Nothing is lived for it: the page beside a posterior keeps what the model says of each own observation. A newer window
may lie in another season, which is not allowed for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibration.own_page import FITS, told_again
from sim.errors import ConfigError, Problem
from sim.i18n import Bilingual, joined, say
from sim.observations.table import Observation, read_observations
from sim.validation.predictive import forth, scale_of, tolerance
from sim.validation.words import said_of


@dataclass(frozen=True, slots=True)
class Newer:
    """A newer observation beside what the calibrated place says.

    Attributes
    ----------
    row : Observation
    before : float
        What was observed when it was calibrated, in the row's unit.
    z : float
        Newer value less the model's median, over all that is uncertain.
    """

    row: Observation
    before: float
    z: float

    @property
    def fits(self) -> bool:
        """Whether they agree."""
        return abs(self.z) <= FITS


@dataclass(frozen=True, slots=True)
class StillFits:
    """What newer observations say of a calibrated place.

    Attributes
    ----------
    newer : tuple of Newer
        Observations that the calibration knows of an earlier window.
    unknown : tuple of Observation
        Those of which it never heard.
    """

    newer: tuple[Newer, ...]
    unknown: tuple[Observation, ...]

    @property
    def words(self) -> Bilingual:
        """The verdict in a sentence."""
        if not self.newer:
            return say("own.still_nothing")
        off = [one for one in self.newer if not one.fits]
        if not off:
            return say("own.still_fits", n=len(self.newer))
        names = joined([Bilingual(f"{o.row.id} {said_of(o.row).en}", f"{o.row.id}{said_of(o.row).zh}") for o in off])
        return say("own.still_not", n=len(off), of=len(self.newer), names=names)


def words_for(folder: Path) -> list[Bilingual]:
    """What the observations of a folder say of the posterior that lies there; nothing where there is none.

    Parameters
    ----------
    folder : Path
        With ``posterior.parquet`` and ``observations.csv``.
    """
    if not (folder / "posterior.json").is_file():
        return []
    try:
        return [still_fits(folder / "posterior.parquet", read_observations(folder / "observations.csv")).words]
    except ConfigError:  # a posterior of something else, or a row that somebody wrote by hand: not the import's affair
        return []


def still_fits(posterior: Path, rows: Sequence[Observation]) -> StillFits:
    """Hold newer observations against a place's posterior.

    Parameters
    ----------
    posterior : Path
        ``mine/posterior.parquet``; the page beside it is read.
    rows : sequence of Observation
        As `sim.observations.read_observations` reads them.

    Raises
    ------
    ConfigError
        If there is no page, or it tells of no own observations.
    """
    page = posterior.with_suffix(".json")
    try:
        own: dict[str, Any] = json.loads(page.read_text(encoding="utf-8"))["own"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError([Problem("posterior", say("own.no_page", path=page))]) from error
    newer, unknown = list[Newer](), list[Observation]()
    for row in rows:
        told = told_again(own, row)
        if told is None:
            unknown.append(row)
            continue
        scale = scale_of(row)
        value = float(forth(np.array(row.value), scale, row.unit))
        off = float(np.hypot(told["spread_on_scale"], tolerance(row, value, scale)))
        newer.append(Newer(row, float(told["value"]), (value - float(told["middle_on_scale"])) / off))
    return StillFits(tuple(newer), tuple(unknown))
