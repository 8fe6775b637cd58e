"""Where results go: tried before the first day, and not lost without a word after the last one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sim.config.run import RunConfig
from sim.errors import GovsimError, Problem, reason
from sim.i18n import say
from sim.results import Saved
from sim.study.engine import Experiment
from sim.study.save import folder_of, save_experiment
from sim.writable import folder_problem


def folder_problems(experiments: Sequence[Sequence[RunConfig]], typed: Sequence[str] = ()) -> list[Problem]:
    """Try the folders that runs would be written to.

    Parameters
    ----------
    experiments : sequence of sequence of RunConfig
        Arms of each run, as far as they are known.
    typed : sequence of str
        What the user typed; where no run could be made of it, the folder that it names is tried.
    """
    folders = [folder_of(Experiment(list(arms), [])) for arms in experiments]
    # of a thousand runs of a sweep most go to new folders beside each other
    # `lexists`, as `Path.exists` fails for a name that is too long on some Pythons
    wanted = {folder if os.path.lexists(folder) else folder.parent for folder in folders}
    if not folders:
        named = (arg.partition("=") for arg in typed)
        wanted = {Path(value.strip("'\"")) for key, _, value in named if key == "results_dir" and value}
    found = [folder_problem(folder) for folder in sorted(wanted)]
    return list({str(p): p for p in found if p}.values())


def keep(experiment: Experiment, overrides: Sequence[str] = ()) -> tuple[Saved | None, GovsimError | None]:
    """Save a run, or return what kept it from being saved: its table can still be printed."""
    try:
        return save_experiment(experiment, overrides), None
    except OSError as error:
        folder, why = folder_of(experiment), reason(error)
        return None, GovsimError(say("terminal.unsaved", folder=folder, why=why))
