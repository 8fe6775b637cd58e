"""All levers: which change of the system is worth its money?

Question
    Thirty-two levers are told of by the articles. What would each change on the same district, what would it cost,
    what would it do by the way, and how much of that rests on numbers that nobody has measured?

Design
    Paired replications, same fate in all arms: the district without any lever, and with each lever alone at its
    defaults from the first day. Again with every assumed number, of the mechanisms and of the lever, drawn from its
    range (one draw a replication, the same without the lever and with it). With ``--funding all`` each lever also
    staff-neutral (grid workers do the work of its posts) and budget-neutral (their hours are cut until the wages
    saved pay for it). Two levers need a circumstance of their own, with a baseline of their own: emergency response a
    surge, layer integration layered grids.

Answer
    Printed when it runs; the published run is in results/curated/all_levers. Read it as what the model shows under
    wide priors: the order of levers by cost is firmer than the size of any effect.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from sim.cli import guarded
from sim.cli.lever_table import print_levers
from sim.cli.terminal import console, progress, stoppable
from sim.config.run import RunConfig, load
from sim.errors import ConfigError, SomeFailed
from sim.policies import POLICIES
from sim.report.levers import save_figure
from sim.report.origin import Origin
from sim.state.costs import FUNDING
from sim.store.folder import replace_file, replace_text
from sim.studies.engines.base import Batch, Failed, Row
from sim.studies.engines.batches import guess_cpu_s
from sim.studies.engines.make import make_engine
from sim.studies.lever_table import rows
from sim.studies.priors import with_draw
from sim.writable import try_folder

SURGE, LAYERS = "a surge of 30 days", "layered grids"


def circumstances(place: str, days: int) -> dict[str, dict[str, Any]]:
    """What differs from the place as it is, by circumstance."""
    workers = load(place).place.workers
    return {
        "": {},
        SURGE: {"emergencies": {"start_day": days // 2, "days": min(30, max(1, days // 4))}},
        LAYERS: {"place.layers": 19 if workers >= 38 else 4},
    }


def circumstance_of(lever: str) -> str:
    """The circumstance in which a lever has something to do."""
    return {"emergency_response": SURGE, "layer_integration": LAYERS}.get(lever, "")


def designs(
    place: str, pairs: int, days: int, funding: tuple[str, ...] = FUNDING, refused: dict[str, str] | None = None
) -> dict[str, list[RunConfig]]:
    """Arms by circumstance: the baseline first, then every lever in every way of funding.

    Levers that cannot act in the place are left out; ``refused`` is told of them, and why.
    """
    common = {"replications": pairs, "days": days, "warmup_days": min(90, days // 4)}
    found = {}
    for name, said in circumstances(place, days).items():
        arms = [load(place, **common, **said)]
        for lever in POLICIES:
            if circumstance_of(lever) != name:
                continue
            try:
                arms += [load(place, [lever], **common, **said, policies={lever: {"funding": f}}) for f in funding]
            except ConfigError as error:
                if refused is not None:
                    refused[lever] = "; ".join(f"{p.where}: {p.found}" for p in error.problems)
        found[name or "the place as it is"] = arms
    return found


def table(
    place: str, pairs: int, days: int, funding: tuple[str, ...], refused: dict[str, str] | None = None
) -> pd.DataFrame:
    """Run everything and compare; ``refused`` is told which levers are left out, and why.

    Raises
    ------
    Interrupted
        If the user stopped it: a table of some levers would mislead.
    """
    groups = list(designs(place, pairs, days, funding, refused).values())
    arms = [arm for group in groups for arm in group]
    tasks = [(arm, k) for arm in arms for k in range(pairs)]
    draws = [arm for arm in arms if not arm.policies or arm.policies[0].funding == "added"]
    tasks += [(with_draw(arm, k), k) for arm in draws for k in range(pairs)]
    done = lived(tasks, f"{place}: {len(tasks)} runs")
    parts: list[list[Row]] = [done[i : i + pairs] for i in range(0, len(done), pairs)]
    by_arm = dict(zip([arm.digest() for arm in arms], parts, strict=False))
    by_draw = dict(zip([arm.digest() for arm in draws], parts[len(arms) :], strict=True))
    frames = []
    for group in groups:
        first = group[0].digest()
        for arm in group[1:]:
            lever, key = arm.policies[0], arm.digest()
            frames.append(
                rows(
                    lever.name,
                    lever.funding,
                    circumstance_of(lever.name),
                    by_arm[first],
                    by_arm[key],
                    by_draw.get(key, ()),
                    by_draw[first],
                )
            )
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
    found: dict[tuple[str, int], Row] = {}
    work_s = len(tasks) * guess_cpu_s(tasks[0][0])
    with stoppable() as stop, progress(title) as report, make_engine(work_s=work_s) as engine:
        for came in engine.run(batches, stop):
            if isinstance(came, Failed):
                raise SomeFailed(f"replication {came.replication} of {len(tasks)} runs failed: {came.told}")
            found |= {(came.batch.tree, row.replication): row for row in came.rows}
            report(len(found), len(tasks))
    if len(found) < len({(batch.tree, *batch.replications) for batch in batches}):
        raise stop.interrupted(len(found), len(tasks), "A table of some levers would mislead: nothing is written.")
    return [found[batch.tree, batch.replications[0]] for batch in batches]


def show(out: Console, found: pd.DataFrame, words: str, refused: dict[str, str]) -> None:
    """Print the table, and below it the levers that it leaves out."""
    print_levers(out, found, words)
    for lever, why in refused.items():
        out.print(f"Left out: {lever}, which cannot act here. {why}.")


def main() -> int:
    """Run, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--place", default="xialu")
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--funding", choices=("added", "all"), default="added")
    parser.add_argument("--out", type=Path, help="folder for table.csv, table.txt and the figure")
    asked = parser.parse_args()
    if asked.pairs < 2 or asked.days < 8:
        parser.error("--pairs must be 2 or more (an interval needs two), --days 8 or more")
    folder = asked.out or Path("results") / "all_levers" / asked.place
    try_folder(folder, "--out")
    refused: dict[str, str] = {}
    found = table(asked.place, asked.pairs, asked.days, FUNDING if asked.funding == "all" else FUNDING[:1], refused)
    baseline = load(asked.place, replications=asked.pairs, days=asked.days)
    words = f"{baseline.place.title}: {asked.pairs} pairs of {asked.days} days"
    said = f"--place {asked.place} --pairs {asked.pairs} --days {asked.days} --funding {asked.funding}"
    origin = Origin.of_config(baseline, f"python experiments/all_levers.py {said}")
    replace_file(
        folder / "table.csv", lambda p: found.to_csv(p, index=False, encoding="utf-8-sig", float_format="%.6g")
    )
    text = io.StringIO()
    show(console(text), found, words, refused)
    replace_text(folder / "table.txt", text.getvalue())
    out = console()  # printed when all is saved
    show(out, found, words, refused)
    for path in save_figure(found, origin, folder):
        out.print(f"figure {path}")
    out.print(f"Written to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(guarded("all_levers", main))
