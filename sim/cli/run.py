"""Run a configuration: replications with a fate each; a table with 95 % intervals; kept in a study folder.

  place=xialu                      a place            (govsim list places), or its file: place=./jinhe.yaml
  policy=[dual_report,...]         levers that act    (govsim list levers)
  policies.NAME.key=value          a lever's dose     (govsim show NAME)
  days=365 warmup_days=90 replications=5 seed=1
  voice.p_report=0.4               any parameter      (govsim list parameters)
  place.workers=378                any number of the place (govsim show xialu)

  into=NAME          study folder below results (default: the place's name); what is there already is not lived again
  jobs=2             replications at a time (0: one per core)
  budget=4h          begin nothing new after that; what is missing: govsim resume DIR
  draws=64           also with every number drawn that nobody has said; from=prior, from=posterior, posterior=FILE
  engine=dask        serial, processes, threads, dask, slurm (default: processes; engine.scheduler_file=F)

  --measures a,b     which measures to print (govsim list measures); all is everything
  --by LEVEL         one row per street, community, grid or group (of residents: the vulnerable, by age, by buildings)
  --full             all tables: every measure, what each share is of, draws, costs
  --quiet            one sentence, and no progress
  score=NAME         also a score and its areas ranked: city_management, hotline, or a file; score.weights.on_time=50
  --json             one JSON object on stdout instead of the table
  -m                 sweep: every combination of comma-separated values, one table
  --join             share the work with a process that writes into the folder
  --anew             leave results of other code aside
  --cfg job          print the configuration and run nothing
  --hydra-help, --info, --shell-completion   Hydra's own; completion: eval "$(govsim run -sc install=bash)"

Designs over ranges: hydra/sweeper=design hydra.sweeper.kind=sobol hydra.sweeper.n=64 vary=[voice.p_report]
(kind: grid, lhs, sobol, halton; vary=assumed is every assumed number that nobody has said). Hydra's own sweeper,
hydra/sweeper=basic, runs each combination as a job by itself; with it hydra/launcher=joblib.

Examples
--------
  govsim run place=xialu policy=[dual_report,grid_redivision] policies.grid_redivision.mode=split
  govsim run place=xialu --by community --measures response_mean,on_time,satisfaction
  govsim run -m place=demo policy=[],[dual_report] seed=1,2 into=trial
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sim.cli import COMMANDS
from sim.cli.arguments import LANG, SWEEP, Asked, Flag, Takes, without_language
from sim.cli.flags import OUTPUT
from sim.cli.how import ANEW, JOIN, HowAsked, read_how
from sim.config.schema import cut
from sim.errors import ConfigError, Problem
from sim.i18n import say

if TYPE_CHECKING:
    from sim.config.run import RunConfig

INFO = ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath")
OF_THE_CONFIGURATION = (
    Flag(("--cfg", "-c"), allowed=("job", "hydra", "all"), hydras=True),
    Flag(("--resolve",), hydras=True),
    Flag(("--package", "-p"), "PACKAGE", hydras=True),
)
"""Hydra's flags for printing the configuration."""
HYDRAS = (
    Flag(("--hydra-help",), hydras=True),
    Flag(("--info", "-i"), allowed=INFO, may_stand_alone=True, hydras=True),
    Flag(("--shell-completion", "-sc"), hydras=True),
    Flag(("--version",), hydras=True),
)
"""Hydra's flags for doing something else than a run."""
TAKES = Takes(
    (*OUTPUT, Flag(("--by",), "LEVEL"), LANG, SWEEP, JOIN, ANEW, *OF_THE_CONFIGURATION, *HYDRAS),
    settings=True,
)


def main(asked: Asked) -> int:
    """Validate everything, then run; Hydra is handed what is Hydra's."""
    how = read_how(asked.settings, join="--join" in asked.flags, anew="--anew" in asked.flags)
    if any(flag.names[0] in asked.flags for flag in HYDRAS):
        from sim.cli.compose import hydra_main

        asked.refuse(how.problems)
        _forget_the_command()
        with _errors_to_us():
            hydra_main(_without_how(asked, how), lambda config, overrides: None)
        return 0
    runs = _checked(asked, how)
    _say_remarks(how.settings)
    if "--cfg" in asked.flags or _by_hydra(asked, how.settings):
        _hand_over(asked, how)
    elif "-m" in asked.flags:
        from sim.cli.sweeps import run_sweep

        run_sweep(asked, how, runs)
    else:
        ((_, config),) = runs
        _run_one(asked, how, config)
    return 0


def _say_remarks(settings: list[str]) -> None:
    from sim.cli.compose import remarks

    for remark in remarks(settings):
        print(say("notes.of_settings", command="run", said=remark), file=sys.stderr)


