"""Sweeps: every combination of values, or the points of a design; one folder, one table, headed by what differs."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from sim.cli.arguments import Asked
from sim.cli.asking import ask
from sim.cli.compose import checked
from sim.cli.draws_table import over_draws, print_draws_of_arms
from sim.cli.how import HowAsked
from sim.cli.hydra_design import DESIGN
from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text
from sim.cli.terminal import console, number
from sim.config.run import RunConfig
from sim.errors import ConfigError, Problem
from sim.i18n import say
from sim.measures import MEASURES
from sim.studies.asking import ask_of, folder_of, with_draws
from sim.studies.labels import labels_of
from sim.studies.results import Results
from sim.studies.statistics import mean_interval
from sim.studies.varied import varied

MOST_ROWS = 60
"""Rows that are printed; all are in runs.csv."""


def designed(settings: Sequence[str]) -> list[tuple[list[str], RunConfig]]:
    """Every combination of a sweep, or every point of a design, each validated.

    Parameters
    ----------
    settings : sequence of str
        As they were typed; ``hydra/sweeper=design`` with ``hydra.sweeper.kind``, ``.n``, ``.seed`` and ``vary``.

    Raises
    ------
    ConfigError
        With all problems of all combinations.
    """
    from sim.cli.design_words import is_interval, points_of

    is_design = f"hydra/sweeper={DESIGN}" in settings
    ours = [w for w in settings if w.startswith(("hydra.sweeper.", "vary=")) or w == f"hydra/sweeper={DESIGN}"]
    ours += [w for w in settings if is_design and is_interval(w)]
    rest = [w for w in settings if w not in ours]
    if not ours:
        return checked(rest, sweep=True)

    if not is_design:
        first = ours[0].partition("=")[0]
        raise ConfigError([Problem(first, say("how.of_design"), say("how.with_design", design=DESIGN))])
    found = []
    for overrides, config in checked(rest, sweep=True):
        for words in points_of(ours, config):
            found.append([*overrides, *words])
    return [(words, checked(words)[0][1]) for words in found]


def run_sweep(asked: Asked, how: HowAsked, runs: Sequence[tuple[list[str], RunConfig]]) -> None:
    """Run all combinations into one folder and print one table."""
    from sim.cli.answer import measure_names

    configs = [config for _, config in runs]
    folders = {folder_of(config) for config in configs}
    first = configs[0]
    study = folder_of(first) if len(folders) == 1 else folders.pop().parent / "sweep"
    title = say("store.sweep", n=len(configs))
    question = with_draws(
        ask_of("sweep", labels_of(configs), how.settings, tables=False), how.draws, how.source
    )  # fmt: skip
    came = ask(question, study, how, title)
    names, _ = measure_names(asked.flags.get("--measures"))
    if "--json" in asked.flags:
        print(as_json(came.results, names))
    else:
        print_sweep(came.results, names)
    if came.after is not None:
        raise came.after


def as_json(results: Results, names: Sequence[str]) -> str:
    """One object: the folder, and a row per combination."""
    rows = []
    for arm, own in results.runs.groupby("arm", sort=False):
        keys = varied({a: results.asked.tree(a) for a in results.arms})[str(arm)] if len(results.arms) > 1 else {}
        means = {n: own[n].mean() for n in names}
        plain = {n: float(v) if np.isfinite(v) else None for n, v in means.items()}
        drawn = {"draws": over_draws(results, str(arm), names)} if results.asked.draws else {}
        rows.append({"arm": arm, **keys, "replications": len(own), **plain, **drawn})
    told = {"folder": str(results.path), "answer": str(results.answer), "remarks": results.remarks, "runs": rows}
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def _told(value: object) -> str:
    """A setting in few digits: a design draws numbers of seventeen, and the tables keep them."""
    if value is None:
        return "-"
    return min(repr(value), f"{value:.4g}", key=len) if isinstance(value, float) else str(value)


def print_sweep(results: Results, names: Sequence[str]) -> None:
    """Print one row per combination: what differs, then the mean of each measure with half its interval."""
    out, frame = console(), results.runs
    keys = varied({arm: results.asked.tree(arm) for arm in results.arms})
    heads = list(next(iter(keys.values()), {}))
    rows = []
    for arm in results.arms[:MOST_ROWS]:
        own = frame[frame["arm"] == arm]
        cells = [_told(keys[arm][h]) for h in heads]
        for name in names:
            i = mean_interval(own[name].to_numpy(), MEASURES[name].limits)
            cells.append(f"{number(i.mean)} ± {number(i.half_width)}" if i.known else number(i.mean))
        rows.append(cells)
    columns = [text(head, 8) for head in heads]
    columns += [figures(f"{MEASURES[n].called}\n{MEASURES[n].unit}", spare=k) for k, n in enumerate(names)]
    print_table(out, say("store.sweep", n=len(results.arms)), columns, rows)
    if results.asked.draws:
        print_draws_of_arms(out, results, names, MOST_ROWS)
    left = len(results.arms) - len(rows)
    if left:
        print_prose(out, say("store.more_rows", n=left, path=results.answer / "runs.csv"))
    for remark in results.remarks:
        print_prose(out, say("footing.remark", said=remark))
    print_prose(out, say("footing.written", path=results.path))
