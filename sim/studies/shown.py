"""The pair that is shown: lived again once, its frames kept beside the answer.

``answers/DIGEST/frames.json`` and, of a province, ``answers/DIGEST/detail/street_017.js`` for streets that were asked
for. They are derived and may be deleted; they are made anew when another pair is shown or the code has moved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.errors import ResultError
from sim.i18n import say
from sim.show.frames import street_file, street_script, written
from sim.show.pair import shown_pair
from sim.store.code import identity
from sim.store.folder import replace_text
from sim.studies.engines.memory import give_back
from sim.studies.results import Results
from sim.studies.verdict import KINDS, read_answer

FRAMES = "frames.json"
MOST_ARMS = 4
"""Arms that are shown: the first and the best of the others; each further one makes the file larger by itself."""


def arms_shown(results: Results, answer: Mapping[str, Any] | None = None) -> list[str]:
    """The first arm and those that rank first in the answer, in their order.

    Parameters
    ----------
    results : Results
    answer : mapping, optional
        ``answer.json``, where it is at hand.
    """
    first, *others = results.arms
    best = (answer or _answer(results))["ranked"][: MOST_ARMS - 1]
    if len(others) < MOST_ARMS or not best:
        return results.arms[:MOST_ARMS]
    return [first, *(arm for arm in others if arm in best)]


def number_shown(results: Results, answer: Mapping[str, Any] | None = None) -> int:
    """Which replication is shown: the one that the answer names, with the median change of its main measure.

    Parameters
    ----------
    results : Results
    answer : mapping, optional
        ``answer.json``, where it is at hand.

    Raises
    ------
    ResultError
        If no replication is there in all arms.
    """
    whole = set.intersection(*map(set, results.replications.values()))
    if not whole:
        raise ResultError(say("frames.no_pair", folder=results.path))
    named = (answer or _answer(results))["replication"]
    return int(named) if named in whole else min(whole)


def _answer(results: Results) -> Mapping[str, Any]:
    """What was concluded; a sweep has no answer of its own."""
    return read_answer(results.answer) if results.asked.told["kind"] in KINDS else {"replication": None, "ranked": []}


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
    answer = _answer(results)
    file, arms = results.answer / FRAMES, arms_shown(results, answer)
    made_of = {
        "replication": number_shown(results, answer),
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
    give_back()
    frames, details = shown_pair(configs, int(made_of["replication"]), sorted(wanted))  # type: ignore[call-overload]
    give_back()
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
