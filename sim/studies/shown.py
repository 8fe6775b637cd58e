"""The pair that is shown: lived again once, its frames kept beside the answer.

``answers/DIGEST/frames.json`` and, of a province, ``answers/DIGEST/detail/street_017.js`` for streets that were asked
for. They are derived and may be deleted; they are made anew when another pair is shown or the code has moved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import ResultError
from sim.i18n import say
from sim.show.frames import street_file, street_script, written
from sim.show.pair import shown_pair
from sim.show.pairs import median_pair
from sim.store.code import identity
from sim.store.folder import replace_text
from sim.studies.results import Results

FRAMES = "frames.json"
MAIN = "solved_of_all"
"""Measure whose change says which pair is the median one."""
MOST_ARMS = 4
"""Arms that are shown: the first and those that change most; each further one makes the file larger by itself."""


def arms_shown(results: Results) -> list[str]:
    """The first arm and those in which `MAIN` changes most, in their order."""
    first, *others = results.arms
    if len(others) < MOST_ARMS:
        return results.arms
    change = _changes(results).mean().abs()
    kept = sorted(others, key=lambda arm: -float(change.get(arm, 0.0)))[: MOST_ARMS - 1]
    return [first, *(arm for arm in others if arm in kept)]


def number_shown(results: Results) -> int:
    """Which replication is shown: the one with the median change of `MAIN`, the mean over the arms.

    Where there is one arm, the one with the median value.

    Raises
    ------
    ResultError
        If no replication is there in all arms.
    """
    own = results.runs[["arm", "replication", MAIN]]
    table = own.pivot(index="replication", columns="arm", values=MAIN)[results.arms].dropna(how="all")
    whole = table.loc[sorted(set.intersection(*map(set, results.replications.values())))]
    if whole.empty:
        raise ResultError(say("frames.no_pair", folder=results.path))
    shown = _changes(results).loc[whole.index].mean(axis=1) if len(results.arms) > 1 else whole.iloc[:, 0]
    changes = {int(k): float(v) for k, v in shown.dropna().items()}
    return median_pair(changes) if changes else int(whole.index[0])


def _changes(results: Results) -> pd.DataFrame:
    """Change of `MAIN` by replication and arm."""
    table = results.runs.pivot(index="replication", columns="arm", values=MAIN)
    return table[results.arms[1:]].sub(table[results.arms[0]], axis=0)


def ensure_frames(results: Results, streets: Iterable[int] = ()) -> Path:
    """See that the frames of the pair that is shown are there.

    Parameters
    ----------
    results : Results
    streets : iterable of int
        Streets whose cells are wanted too, where a place is drawn by community.

    Returns
    -------
    Path
        ``frames.json`` of the answer. The same answer gives the same bytes.

    Raises
    ------
    ResultError
        If no pair is there, or the file cannot be written.
    """
    file, arms = results.answer / FRAMES, arms_shown(results)
    made_of = {
        "replication": number_shown(results),
        "cells": {arm: results.asked.cells[arm] for arm in arms},
        "code": identity(),
    }
    there = read_frames(file)
    if there is not None and there.get("made_of") != made_of:
        there = None
    wanted = set(streets) | set(there["details"] if there else [])
    if there is not None and (there["unit"] == "cell" or wanted <= set(there["details"])):
        return file
    configs = {arm: results.ask.arms[arm] for arm in arms}
    frames, details = shown_pair(configs, int(made_of["replication"]), sorted(wanted))  # type: ignore[call-overload]
    for street, own in details.items():
        replace_text(results.answer / street_file(street), street_script(street, own))
    replace_text(file, written({**frames, "made_of": made_of}))
    return file


def read_frames(file: Path) -> dict[str, Any] | None:
    """Read frames; None where there are none, or they are damaged: they are derived and can be made anew."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, Mapping) and "blocks" in found else None  # type: ignore[return-value]


def frames_of_answer(results: Results) -> dict[str, Any]:
    """Frames of the pair that is shown, made if they are not there."""
    found = read_frames(ensure_frames(results))
    if found is None:
        raise ResultError(say("frames.no_pair", folder=results.path))
    return found
