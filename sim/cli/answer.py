"""From an experiment to what is printed: tables for people, one JSON object for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from rich.console import Console

from sim.cli.by_area import BOUNDS, by_area
from sim.cli.cost_table import print_costs
from sim.cli.footing import footing
from sim.cli.notes import of_late
from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text, unit, word
from sim.cli.terminal import number
from sim.errors import Problem, did_you_mean
from sim.measures import HEADLINE, MEASURES
from sim.results import Saved
from sim.study.arms import cut, short_names
from sim.study.costs import costs_frame
from sim.study.engine import Experiment, peak_mb
from sim.study.save import runs_frame
from sim.study.statistics import MOST_CUT, Difference, mean_interval, paired


def measure_names(asked: str | None) -> tuple[list[str], list[Problem]]:
    """Read --measures: names with commas, or all."""
    if asked is None:
        return list(HEADLINE), []
    if asked == "all":
        return list(MEASURES), []
    names = [n for n in asked.split(",") if n]
    bad = [n for n in names if n not in MEASURES]
    return names, [Problem("--measures", f"{n!r} is not a measure", hint=did_you_mean(n, list(MEASURES))) for n in bad]


def differences(experiment: Experiment, arm: int, names: Sequence[str]) -> list[Difference]:
    """Compare an arm with the first one."""
    return paired(runs_frame(experiment), experiment.labels[0], experiment.labels[arm], names)


def print_run(out: Console, experiment: Experiment, names: Sequence[str], saved: Saved | None) -> None:
    """Print the table of a single arm."""
    config = experiment.arms[0]
    frame = runs_frame(experiment)
    rows = []
    for name in names:
        m = MEASURES[name]
        i = mean_interval(frame[name].to_numpy(), m.limits)
        interval = f"{number(i.low)} to {number(i.high)}" if i.known else "-"
        rows.append([m.title, number(i.mean), interval, m.unit])
    title = f"{config.place.title or config.place.name}: {short_names(experiment.labels)[experiment.labels[0]]}"
    print_table(out, title, [text("measure", 16), figures("mean"), figures("95 % interval"), unit()], rows)
    out.print()
    print_costs(out, costs_frame(experiment))
    print_packages(out, experiment)
    print_prose(out, footing(config, experiment, saved))


def print_comparison(out: Console, experiment: Experiment, names: Sequence[str], saved: Saved | None) -> None:
    """Print paired differences of every arm to the first, and the verdicts in words."""
    config, names_of = experiment.arms[0], short_names(experiment.labels)
    first, *_ = names_of.values()
    for arm in range(1, len(experiment.arms)):
        found = differences(experiment, arm, names)
        rows = [
            [
                d.measure.title,
                number(d.before.mean),
                number(d.after.mean),
                f"{d.change.mean:+.3g}" if d.change.n else "-",
                f"{d.change.low:+.3g} to {d.change.high:+.3g}" if d.change.known else "-",
                d.unit,
                {"more": "higher", "less": "lower", "same": "negligible", "open": "not settled"}[d.settled],
                _cut(d.variance_cut),
            ]
            for d in found
        ]
        columns = [
            text("measure", 16),
            figures(first, spare=3),
            figures("with", spare=2),
            figures("change"),
            figures("95 % interval"),
            unit(),
            word("the model shows"),
            figures("variance cut", spare=1),
        ]
        title = f"{config.place.title or config.place.name}: {names_of[experiment.labels[arm]]} against {first}"
        print_table(out, title, columns, rows)
        out.print()
        for d in found:
            if d.settled in ("more", "less"):
                print_prose(out, f"  {d.verdict()[0].upper()}{d.verdict()[1:]}.")
        quiet = [d.measure.title for d in found if d.settled == "same"]
        if quiet:
            print_prose(out, f"  The model shows no change that matters of: {'; '.join(quiet)}.")
        single = [d for d in found if d.change.n == 1]
        if single:
            print_prose(out, "  A single pair has no interval, so nothing is settled: ask for more pairs (pairs=10).")
        for d in found:
            if d.settled == "open" and d not in single:
                print_prose(out, f"  {d.verdict()[0].upper()}{d.verdict()[1:]}.")
        out.print()
    print_costs(out, costs_frame(experiment))
    print_packages(out, experiment)
    print_prose(out, footing(config, experiment, saved))


def print_packages(out: Console, experiment: Experiment) -> None:
    """Say what stands for the arms whose name was cut."""
    for name, arm in cut(experiment.labels).items():
        print_prose(out, f"{name}: {arm.replace('+', ', ')}.")


def _cut(value: float) -> str:
    if value != value:
        return "-"
    if value > MOST_CUT:
        return f"over {MOST_CUT:,.0f} x"
    return f"{value:,.0f} x" if value >= 10 else f"{value:.1f} x"


def as_json(experiment: Experiment, names: Sequence[str], saved: Saved | None, level: str | None = None) -> str:
    """One JSON object: the first arm's measures, by area if asked, and for a comparison the differences of others."""
    config = experiment.arms[0]
    frame = runs_frame(experiment)

    def table_of(label: str) -> dict[str, Any]:
        own = frame[frame.arm == label]
        out = {}
        for name in names:
            i = mean_interval(own[name].to_numpy(), MEASURES[name].limits)
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
        "replications_asked": config.run.replications,
        "first_day_measured": config.run.warmup_days,
        "seed": config.run.seed,
        "measures": table_of(experiment.labels[0]),
        "cpu_s_per_replication": round(experiment.cpu_s_per_replication, 4),
        "peak_mb": round(peak_mb(), 1),
        "run_dir": str(saved.path) if saved else None,
    }
    if level is not None:
        able = [n for n in names if level in MEASURES[n].levels]
        found = by_area(experiment, able, level)
        told["by"] = level
        told["areas"] = [
            {"area": area, **{n: {bound: _plain(row[n, bound]) for bound in BOUNDS} for n in able}}
            for (_, area), row in found.iterrows()
        ]
    told["notes"] = of_late(experiment.arms)
    told["costs"] = costs_frame(experiment).to_dict("records")
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
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
