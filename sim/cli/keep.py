"""Where results go: tried before the first day; and what was printed, kept with the answer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sim.config.run import RunConfig
from sim.errors import Problem
from sim.store.folder import replace_text
from sim.studies.asking import folder_of
from sim.studies.frames import differences, with_draws
from sim.studies.results import Results
from sim.writable import folder_problem


def folder_problems(configs: Sequence[RunConfig], typed: Sequence[str] = ()) -> list[Problem]:
    """Try the folders that runs would be written to.

    Parameters
    ----------
    configs : sequence of RunConfig
        One of each folder, as far as they are known.
    typed : sequence of str
        What the user typed; where no run could be made of it, the folder that it names is tried.
    """
    folders = {folder_of(config) for config in configs}
    # of a thousand runs of a sweep most go to new folders beside each other
    # `lexists`, as `Path.exists` fails for a name that is too long on some Pythons
    wanted = {folder if os.path.lexists(folder) else folder.parent for folder in folders}
    if not folders:
        named = (arg.partition("=") for arg in typed)
        wanted = {Path(value.strip("'\"")) for key, _, value in named if key == "results_dir" and value}
    found = [folder_problem(folder) for folder in sorted(wanted)]
    return list({str(p): p for p in found if p}.values())


def keep_printed(results: Results, names: Sequence[str], text: str) -> None:
    """Keep what was printed as text and as numbers, beside the answer.

    Parameters
    ----------
    results : Results
    names : sequence of str
        Measures that were printed.
    text : str
    """
    replace_text(results.answer / "table.txt", text)
    frame = with_draws(differences(results.runs, results.arms, names, results.plan), results.under_draws, names)
    replace_text(results.answer / "comparison.csv", frame.to_csv(index=False, lineterminator="\n"), "utf-8-sig")
