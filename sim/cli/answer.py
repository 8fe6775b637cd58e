"""From results to what is printed: tables for people, one JSON object for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console

from sim.cli import table
from sim.cli.by_area import BOUNDS, by_area
from sim.cli.cost_table import print_costs
from sim.cli.draws_table import as_plain, over_draws, print_draws_of_arms, print_under
from sim.cli.footing import footing
from sim.cli.notes import of_late
from sim.cli.prose import print_prose
from sim.cli.table import Column, figures, print_table, text, unit
from sim.cli.terminal import number
from sim.config.changes import describe
from sim.config.names import lever_names, place_title
from sim.config.scores import Score
from sim.errors import Problem, did_you_mean
from sim.i18n import Bilingual, joined, say, word
from sim.measures import HEADLINE, MEASURES
from sim.studies.arms import arm_names, cut
from sim.studies.results import Results
from sim.studies.scores import as_told
from sim.studies.statistics import MOST_CUT, Difference, mean_interval
from sim.studies.verdict import answer_about

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


def print_run(out: Console, results: Results, names: Sequence[str], *, full: bool = False) -> None:
    """Print the table of a single arm; in full, also what each share is of."""
    config, frame = results.configs[0], results.runs
    rows = []
    for name in results.having(names):
        m = MEASURES[name]
        i = mean_interval(frame[name].to_numpy(), m.limits)
        interval = say("answer.bounds", low=number(i.low), high=number(i.high)) if i.known else "-"
        row = [m.called, number(i.mean), interval, word("units", m.unit)]
        of = _denominator(frame, name) if full else {}
        told = say("score.share_of", n=f"{of['n']:,.0f}", title=MEASURES[of["of"]].called) if of else "-"
        rows.append([*row, told] if full else row)
    arm = arm_names(results.arms)[results.arms[0]]
    title = say("answer.of_arm", place=place_title(config.place), arm=arm)
    columns = [text(say("answer.measure"), 16), figures(say("answer.mean")), figures(say("answer.interval")), unit()]
    print_table(out, title, [*columns, text(say("score.of"), 12)] if full else columns, rows)
    out.print()
    if results.asked.draws:
        print_draws_of_arms(out, results, names)
    print_costs(out, results.costs)
    print_packages(out, results)
    print_prose(out, footing(results))


def print_comparison(
    out: Console, results: Results, names: Sequence[str], point: str = "", *, full: bool = False
) -> None:
    """Print paired differences of every arm to the first, and the verdicts in words.

    Parameters
    ----------
    out : Console
    results : Results
    names : sequence of str
        Measures.
    point : str
        Where a study crosses its arms with values: which.
    full : bool
        Whether to tell also by how much pairing cut the variance.
    """
    if point:
        print_prose(out, point, style="bold")
    names_of, baseline = arm_names(results.arms), results.configs[0]
    first = names_of[results.arms[0]]
    for arm in results.arms[1:]:
        found, config = results.differences_to(arm, names), results.ask.arms[arm]
        title = say("answer.against", place=place_title(baseline.place), arm=names_of[arm], first=first)
        print_table(out, title, _columns(first, full=full), [_cells(d, full=full) for d in found])
        if arm != config.label:
            print_prose(out, say("answer.changes", arm=arm, said=joined(describe(config, baseline), "; ")))
        out.print()
        _print_verdicts(out, found)
        out.print()
        if under := results.under_draws(arm, names):
            print_under(out, results, found, under, full=full)
            out.print()
    _print_looks(out, results)
    print_costs(out, results.costs)
    print_packages(out, results)
    print_prose(out, footing(results))


def _columns(first: Bilingual, *, full: bool) -> list[Column]:
    columns = [
        text(say("answer.measure"), 16),
        figures(first, spare=3),
        figures(say("answer.with"), spare=2),
        figures(say("answer.change")),
        figures(say("answer.interval")),
        unit(),
        table.word(say("answer.shows")),
    ]
    return [*columns, figures(say("answer.variance_cut"), spare=1)] if full else columns


def _cells(d: Difference, *, full: bool) -> list[str]:
    bounds = say("answer.bounds", low=f"{d.change.low:+.3g}", high=f"{d.change.high:+.3g}") if d.change.known else "-"
    return [
        d.measure.called,
        number(d.before.mean),
        number(d.after.mean),
        f"{d.change.mean:+.3g}" if d.change.n else "-",
        bounds,
        word("units", d.unit),
        say(SETTLED[d.settled]),
        *([_cut(d.variance_cut)] if full else []),
    ]


def _print_verdicts(out: Console, found: Sequence[Difference]) -> None:
    """Say what the model shows, what it shows no change of, and what it does not settle."""
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


def _print_looks(out: Console, results: Results) -> None:
    """Say by which looks it was judged, and how to go on where something is open."""
    plan = results.plan
    if plan is None:
        return
    pairs = min(map(len, results.replications.values()))
    done = [look for look in plan.looks if look <= pairs]
    print_prose(out, say("answer.looks", looks=joined(list(map(str, done))), most=plan.end))
    wanted = [d.pairs_needed for arm in results.arms[1:] for d in results.differences_to(arm, plan.measures)]
    if pairs >= plan.end and any(wanted):
        print_prose(out, say("answer.extend", folder=results.path, pairs=max(wanted)))


def print_packages(out: Console, results: Results) -> None:
    """Say what stands for the arms whose name was cut."""
    names = arm_names(results.arms)
    for arm in cut(results.arms).values():
        print_prose(out, say("answer.package", name=names[arm], levers=joined(lever_names(arm.split("+")))))


def _cut(value: float) -> str:
    if value != value:
        return "-"
    if value > MOST_CUT:
        return say("answer.over", most=f"{MOST_CUT:,.0f}")
    return say("answer.times", x=f"{value:,.0f}" if value >= 10 else f"{value:.1f}")


def as_json(
    results: Results, names: Sequence[str], peak_mb: float, level: str | None = None, score: Score | None = None
) -> str:
    """One JSON object: the first arm's measures, by area if asked, for a comparison the differences, and a score.

    What is in ``answer.json`` stands under ``verdict``.
    """
    config, frame = results.configs[0], results.runs
    first = results.arms[0]

    def table_of(label: str) -> dict[str, Any]:
        own = frame[frame.arm == label]
        out = {}
        for name in results.having(names):
            i = mean_interval(own[name].to_numpy(), MEASURES[name].limits)
            bounds = {"mean": _plain(i.mean), "low": _plain(i.low), "high": _plain(i.high)}
            out[name] = {**bounds, "unit": MEASURES[name].unit, **_denominator(own, name)}
        return out

    told: dict[str, Any] = {
        "place": config.place.name,
        "policy": list(config.policy_names),
        "days": config.run.days,
        "replications": min(map(len, results.replications.values())),
        "replications_asked": results.asked.told["replications"],
        "first_day_measured": config.run.warmup_days,
        "seed": config.run.seed,
        "measures": table_of(first),
        "cpu_s_per_replication": round(results.cpu_s_per_replication, 4),
        "peak_mb": round(peak_mb, 1),
        "folder": str(results.path),
        "answer": str(results.answer),
    }
    if level is not None:
        told |= {"by": level, "areas": _areas(results, names, level)}
    told["notes"] = of_late(results.configs)
    told["remarks"] = results.remarks
    told["costs"] = results.costs.to_dict("records")
    if results.asked.draws:
        told |= {"draws": results.asked.draws, "draws_from": results.asked.source}
        told["over_draws"] = {label: over_draws(results, label, names) for label in results.arms}
    if len(results.arms) > 1:
        told["arms"] = {label: {"measures": table_of(label)} for label in results.arms}
        told["differences"] = {
            arm: {d.measure.name: _difference(d) for d in results.differences_to(arm, names)}
            for arm in results.arms[1:]
        }
        for arm in results.arms[1:]:
            for under in results.under_draws(arm, names):
                told["differences"][arm][under.measure.name]["draws"] = as_plain(under)
    if score is not None:
        told["score"] = as_told(results, score, level)
    told["verdict"] = answer_about(results, names)
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def _denominator(runs: pd.DataFrame, measure: str) -> dict[str, Any]:
    """What a measure is a share of, if that is counted, and how many of them there are."""
    of = MEASURES[measure].of
    return {"of": of, "n": _plain(runs[of].mean())} if of in runs.columns else {}


def _areas(results: Results, names: Sequence[str], level: str) -> list[dict[str, Any]]:
    able = [n for n in names if level in MEASURES[n].levels and n in results.areas.columns]
    return [
        {"area": area, **{n: {bound: _plain(row[n, bound]) for bound in BOUNDS} for n in able}}
        for (_, area), row in by_area(results, able, level).iterrows()
    ]


def _difference(d: Difference) -> dict[str, Any]:
    return {
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


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
