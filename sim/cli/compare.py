"""Compare arms with the same fate: paired differences, 95 % intervals, a verdict in words.

An arm is `baseline`, a lever, or levers joined by +. The first arm is what the others are compared with.

  pairs=10            replications of each arm (same as replications=10)
  policies.NAME.key=value   doses, in every arm that uses the lever

Examples
--------
  govsim compare baseline dual_report place=xialu pairs=20
  govsim compare baseline grid_redivision dual_report+grid_redivision place=xialu
  govsim compare baseline grid_redivision place=xialu place.workers=378 policies.grid_redivision.funding=staff_neutral

Intervals are Student's t over pairs; "higher" and "lower" are said where Holm's correction over the measures
printed keeps p below 0.05 and the change is not surely within what matters.
"""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from sim.cli.arguments import JSON, MEASURES, Asked, Takes, Words
from sim.errors import ConfigError, Problem, did_you_mean

if TYPE_CHECKING:
    from sim.results import Saved

TAKES = Takes((MEASURES, JSON), Words("ARM", 2, None, example="baseline dual_report"), settings=True)


def main(asked: Asked) -> int:
    """Run, print, save."""
    run_and_print(asked)
    return 0


def run_and_print(asked: Asked) -> Saved:
    """Validate all arms, run them side by side, print and save.

    Raises
    ------
    ConfigError
        With the problems of all arms.
    Interrupted
        If the user stopped it; what had finished is saved.
    GovsimError
        If it could not be saved; it is printed all the same.
    """
    from sim.cli.answer import as_json, measure_names, print_comparison
    from sim.cli.compose import checked, remarks
    from sim.cli.first_use import compile_once
    from sim.cli.keep import folder_problems, keep
    from sim.cli.notes import warn
    from sim.cli.terminal import console, progress, stoppable
    from sim.config.run import RunConfig, same_window
    from sim.policies import POLICIES
    from sim.study.engine import run_arms
    from sim.study.save import scratch_of

    names, problems = measure_names(asked.flags.get("--measures"))
    labels = asked.words
    rest = [("replications" + s[5:]) if s.startswith("pairs=") else s for s in asked.settings]
    if len(set(labels)) != len(labels):
        problems.append(Problem("arms", f"one is named twice in {' '.join(labels)}", "each arm once"))
    arms: list[RunConfig] = []
    acting = {name for label in labels for name in label.split("+")}
    for label in labels:
        levers = [] if label == "baseline" else label.split("+")
        for name in levers:
            if name not in POLICIES:
                known = ["baseline", *POLICIES]
                problems.append(Problem(label, f"{name!r} is not a lever", hint=did_you_mean(name, known)))
        levers = [name for name in levers if name in POLICIES]
        try:
            arms.append(checked([*rest, f"policy=[{','.join(levers)}]"], acting=acting)[0][1])
        except ConfigError as error:
            problems += [p for p in error.problems if str(p) not in {str(q) for q in problems}]
    problems += folder_problems([arms] if arms and not problems else [], rest)
    asked.refuse(problems)
    for remark in remarks(rest):
        print(f"govsim compare: note: {remark}", file=sys.stderr)
    warn(same_window(arms))
    compile_once()
    with stoppable() as stop:
        with progress(f"{arms[0].place.name}: {len(arms)} arms") as report:
            experiment = run_arms(arms, labels, report, stop, scratch=scratch_of(arms[0]))
        with closing(experiment):
            done = min(len(r) for r in experiment.replications)
            stopped = stop.interrupted(done, arms[0].run.replications)
            if not done:
                raise stopped
            saved, unsaved = keep(experiment, [*labels, *rest])
    if "--json" in asked.flags:
        print(as_json(experiment, names, saved))
    else:
        print_comparison(console(), experiment, names, saved)
    if saved is None:
        raise unsaved or stopped
    if experiment.interrupted:
        raise stopped
    return saved
