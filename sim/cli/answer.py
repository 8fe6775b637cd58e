"""From an experiment to what is printed: tables for people, one JSON object for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from rich.console import Console

from sim.cli import table
from sim.cli.by_area import BOUNDS, by_area
from sim.cli.cost_table import print_costs
from sim.cli.footing import footing
from sim.cli.notes import of_late
from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text, unit
from sim.cli.terminal import number
from sim.config.names import lever_names, place_title
from sim.errors import Problem, did_you_mean
from sim.i18n import joined, say, word
from sim.measures import HEADLINE, MEASURES
from sim.results import Saved
from sim.study.arms import arm_names, cut
from sim.study.costs import costs_frame
from sim.study.engine import Experiment, peak_mb
from sim.study.save import runs_frame
from sim.study.statistics import Difference, mean_interval, paired

SETTLED = {"more": "answer.higher", "less": "answer.lower", "same": "answer.same", "open": "answer.open"}
"""What the table says of a difference."""


def measure_names(asked: str | None) -> tuple[list[str], list[Problem]]:
    """Read --measures: names with commas, or all."""
    if asked is None:
        return list(HEADLINE), []
    if asked == "all":
        return list(MEASURES), []
    names = [n for n in asked.split(",") if n]
    bad = [n for n in names if n not in MEASURES]
    return names, [
        Problem("--measures", say("cli.no_measure", name=repr(n)), hint=did_you_mean(n, list(MEASURES))) for n in bad
    ]


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
        interval = say("answer.bounds", low=number(i.low), high=number(i.high)) if i.known else "-"
        rows.append([m.called, number(i.mean), interval, word("units", m.unit)])
    arm = arm_names(experiment.labels)[experiment.labels[0]]
    title = say("answer.of_arm", place=place_title(config.place), arm=arm)
    columns = [text(say("answer.measure"), 16), figures(say("answer.mean")), figures(say("answer.interval")), unit()]
    print_table(out, title, columns, rows)
    out.print()
    print_costs(out, costs_frame(experiment))
    print_packages(out, experiment)
    print_prose(out, footing(config, experiment, saved))


def print_comparison(out: Console, experiment: Experiment, names: Sequence[str], saved: Saved | None) -> None:
    """Print paired differences of every arm to the first, and the verdicts in words."""
    config, names_of = experiment.arms[0], arm_names(experiment.labels)
    first, *_ = names_of.values()
    for arm in range(1, len(experiment.arms)):
        found = differences(experiment, arm, names)
        rows = [
            [
                d.measure.called,
                number(d.before.mean),
                number(d.after.mean),
                f"{d.change.mean:+.3g}" if d.change.n else "-",
                say("answer.bounds", low=f"{d.change.low:+.3g}", high=f"{d.change.high:+.3g}")
                if d.change.known
                else "-",
                word("units", d.unit),
                say(SETTLED[d.settled]),
                _cut(d.variance_cut),
            ]
            for d in found
        ]
        columns = [
            text(say("answer.measure"), 16),
            figures(first, spare=3),
            figures(say("answer.with"), spare=2),
            figures(say("answer.change")),
            figures(say("answer.interval")),
            unit(),
            table.word(say("answer.shows")),
            figures(say("answer.variance_cut"), spare=1),
        ]
        name = names_of[experiment.labels[arm]]
        title = say("answer.against", place=place_title(config.place), arm=name, first=first)
        print_table(out, title, columns, rows)
        out.print()
        for d in found:
            if d.settled in ("more", "less"):
                print_prose(out, say("answer.sentence", said=d.verdict().capital()))
        quiet = [d.measure.called for d in found if d.settled == "same"]
        if quiet:
            print_prose(out, say("answer.quiet", titles=joined(quiet, "; ")))
        single = [d for d in found if d.change.n == 1]
        if single:
            print_prose(out, say("answer.single_pair"))
        for d in found:
            if d.settled == "open" and d not in single:
                print_prose(out, say("answer.sentence", said=d.verdict().capital()))
        out.print()
    print_costs(out, costs_frame(experiment))
    print_packages(out, experiment)
    print_prose(out, footing(config, experiment, saved))


def print_packages(out: Console, experiment: Experiment) -> None:
    """Say what stands for the arms whose name was cut."""
    names = arm_names(experiment.labels)
    for arm in cut(experiment.labels).values():
        print_prose(out, say("answer.package", name=names[arm], levers=joined(lever_names(arm.split("+")))))


def _cut(value: float) -> str:
    if value != value:
        return "-"
    if value > 1e6:
        return say("answer.all")  # the same change in every pair
    return say("answer.times", x=f"{value:,.0f}" if value >= 10 else f"{value:.1f}")


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
