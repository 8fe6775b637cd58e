"""All levers: which change of the system is worth its money?

The arms stand in ``configs/study/all_levers.yaml``, and ``govsim compare study=all_levers`` runs them; question, design
and answer are in ``experiments/all_levers.md``. This makes the one table of them: every lever against the arm that it
is to be told from, again with every number drawn that nobody has said (one draw a replication, the same without the
lever and with it; in a place a fifth as large), and with ``--funding all`` each lever also staff-neutral (grid workers
do the work of its posts) and budget-neutral (their hours are cut until the wages saved pay for it).
"""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pandas as pd
from rich.console import Console

from sim.cli import guarded
from sim.cli.lever_table import print_levers
from sim.cli.terminal import console, progress, stoppable
from sim.config.arms import Arm, Change
from sim.config.run import RunConfig
from sim.config.studies import Study, configs_of
from sim.config.study_files import read_study
from sim.errors import ConfigError, SomeFailed
from sim.report.levers import save_figure
from sim.report.origin import Origin
from sim.state.costs import FUNDING
from sim.store.folder import replace_file, replace_text
from sim.studies.engines.base import Batch, Failed, Row
from sim.studies.engines.batches import guess_cpu_s
from sim.studies.engines.make import make_engine
from sim.studies.lever_table import rows
from sim.studies.posterior import has_posterior, load_posterior
from sim.studies.priors import with_draw
from sim.writable import try_folder

SMALLER = {"scale": 5}
"""How much smaller the place is in which draws are lived: five times as many of them for the same work."""
CIRCUMSTANCES = {"surge": "a surge of 30 days", "layered": "layered grids"}
"""Arms that have what a lever needs to act, in words."""


def designs(
    study: Study, place: str, pairs: int, funding: tuple[str, ...] = FUNDING, refused: dict[str, str] | None = None
) -> dict[str, list[RunConfig]]:
    """Arms by what they are compared with: that arm first, then every lever in every way of funding.

    Levers that cannot act in the place are left out; ``refused`` is told of them, and why.
    """
    there = replace(study, place=place)
    found: dict[str, list[RunConfig]] = {}
    for arm in (arm for arm in study.arms if arm.levers):
        key, base = f"policies.{arm.levers[0]}.funding", study.own_baseline(arm.name)
        try:
            own = [_config(there, arm, pairs, Change(key, "=", f, arm.where)) for f in funding]
            found.setdefault(base, [_config(there, _named(study, base), pairs)]).extend(own)
        except ConfigError as error:
            if refused is not None:
                refused[arm.levers[0]] = "; ".join(f"{p.where}: {p.found}" for p in error.problems)
    return found


def _named(study: Study, name: str) -> Arm:
    return next(arm for arm in study.arms if arm.name == name)


def _config(study: Study, arm: Arm, pairs: int, *changes: Change) -> RunConfig:
    """Put one arm together."""
    told = replace(arm, changes=(*arm.changes, *changes))
    ((_, config),) = configs_of(replace(study, arms=(told,)), {"replications": pairs})
    return config


def table(
    study: Study, place: str, pairs: int, funding: tuple[str, ...], refused: dict[str, str] | None = None
) -> pd.DataFrame:
    """Run everything and compare; ``refused`` is told which levers are left out, and why.

    Raises
    ------
    Interrupted
        If the user stopped it: a table of some levers would mislead.
    """
    groups = designs(study, place, pairs, funding, refused)
    arms = [arm for group in groups.values() for arm in group]
    drawn = [arm for arm in arms if not arm.policies or arm.policies[0].funding == "added"]
    small = [replace(arm, run=replace(arm.run, **SMALLER)) for arm in drawn]
    tasks = [(arm, k) for arm in (*arms, *small) for k in range(pairs)]
    source = load_posterior(place) if has_posterior(place) else None
    tasks += [(with_draw(arm, k, source), k) for arm in small for k in range(study.draws)]
    done = iter(lived(tasks, f"{place}: {len(tasks)} runs"))
    by_arm = {arm.digest(): list(islice(done, pairs)) for arm in arms}
    by_fate = {arm.digest(): list(islice(done, pairs)) for arm in drawn}
    by_draw = {arm.digest(): list(islice(done, study.draws)) for arm in drawn}
    frames = []
    for name, (before, *levers) in groups.items():
        circumstance = CIRCUMSTANCES.get(name, name) if name != study.arms[0].name else ""
        first = before.digest()
        for arm in levers:
            lever, key = arm.policies[0], arm.digest()
            own, own_drawn = (by_arm[first], by_arm[key]), (by_draw.get(key, ()), by_draw[first])
            fate = (by_fate[first], by_fate[key]) if key in by_fate else None
            frames.append(rows(lever.name, lever.funding, circumstance, *own, *own_drawn, fate))
    return pd.concat(frames, ignore_index=True)


