"""Find which of the assumed numbers a place's figures narrow: a posterior, and what it does not tell.

  place=NAME           a place (demo where none is said); other settings as in govsim run, and what is said is not drawn
  observations=FILE    a CSV file of the place's own figures, which take the stead of those of other places:
                       id,place,measure,window,value,unit,sd (transform, disc_sd, area, n, basis, note as you like)
  scale=5              every count of the place divided by five, so that a large place takes minutes
  jobs=2, engine=dask  where runs are lived (govsim run --help)
  out=FILE.parquet     where the posterior goes (beside the place's file where that was said by its path, else
                       configs/posterior/PLACE.parquet; with --quick among the results)
  --quick              fewer runs: a trial, not a result
  --json               the page of facts as one object

With observations of your own it says before it begins which it uses, what they can move and how long it takes, holds
two of them out, and says afterwards what fits, what moved and what contradicts what.

Steps: screening (Morris), waves of runs with emulators and ruling out, tempered Monte Carlo, a check of draws by the
simulator, a self-test with truths that are known. Runs are kept as they finish: after a stop the same command goes on.

Examples
--------
  govsim calibrate place=demo --quick
  govsim calibrate place=xialu scale=5 observations=our_figures.csv
  govsim calibrate place=mine/place.yaml observations=mine/observations.csv
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.arguments import JSON, LANG, Asked, Flag, Takes
from sim.errors import ConfigError, Problem, ResultError
from sim.i18n import say

if TYPE_CHECKING:
    from sim.calibration import place
    from sim.calibration.steps import Told
    from sim.cli.how import HowAsked
    from sim.cli.terminal import Stop
    from sim.studies.engines.base import Engine

TAKES = Takes((Flag(("--quick",)), LANG, JSON), settings=True)
_OWN = ("observations", "out")
SUFFIX = ".parquet"
LEFT_OUT = ("place.", "policies.")
"""Inputs that belong to no mechanism."""
STEPS = {
    "screen": "calibration.step_screen",
    "wave": "calibration.step_wave",
    "emulate": "calibration.step_emulate",
    "posterior": "calibration.step_posterior",
    "check": "calibration.step_check",
    "self_test": "calibration.step_self_test",
}
"""What each step is called to people."""


def main(asked: Asked) -> int:
    """Calibrate, keep the posterior, tell."""
    from sim.calibration.place import calibrate_place
    from sim.calibration.record import keep
    from sim.cli.calibration_page import print_answer
    from sim.cli.first_use import compile_once
    from sim.cli.own_calibration import print_after
    from sim.cli.terminal import stoppable
    from sim.studies.engines.make import engine_of

    wanted, how, out = _wanted(asked)
    quick, run, as_json = "--quick" in asked.flags, wanted.config.run, "--json" in asked.flags
    compile_once()
    with stoppable() as stop, engine_of(how.engine, run.jobs) as engine, _steps(wanted.config.place.name) as told:
        if wanted.own:
            wanted = _sorted(wanted, engine, stop, silent=as_json)
        answer = calibrate_place(wanted, engine, stop, told)
    path = out or _home(wanted, quick=quick)
    refused: ResultError | None = None
    try:
        keep(path, answer.draws, answer.told)
    except ResultError as error:  # what was found is told all the same
        refused = error
    if as_json:
        print(json.dumps(answer.told, ensure_ascii=False))
    elif "own" in answer.told:
        print_after(answer, None if refused else path)
    else:
        print_answer(answer, None if refused else path, quick=quick)
    if refused:
        raise refused
    return 0


def _sorted(wanted: place.Asked, engine: Engine, stop: Stop, *, silent: bool) -> place.Asked:
    """Sort somebody's own observations, with one life, and say what they can move and how long that takes."""
    from sim.calibration.own import first_life, lives_of, sort_out
    from sim.calibration.place import usual_days
    from sim.cli.own_calibration import print_before
    from sim.studies.engines.make import cores
    from sim.studies.priors import inputs

    found = sort_out(usual_days(wanted.config), wanted.own)
    if found.used or found.held:
        found = first_life(found, engine, stop)
    if stop.is_set():
        raise stop.interrupted(0, 0, say("store.nothing_written"))
    if not silent:
        drawn = inputs(found.config)
        groups = list(dict.fromkeys(one.key.partition(".")[0] for one in drawn if not one.key.startswith(LEFT_OUT)))
        print_before(found, groups, lives_of(wanted.plan, len(drawn)), wanted.config.run.jobs or cores())
    if not found.used:
        raise ConfigError([Problem("observations", say("own.nothing_left"))])
    return replace(wanted, config=found.config, own=found.used, held=found.held, aside=found.aside)


def _home(wanted: place.Asked, *, quick: bool) -> Path:
    """Where the posterior goes where nobody says: beside the place's own file, or among those that come with govsim."""
    from sim.calibration.own import beside
    from sim.calibration.place import folder_of
    from sim.config.place_files import file_of
    from sim.studies.posterior import posterior_file

    own = file_of(wanted.config.said)
    if own is not None:
        return beside(own, quick=quick)
    return folder_of(wanted.config) / f"quick{SUFFIX}" if quick else posterior_file(wanted.config.place.name)


def _wanted(asked: Asked) -> tuple[place.Asked, HowAsked, Path | None]:
    """Read all that was typed, and refuse what is wrong before anything runs."""
    from sim.calibration import place
    from sim.calibration.steps import FULL, QUICK
    from sim.cli.compose import checked
    from sim.cli.how import read_how
    from sim.observations.table import read_observations
    from sim.writable import folder_problem

    how = read_how([word for word in asked.settings if word.partition("=")[0] not in _OWN])
    own = {key: value for key, _, value in (word.partition("=") for word in asked.settings) if key in _OWN}
    with asked.sound() as wrong:
        wrong.extend(how.problems)
        if (named := own.get("out")) is not None and not named.endswith(SUFFIX):
            wrong.append(Problem("out", say("errors.found", x=repr(named)), f"FILE{SUFFIX}"))
        runs = checked(how.settings)
        config = runs[0][1]
    with asked.sound() as wrong:
        file = own.get("observations")
        rows = read_observations(file, role="fit", place=config.place) if file is not None else ()
        if rows and not any(row.place in ("", config.place.name) for row in rows):
            wrong.append(Problem("observations", say("calibration.of_others", place=config.place.name)))
        for folder in (Path(config.run.results_dir), *([Path(own["out"]).parent] if "out" in own else [])):
            if problem := folder_problem(folder, "out" if "out" in own else "results_dir"):
                wrong.append(problem)
    command = shlex.join(["govsim", "calibrate", *(w for w in asked.typed if w != "--json")])
    plan, files = (QUICK if "--quick" in asked.flags else FULL), (Path(own["observations"]),) if rows else ()
    out = Path(own["out"]) if "out" in own else None
    return place.Asked(config, rows, plan, command, files), how, out


@contextmanager
def _steps(name: str) -> Iterator[Told]:
    """Report progress step by step, each under its own title."""
    from sim.cli.terminal import progress

    with ExitStack() as stack:
        open_step, report = "", None

        def told(step: str, done: int, total: int) -> None:
            nonlocal open_step, report
            if step != open_step:
                stack.close()
                open_step = step
                report = stack.enter_context(progress(say(STEPS[step], place=name)))
                report(0, total)
            if report is not None and done:
                report(done, total)

        yield told