def _run_one(asked: Asked, how: HowAsked, config: RunConfig) -> None:
    from sim.cli.answer import measure_names
    from sim.cli.asking import ask
    from sim.cli.by_area import print_areas
    from sim.cli.notes import warn
    from sim.cli.printing import print_answer, printed
    from sim.cli.score_table import print_score
    from sim.cli.terminal import console
    from sim.config.names import place_name
    from sim.studies.arms import arm_names
    from sim.studies.asking import ask_of, folder_of, with_draws

    level = asked.flags.get("--by")
    names, _ = measure_names(asked.flags.get("--measures"))
    title = say("terminal.arm", place=place_name(config.place), arm=arm_names([config.label])[config.label])
    warn([config])
    question = with_draws(ask_of("run", {config.label: config}, how.settings), how.draws, how.source)
    came = ask(question, folder_of(config), how, title, quiet="--quiet" in asked.flags)
    as_told = printed(asked.flags, names, how.score)
    if level is not None and not as_told.json:
        print_areas(console(), came.results, names, level)
        if how.score is not None:
            print_score(console(), came.results, how.score, level)
    else:
        print_answer(came, as_told, level=level)
    if came.after is not None:
        raise came.after


def _checked(asked: Asked, how: HowAsked) -> list[tuple[list[str], RunConfig]]:
    """Validate all that was asked.

    Raises
    ------
    ConfigError
        With all problems.
    """
    from sim.cli.answer import measure_names
    from sim.cli.by_area import level_asked
    from sim.cli.compose import checked
    from sim.cli.keep import folder_problems
    from sim.cli.sweeps import designed

    names, own = measure_names(asked.flags.get("--measures"))
    own += level_asked(asked.flags.get("--by"), names)
    only_shown, sweep = "--cfg" in asked.flags, "-m" in asked.flags
    if only_shown and sweep:
        own.append(Problem("--cfg", say("cli.sweep_many"), say("cli.cfg_alone"), "govsim check -m"))
    if sweep and how.score is not None:
        own.append(Problem("score", say("score.not_here"), hint=say("how.by_alone")))
    if sweep and "--by" in asked.flags:
        own.append(Problem("--by", say("how.no_areas"), say("how.by_alone")))
    for flag in ("--resolve", "--package"):
        if flag in asked.flags and not only_shown and all(p.where != "--cfg" for p in asked.problems):
            own.append(Problem(flag, say("cli.no_cfg"), say("cli.with_cfg", flag=flag)))
    settings = how.settings
    if not sweep and not only_shown:
        own += (wrong := _of_a_sweep(settings))
        settings = [word for word in settings if word.partition("=")[0] not in {p.where for p in wrong}]
    try:
        runs = designed(settings) if sweep else checked(settings)
    except ConfigError as error:
        asked.refuse([*error.problems, *how.problems, *own, *folder_problems([], how.settings)])
        raise
    own += how.problems
    asked.refuse(own if only_shown else own + folder_problems([config for _, config in runs]))
    return runs


def _of_a_sweep(settings: list[str]) -> list[Problem]:
    """Find words that say how a sweep is made."""
    found = [word for word in settings if word.startswith(("hydra/sweeper=", "hydra.sweeper.", "vary="))]
    return [Problem(w.partition("=")[0], say("cli.sweep_only", line=cut(w)), say("cli.with_m")) for w in found]


def _by_hydra(asked: Asked, settings: list[str]) -> bool:
    """Whether Hydra's own sweeper was chosen, which runs each combination as a job of its own."""
    return "-m" in asked.flags and "hydra/sweeper=basic" in settings


def _without_how(asked: Asked, how: HowAsked) -> list[str]:
    """All that was typed but for the words that are ours and no configuration's."""
    ours = {*asked.settings} - {*how.settings}
    return [word for word in without_language(asked.typed) if word not in (*ours, *JOIN.names, *ANEW.names)]


def _hand_over(asked: Asked, how: HowAsked) -> None:
    """Let Hydra compose, and call us back for each combination; its jobs share one folder, on any launcher."""
    from dataclasses import replace

    from sim.cli.compose import hydra_main, settings_first

    joined = replace(how, how=replace(how.how, join=True))

    def job(config: RunConfig, overrides: list[str]) -> None:
        _run_one(asked, replace(joined, settings=list(overrides)), config)

    with TemporaryDirectory() as away, _errors_to_us():
        hydra_main(settings_first([*how.settings, *_for_hydra(asked)], away), job)


def _for_hydra(asked: Asked) -> list[str]:
    """Write Hydra's flags again as they were asked for."""
    given = [flag.names for flag in (SWEEP, *OF_THE_CONFIGURATION) if flag.names[0] in asked.flags]
    if not given and not any(word.lstrip("+~").startswith("hydra.mode") for word in asked.settings):
        return ["--run"]  # else Hydra composes everything once more, to see whether it is a sweep
    return [word for first, *_ in given for word in (first, asked.flags[first]) if word]


@contextmanager
def _errors_to_us() -> Iterator[None]:
    """Have Hydra raise its errors instead of printing tracebacks: ours are told in words."""
    name = "HYDRA_FULL_ERROR"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _forget_the_command() -> None:
    """Take the command's name off the line that Hydra completes: it knows settings only."""
    line = os.environ.get("COMP_LINE", "")
    words = line.split(" ")
    if len(words) > 1 and words[1] in COMMANDS:
        os.environ["COMP_LINE"] = " ".join([words[0], *words[2:]])
        point = int(os.environ.get("COMP_POINT", str(len(line))))
        os.environ["COMP_POINT"] = str(max(0, point - len(words[1]) - 1))
