"""Run a configuration: replications with a fate each; a table with 95 % intervals; a run folder.

  place=xialu                      a place            (govsim list places), or its file: place=./jinhe.yaml
  policy=[dual_report,...]         levers that act    (govsim list levers)
  policies.NAME.key=value          a lever's dose     (govsim show NAME)
  days=365 warmup_days=90 replications=5 seed=1 jobs=0
  voice.p_report=0.4               any parameter      (govsim list parameters)
  place.workers=378                any number of the place (govsim show xialu)

  --measures a,b     which measures to print (govsim list measures); all is everything
  --by LEVEL         one row per street, community, grid or group (of residents: the vulnerable, by age, by buildings)
  --json             one JSON object on stdout instead of the table
  -m                 sweep: every combination of comma-separated values
  --cfg job          print the configuration and run nothing
  --hydra-help, --info, --shell-completion   Hydra's own; completion: eval "$(govsim run -sc install=bash)"

Examples
--------
  govsim run place=xialu policy=[dual_report,grid_redivision] policies.grid_redivision.mode=split
  govsim run place=xialu --by community --measures response_median,on_time,satisfaction
  govsim run -m place=demo policy=[],[dual_report] seed=1,2
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from tempfile import TemporaryDirectory

from sim.cli import COMMANDS
from sim.cli.arguments import JSON, MEASURES, SWEEP, Asked, Flag, Takes
from sim.errors import ConfigError, Problem
from sim.study.arms import short_names

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
TAKES = Takes((MEASURES, Flag(("--by",), "LEVEL"), JSON, SWEEP, *OF_THE_CONFIGURATION, *HYDRAS), settings=True)


def main(asked: Asked) -> int:
    """Validate everything, then hand over to Hydra."""
    from sim.cli.answer import as_json, measure_names, print_run
    from sim.cli.by_area import print_areas
    from sim.cli.compose import hydra_main, remarks, settings_first
    from sim.cli.first_use import compile_once
    from sim.cli.keep import keep
    from sim.cli.notes import warn
    from sim.cli.terminal import console, progress, stoppable
    from sim.config.run import RunConfig
    from sim.study.engine import run_arms
    from sim.study.save import scratch_of

    if any(flag.names[0] in asked.flags for flag in HYDRAS):
        asked.refuse()
        _forget_the_command()
        with _errors_to_us():
            hydra_main(asked.typed, lambda config, overrides: None)
        return 0
    asked.refuse(problems(asked))
    for remark in remarks(asked.settings):
        print(f"govsim run: note: {remark}", file=sys.stderr)
    level = asked.flags.get("--by")
    names, _ = measure_names(asked.flags.get("--measures"))

    def job(config: RunConfig, overrides: list[str]) -> None:
        arm = short_names([config.label])[config.label]
        warn([config])
        compile_once()
        with stoppable() as stop:
            with progress(f"{config.place.name} {arm}") as report:
                experiment = run_arms([config], progress=report, stop=stop, scratch=scratch_of(config))
            with closing(experiment):
                stopped = stop.interrupted(len(experiment.replications[0]), config.run.replications)
                if not experiment.replications[0]:
                    raise stopped
                saved, unsaved = keep(experiment, overrides)
                if "--json" in asked.flags:
                    print(as_json(experiment, names, saved, level))
                elif level is not None:
                    print_areas(console(), experiment, names, level, saved)
                else:
                    print_run(console(), experiment, names, saved)
        if unsaved:
            raise unsaved
        if experiment.interrupted:
            raise stopped

    with TemporaryDirectory() as away, _errors_to_us():
        hydra_main(settings_first([*asked.settings, *_for_hydra(asked)], away), job)
    return 0


def problems(asked: Asked) -> list[Problem]:
    """Find all that is wrong with what was asked."""
    from sim.cli.answer import measure_names
    from sim.cli.by_area import level_asked
    from sim.cli.compose import checked
    from sim.cli.keep import folder_problems

    names, own = measure_names(asked.flags.get("--measures"))
    own += level_asked(asked.flags.get("--by"), names)
    only_shown, sweep = "--cfg" in asked.flags, "-m" in asked.flags
    if only_shown and sweep:
        own.append(Problem("--cfg", "a sweep has more than one configuration", "--cfg without -m", "govsim check -m"))
    for flag in ("--resolve", "--package"):
        if flag in asked.flags and not only_shown and all(p.where != "--cfg" for p in asked.problems):
            own.append(Problem(flag, "tells how --cfg prints, but there is no --cfg", f"{flag} with --cfg job"))
    try:
        runs = checked(asked.settings, sweep=sweep)
    except ConfigError as error:
        return [*error.problems, *own, *folder_problems([], asked.settings)]
    return own if only_shown else own + folder_problems([[config] for _, config in runs])


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
