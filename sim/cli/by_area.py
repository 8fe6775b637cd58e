"""The table of one run by street, community, grid or group of residents."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from rich.console import Console

from sim.cli import table
from sim.cli.footing import footing
from sim.cli.prose import print_prose
from sim.cli.table import Column, figures, fits, print_table
from sim.cli.terminal import number
from sim.config.names import place_title
from sim.errors import Problem, nearest
from sim.fold import fold
from sim.i18n import Bilingual, joined, say, word
from sim.measures import BY, MEASURES
from sim.studies.arms import arm_names
from sim.studies.results import Results
from sim.studies.statistics import half_widths

MOST_AREAS = 40
"""Rows of a table by area."""
ABREAST = 7
"""Measures beside each other in one."""
BOUNDS = ("mean", "low", "high")
"""What is known of a measure of an area."""


def level_asked(asked: str | None, names: Sequence[str]) -> list[Problem]:
    """Check --by: a level, at which some measure makes sense."""
    if asked is None:
        return []
    if asked not in BY:
        return [Problem("--by", say("cli.no_level", x=repr(asked)), ", ".join(BY), nearest(asked, BY))]
    known = [MEASURES[n] for n in names if n in MEASURES]
    if known and not any(asked in m.levels for m in known):
        able = ", ".join(n for n, m in MEASURES.items() if asked in m.levels)
        return [Problem("--by", say("cli.not_by", measures=", ".join(m.name for m in known), level=asked), able)]
    return []


def by_area(results: Results, names: Sequence[str], level: str) -> pd.DataFrame:
    """Mean over replications and its 95 % interval, of the first arm.

    Returns
    -------
    DataFrame
        Index: id and name of the area. Columns: measure, then mean, low and high (nan from a single replication).
    """
    areas = results.areas
    own = areas[(areas.arm == results.arms[0]) & (areas.level == level)]
    found = {}
    for name in names:
        values = own.pivot(index=["id", "area"], columns="replication", values=name)
        mean, half = values.mean(axis=1), half_widths(values.to_numpy(np.float64))
        least, most = MEASURES[name].limits
        found[name] = pd.DataFrame(
            {"mean": mean, "low": np.maximum(mean - half, least), "high": np.minimum(mean + half, most)}
        )
    return pd.concat(found, axis=1)


def print_areas(out: Console, results: Results, names: Sequence[str], level: str) -> None:
    """Print one row per area (or group of residents), worst first by the first measure that makes sense there."""
    config = results.configs[0]
    able = [n for n in names if level in MEASURES[n].levels and n in results.areas.columns]
    first = MEASURES[able[0]]
    found = by_area(results, able, level)
    found = found.sort_values((first.name, "mean"), ascending=first.better == "higher", kind="stable")
    whole = by_area(results, able, "district")
    shown = found.iloc[:MOST_AREAS]
    arm, of_level = arm_names(results.arms)[results.arms[0]], word("levels", level)
    print_prose(out, say("areas.title", place=place_title(config.place), arm=arm, level=of_level), style="italic")
    columns = [table.word(of_level), *(figures(_heading(measure)) for measure in able)]
    rows = [[say("areas.whole"), *_with_intervals(whole.iloc[0], able)]]
    rows += [[word("groups", area), *_with_intervals(row, able)] for (_, area), row in shown.iterrows()]
    for block in _blocks(out, columns, rows):
        print_table(out, "", [columns[i] for i in block], [[row[i] for i in block] for row in rows])
        out.print()
    hidden = len(found) - len(shown)
    left = say("areas.hidden", hidden=hidden, all=len(found)) if hidden else ""
    print_prose(out, say("areas.worst" if first.better else "areas.largest", title=first.called, left=left))
    if len(able) < len(names):
        titles = joined((MEASURES[n].called for n in names if n not in able), "; ")
        print_prose(out, say("areas.unable", level=of_level, titles=titles))
    print_prose(out, footing(results))


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


def _heading(measure: str) -> Bilingual:
    """Title and unit of a measure over several short lines."""
    m = MEASURES[measure]
    title = Bilingual(textwrap.fill(m.title, 16), "\n".join(fold(m.title_zh, 16)))
    return joined([title, word("units", m.unit)], "\n")


def _with_intervals(row: pd.Series, names: Sequence[str]) -> list[str]:
    cells = []
    for name in names:
        mean, low, high = (float(row[name, bound]) for bound in BOUNDS)
        cells.append(number(mean) if low != low else f"{number(mean)} ({number(low)}-{number(high)})")
    return cells