def lived(tasks: list[tuple[RunConfig, int]], title: str) -> list[Row]:
    """Live replications on all cores, each with a configuration of its own, and return their rows in order.

    Raises
    ------
    Interrupted
        If the user stopped it.
    SomeFailed
        If one of them ended in an error.
    """
    batches = [Batch(config.canonical(), (k,)) for config, k in tasks]
    once = list(dict.fromkeys(batches))
    found: dict[tuple[str, int], Row] = {}
    work_s = len(tasks) * guess_cpu_s(tasks[0][0])
    with stoppable() as stop, progress(title) as report, make_engine(work_s=work_s) as engine:
        for came in engine.run(once, stop):
            if isinstance(came, Failed):
                raise SomeFailed(f"replication {came.replication} of {len(tasks)} runs failed: {came.told}")
            found |= {(came.batch.tree, row.replication): row for row in came.rows}
            report(len(found), len(once))
    if len(found) < len(once):
        raise stop.interrupted(len(found), len(once), "A table of some levers would mislead: nothing is written.")
    return [found[batch.tree, batch.replications[0]] for batch in batches]


def show(out: Console, found: pd.DataFrame, words: str, refused: dict[str, str]) -> None:
    """Print the table, and below it the levers that it leaves out."""
    print_levers(out, found, words)
    for lever, why in refused.items():
        out.print(f"Left out: {lever}, which cannot act here. {why}.")


def main() -> int:
    """Run, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--place", help="another place than the study's")
    parser.add_argument("--pairs", type=int, help="instead of the study's; as many draws")
    parser.add_argument("--funding", choices=("added", "all"), default="added")
    parser.add_argument("--out", type=Path, help="folder for table.csv, table.txt and the figure")
    asked = parser.parse_args()
    study = read_study("all_levers")
    if asked.pairs is not None and asked.pairs < 2:
        parser.error("--pairs must be 2 or more (an interval needs two)")
    place, pairs = asked.place or study.place, asked.pairs or study.tree["replications"]
    study = replace(study, draws=pairs if asked.pairs else study.draws)
    folder = asked.out or Path("results") / "all_levers_table" / place
    try_folder(folder, "--out")
    baseline = _config(replace(study, place=place), study.arms[0], pairs)
    refused: dict[str, str] = {}
    found = table(study, place, pairs, FUNDING if asked.funding == "all" else FUNDING[:1], refused)
    drawn = f"{study.draws} draws from the {'posterior' if has_posterior(place) else 'priors'}"
    words = f"{baseline.place.title}: {pairs} pairs of {baseline.run.days} days, {drawn}"
    said = f"--place {place} --pairs {pairs} --funding {asked.funding}"
    origin = Origin.of_config(baseline, f"python experiments/all_levers.py {said}")
    save(folder, found, words, refused)
    out = console()  # printed when all is saved
    show(out, found, words, refused)
    for path in save_figure(found, origin, folder):
        out.print(f"figure {path}")
    out.print(f"Written to {folder}")
    return 0


def save(folder: Path, found: pd.DataFrame, words: str, refused: dict[str, str]) -> None:
    """Write the table for machines and for people."""
    replace_file(
        folder / "table.csv", lambda p: found.to_csv(p, index=False, encoding="utf-8-sig", float_format="%.6g")
    )
    text = io.StringIO()
    show(console(text), found, words, refused)
    replace_text(folder / "table.txt", text.getvalue())


if __name__ == "__main__":
    sys.exit(guarded("all_levers", main))
