"""The table of one run by street, community, grid or group of residents."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from scipy import stats

from sim.cli.footing import footing
from sim.cli.prose import print_prose
from sim.cli.table import Column, figures, fits, print_table, word
from sim.cli.terminal import number
from sim.errors import Problem, ResultError, nearest
from sim.measures import BY, MEASURES
from sim.study.arms import short_names
from sim.study.engine import Experiment
from sim.study.save import table_frame

MOST_AREAS = 40
"""Rows of a table by area."""
ABREAST = 7
"""Measures beside each other in one."""


def level_asked(asked: str | None, names: Sequence[str]) -> list[Problem]:
    """Check --by: a level, at which some measure makes sense."""
    if asked is None:
        return []
    if asked not in BY:
        return [Problem("--by", f"{asked!r} is nothing to divide by", ", ".join(BY), nearest(asked, BY))]
    known = [MEASURES[n] for n in names if n in MEASURES]
    if known and not any(asked in m.levels for m in known):
        able = ", ".join(n for n, m in MEASURES.items() if asked in m.levels)
        return [Problem("--by", f"{', '.join(m.name for m in known)} cannot be measured by {asked}", able)]
    return []


def by_area(experiment: Experiment, names: Sequence[str], level: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mean over replications, and half the width of its 95 % interval, by id and name of the areas of the first arm."""
    areas = table_frame(experiment, "areas")
    if areas is None:
        raise ResultError("the experiment was run without tables")
    own = areas[(areas.arm == experiment.labels[0]) & (areas.level == level)]
    groups = own.groupby(["id", "area"])[list(names)]
    n = groups.count()
    half = groups.std(ddof=1) * stats.t.ppf(0.975, np.maximum(n - 1, 1)) / np.sqrt(n)  # one value has no deviation
    return groups.mean(), half


def print_areas(out: Console, experiment: Experiment, names: Sequence[str], level: str, run_dir: Path | None) -> None:
    """Print one row per area (or group of residents), worst first by the first measure that makes sense there."""
    config = experiment.arms[0]
    able = [n for n in names if level in MEASURES[n].levels]
    mean, half = by_area(experiment, able, level)
    whole, whole_half = by_area(experiment, able, "district")
    first = MEASURES[able[0]]
    mean = mean.sort_values(first.name, ascending=first.better == "higher", kind="stable")
    shown = mean.index[:MOST_AREAS]
    arm = short_names(experiment.labels)[experiment.labels[0]]
    title = f"{config.place.title or config.place.name}: {arm}, by {level}"
    print_prose(out, title, style="italic")
    columns = [word(level), *(figures(_heading(measure)) for measure in able)]
    rows = [["the whole", *_with_halves(whole.iloc[0], whole_half.iloc[0])]]
    rows += [[key[1], *_with_halves(mean.loc[key], half.loc[key])] for key in shown]
    for block in _blocks(out, columns, rows):
        print_table(out, "", [columns[i] for i in block], [[row[i] for i in block] for row in rows])
        out.print()
    order = "worst first" if first.better else "largest first"
    left = f"; {len(mean) - len(shown)} of {len(mean)} left out, see areas.parquet" if len(mean) > len(shown) else ""
    print_prose(out, f"Mean ± half the 95 % interval; {order} by {first.title}{left}.")
    if len(able) < len(names):
        print_prose(out, f"Not measured by {level}: {'; '.join(MEASURES[n].title for n in names if n not in able)}.")
    print_prose(out, footing(config, experiment, run_dir))


def _blocks(out: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Share the columns out over tables that fit, each with the name of the area first."""
    block = [0]
    for i in range(1, len(columns)):
        wider = [*block, i]
        room = fits(out, [columns[k] for k in wider], [[row[k] for k in wider] for row in rows])
        if len(block) > 1 and (not room or len(block) > ABREAST):
            yield block
            wider = [0, i]
        block = wider
    yield block


def _heading(measure: str) -> str:
    """Title and unit of a measure over several short lines."""
    m = MEASURES[measure]
    return f"{textwrap.fill(m.title, 16)}\n{m.unit}"


def _with_halves(mean: pd.Series, half: pd.Series) -> list[str]:
    pairs = zip(mean, half, strict=True)
    return [number(m) if h != h else f"{number(m)} ± {number(h)}" for m, h in pairs]
