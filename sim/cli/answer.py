"""From an experiment to what is printed: tables for people, one JSON object for machines."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from scipy import stats

from sim.cli.terminal import number, table
from sim.errors import Problem, ResultError, did_you_mean
from sim.measures import BY, HEADLINE, MEASURES
from sim.params import BASES
from sim.run_config import RunConfig
from sim.study.engine import Experiment, peak_mb
from sim.study.save import runs_frame, table_frame
from sim.study.statistics import Difference, mean_interval, paired

MOST_AREAS = 40
"""Rows of a table by area."""
ABREAST = 7
"""Measures beside each other in one."""


def measure_names(asked: str | None) -> tuple[list[str], list[Problem]]:
    """Read --measures: names with commas, or all."""
    if asked is None:
        return list(HEADLINE), []
    if asked == "all":
        return list(MEASURES), []
    names = [n for n in asked.split(",") if n]
    bad = [n for n in names if n not in MEASURES]
    return names, [Problem("--measures", f"{n!r} is not a measure", hint=did_you_mean(n, list(MEASURES))) for n in bad]


def level_asked(asked: str | None, names: Sequence[str]) -> list[Problem]:
    """Check --by: a level, at which some measure makes sense."""
    if asked is None:
        return []
    if asked not in BY:
        return [Problem("--by", f"{asked!r} is nothing to divide by", ", ".join(BY), did_you_mean(asked, BY))]
    known = [MEASURES[n] for n in names if n in MEASURES]
    if known and not any(asked in m.levels for m in known):
        able = ", ".join(n for n, m in MEASURES.items() if asked in m.levels)
        return [Problem("--by", f"{', '.join(m.name for m in known)} cannot be measured by {asked}", able)]
    return []


def differences(experiment: Experiment, arm: int, names: Sequence[str]) -> list[Difference]:
    """Compare an arm with the first one."""
    return paired(runs_frame(experiment), experiment.labels[0], experiment.labels[arm], names)


def print_run(out: Console, experiment: Experiment, names: Sequence[str], run_dir: Path) -> None:
    """Print the table of a single arm."""
    config = experiment.arms[0]
    frame = runs_frame(experiment)
    rows = []
    for name in names:
        m, i = MEASURES[name], mean_interval(frame[name].to_numpy())
        rows.append([m.title, number(i.mean), f"{number(i.low)} to {number(i.high)}", m.unit])
    title = f"{config.place.title or config.place.name}: {experiment.labels[0]}"
    out.print(
        table(
            title,
            [("measure", "left"), ("mean", "right"), ("95 % interval", "right"), ("unit", "left")],
            rows,
        )
    )
    out.print(footing(config, experiment, run_dir))


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


def print_areas(out: Console, experiment: Experiment, names: Sequence[str], level: str, run_dir: Path) -> None:
    """Print one row per area (or group of residents), worst first by the first measure that makes sense there."""
    config = experiment.arms[0]
    able = [n for n in names if level in MEASURES[n].levels]
    mean, half = by_area(experiment, able, level)
    whole, whole_half = by_area(experiment, able, "district")
    first = MEASURES[able[0]]
    mean = mean.sort_values(first.name, ascending=first.better == "higher", kind="stable")
    shown = mean.index[:MOST_AREAS]
    title = f"{config.place.title or config.place.name}: {experiment.labels[0]}, by {level}"
    out.print(title, style="table.title")  # by itself: as the title of a narrow table it would be broken
    for start in range(0, len(able), ABREAST):
        block = able[start : start + ABREAST]
        columns = [(level, "left"), *((_heading(name), "right") for name in block)]
        rows = [["the whole", *_with_halves(whole.iloc[0][block], whole_half.iloc[0][block])]]
        rows += [[key[1], *_with_halves(mean.loc[key, block], half.loc[key, block])] for key in shown]
        out.print(table("", columns, rows))
        out.print()
    order = "worst first" if first.better else "largest first"
    left = f"; {len(mean) - len(shown)} of {len(mean)} left out, see areas.parquet" if len(mean) > len(shown) else ""
    out.print(f"Mean ± half the 95 % interval; {order} by {first.title}{left}.")
    if len(able) < len(names):
        out.print(f"Not measured by {level}: {', '.join(MEASURES[n].title for n in names if n not in able)}.")
    out.print(footing(config, experiment, run_dir))


def _heading(name: str) -> str:
    """Title and unit of a measure over several short lines."""
    m = MEASURES[name]
    return f"{textwrap.fill(m.title, 16)}\n{m.unit}"


def _with_halves(mean: pd.Series, half: pd.Series) -> list[str]:
    pairs = zip(mean, half, strict=True)
    return [number(m) if h != h else f"{number(m)} ± {number(h)}" for m, h in pairs]


def print_comparison(out: Console, experiment: Experiment, names: Sequence[str], run_dir: Path) -> None:
    """Print paired differences of every arm to the first, and the verdicts in words."""
    config = experiment.arms[0]
    for arm in range(1, len(experiment.arms)):
        found = differences(experiment, arm, names)
        rows = [
            [
                d.measure.title,
                number(d.before.mean),
                number(d.after.mean),
                f"{d.change.mean:+.3g}",
                f"{d.change.low:+.3g} to {d.change.high:+.3g}",
                d.unit,
                {"more": "higher", "less": "lower", "same": "negligible", "open": "not settled"}[d.settled],
                _cut(d.variance_cut),
            ]
            for d in found
        ]
        columns = [
            ("measure", "left"),
            (experiment.labels[0], "right"),
            ("with", "right"),
            ("change", "right"),
            ("95 % interval", "right"),
            ("unit", "left"),
            ("the model shows", "left"),
            ("variance cut", "right"),
        ]
        title = f"{config.place.title or config.place.name}: {experiment.labels[arm]} against {experiment.labels[0]}"
        out.print(table(title, columns, rows))
        out.print()
        for d in found:
            if d.settled in ("more", "less"):
                out.print(f"  {d.verdict()[0].upper()}{d.verdict()[1:]}.")
        quiet = [d.measure.title for d in found if d.settled == "same"]
        if quiet:
            out.print(f"  The model shows no change that matters of: {', '.join(quiet)}.")
        for d in found:
            if d.settled == "open":
                out.print(f"  {d.verdict()[0].upper()}{d.verdict()[1:]}.")
        out.print()
    out.print(footing(config, experiment, run_dir))


def _cut(value: float) -> str:
    if value != value:
        return "-"
    if value > 1e6:
        return "all"  # the same change in every pair
    return f"{value:,.0f} x" if value >= 10 else f"{value:.1f} x"


def footing(config: RunConfig, experiment: Experiment, run_dir: Path) -> str:
    """Say what the numbers rest on."""
    infos = [info for arm in experiment.arms for info, _ in arm.parameters() if info.basis != "choice"]
    keys = {info.key: info.basis for info in infos}
    count = {basis: sum(b == basis for b in keys.values()) for basis in BASES}
    n = min(len(r) for r in experiment.replications)
    run = config.run
    words = ", ".join(
        f"{count[b]} {b}" for b in ("sourced", "derived", "external", "calibrated", "assumed") if count[b]
    )
    return (
        f"{n} replications of {run.days} days (first {run.warmup_days} left out), seed {run.seed}; "
        f"{experiment.cpu_s_per_replication:.2f} s of CPU each.\n"
        f"Parameters: {words}. Assumed numbers are wide priors, not findings: see assumptions.csv.\n"
        f"Written to {run_dir}"
    )


def as_json(experiment: Experiment, names: Sequence[str], run_dir: Path, level: str | None = None) -> str:
    """One JSON object: the first arm's measures, by area if asked, and for a comparison the differences of others."""
    config = experiment.arms[0]
    frame = runs_frame(experiment)

    def table_of(label: str) -> dict[str, Any]:
        own = frame[frame.arm == label]
        out = {}
        for name in names:
            i = mean_interval(own[name].to_numpy())
            out[name] = {
                "mean": _plain(i.mean),
                "low": _plain(i.low),
                "high": _plain(i.high),
                "unit": MEASURES[name].unit,
            }
        return out

    told: dict[str, Any] = {
        "place": config.place.name,
        "policy": list(config.policy_names),
        "days": config.run.days,
        "replications": min(len(r) for r in experiment.replications),
        "seed": config.run.seed,
        "measures": table_of(experiment.labels[0]),
        "cpu_s_per_replication": round(experiment.cpu_s_per_replication, 4),
        "peak_mb": round(peak_mb(), 1),
        "run_dir": str(run_dir),
    }
    if level is not None:
        able = [n for n in names if level in MEASURES[n].levels]
        mean, half = by_area(experiment, able, level)
        told["by"] = level
        told["areas"] = [
            {
                "area": area,
                **{n: {"mean": _plain(m), "half_width": _plain(h)} for n, m, h in zip(able, ms, hs, strict=True)},
            }
            for (_, area), ms, hs in zip(mean.index, mean.to_numpy(), half.to_numpy(), strict=True)
        ]
    if len(experiment.arms) > 1:
        told["arms"] = {label: {"measures": table_of(label)} for label in experiment.labels}
        told["differences"] = {
            experiment.labels[a]: {
                d.measure.name: {
                    "mean": _plain(d.change.mean),
                    "low": _plain(d.change.low),
                    "high": _plain(d.change.high),
                    "unit": d.measure.unit,
                    "p_holm": _plain(d.p_holm),
                    "settled": d.settled,
                    "variance_cut": _plain(d.variance_cut),
                    "pairs_needed": d.pairs_needed,
                    "verdict": d.verdict(),
                }
                for d in differences(experiment, a, names)
            }
            for a in range(1, len(experiment.arms))
        }
    return json.dumps(told, ensure_ascii=False)


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
