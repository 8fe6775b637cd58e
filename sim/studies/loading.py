"""Open what was saved: a study folder, the folder of one of its answers, or a run folder of an earlier version."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

from sim.errors import ResultError, reason
from sim.i18n import joined, say
from sim.store.merge import ANSWERS
from sim.studies.old_results import OldResults, old_results
from sim.studies.results import Results, results_of

AnyResults: TypeAlias = Results | OldResults
"""What figures are drawn of."""
_NAMED = 3
"""Folders that are named where a folder of folders was given."""


def load(path: str | Path) -> AnyResults:
    """Open results.

    Parameters
    ----------
    path : str or Path
        A study folder (its newest answer is read), a folder in its ``answers/``, or a run folder of govsim 0.1.

    Raises
    ------
    ResultError
        If it is none of these, nothing was asked of it, it is damaged, or another version wrote it. Rows are checked
        when they are first read.
    """
    folder = Path(path)
    if not os.path.lexists(folder):
        raise ResultError(say("results.nothing", folder=folder))
    if not folder.is_dir():
        near = say("results.mean", folder=folder.parent) if _may_be_results(folder.parent) else ""
        raise ResultError(say("results.a_file", folder=folder, near=near))
    if _is_study(folder) or _is_answer(folder):
        return results_of(folder)
    if (folder / "manifest.json").is_file():
        return old_results(folder)
    raise ResultError(_what_it_is(folder))


def _is_study(folder: Path) -> bool:
    parts = (folder / ANSWERS).is_dir() or (folder / "cells").is_dir() or (folder / "study.yaml").is_file()
    return parts and folder.parent.name != ANSWERS


def _is_answer(folder: Path) -> bool:
    return folder.parent.name == ANSWERS and _is_study(folder.parent.parent)


def _may_be_results(folder: Path) -> bool:
    return _is_study(folder) or _is_answer(folder) or (folder / "manifest.json").is_file()


def _what_it_is(folder: Path) -> str:
    """Say what a folder without results may be."""
    try:
        inside = sorted(folder.iterdir())
        results = [str(path) for path in inside if path.is_dir() and _may_be_results(path)]
    except OSError as error:
        return say("results.unread", file=folder, why=reason(error))
    if not inside:
        return say("results.empty_folder", folder=folder)
    if results:
        more = say("results.more", n=len(results) - _NAMED) if len(results) > _NAMED else ""
        return say("results.folders", folder=folder, names=joined(results[:_NAMED]), more=more)
    return say("results.no_run", folder=folder)
