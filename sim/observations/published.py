"""Rows that come with govsim: what others have published and the model is held against."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sim.observations.table import Observation, read_observations

HERE = Path(__file__).parents[1] / "evidence"
FILES = {"targets.csv": "fit", "predicted.csv": "predict"}
"""{file: role of its rows}: what a calibration is fitted to, and what is only ever predicted."""


@cache
def published() -> tuple[Observation, ...]:
    """All rows of the files that are there; no statistic of a place is both fitted and predicted."""
    return tuple(
        row
        for name, role in FILES.items()
        if (HERE / name).is_file()
        for row in read_observations(HERE / name, role=role)
    )
