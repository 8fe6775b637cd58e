"""Scores as they are printed: what they are made of, what each rate is a share of, areas ranked."""

from __future__ import annotations

from typing import Any

import numpy as np
from rich.console import Console

from sim.cli import table
from sim.cli.answer import SETTLED
from sim.cli.prose import print_prose
from sim.cli.table import figures, print_table, text
from sim.cli.terminal import number
from sim.config.names import place_title
from sim.config.scores import Score
from sim.i18n import Bilingual, say, word
from sim.measures import MEASURES
from sim.studies.arms import arm_names
from sim.studies.results import Results
from sim.studies.scores import as_measure, score_differences, scores, scores_by_area
from sim.studies.statistics import Interval, mean_interval

MOST_AREAS = 40


def print_score(out: Console, results: Results, score: Score, level: str | None = None) -> None:
    """Print the score of a single arm, and its areas ranked, or of every arm against the first."""
    names = arm_names(results.arms)
    place = place_title(results.configs[0].place)
    if len(results.arms) == 1:
        said = {"title": score.title, "place": place, "arm": names[results.arms[0]]}
        _print_parts(out, results, score, say("score.of_arm", **said))
        if results.has("areas"):
            _print_areas(out, results, score, level or "community")
    for arm in results.arms[1:]:
        said = {"title": score.title, "place": place, "arm": names[arm], "first": names[results.arms[0]]}
        _print_change(out, results, score, arm, say("score.against", **said))
    whole = sum(score.weights.values())
    source = score.source or say("score.assumed")
    print_prose(out, say("score.note", title=score.title.capital(), whole=whole, source=source))


def _n(rows: Any, measure: str) -> Bilingual | str:
    """What a rate is a share of: how many, and of what."""
    of = MEASURES[measure].of
    if not of:
        return "-"
    return say("score.share_of", n=f"{rows[of].mean():,.0f}", title=MEASURES[of].called)


def _print_parts(out: Console, results: Results, score: Score, title: str) -> None:
    frame = scores(results, score)
    rows = []
    for name, weight in score.weights.items():
        m = MEASURES[name]
        rate = float(frame[name].mean())
        points = score.share(name) * (100.0 - rate if m.better == "lower" else rate)
        rows.append([m.called, f"{weight:g}", f"{number(rate)} %", _n(frame, name), number(points)])
    i = mean_interval(frame.score.to_numpy(), as_measure(score).limits)
    rows.append([say("score.whole"), f"{sum(score.weights.values()):g}", "", "", _with_bounds(i)])
    columns = [
        text(say("answer.measure"), 16),
        figures(say("score.weighs")),
        figures(say("answer.mean")),
        table.text(say("score.of"), 12),
        figures(say("score.points")),
    ]
    print_table(out, title, columns, rows)
    out.print()


def _print_change(out: Console, results: Results, score: Score, arm: str, title: str) -> None:
    frame = scores(results, score)
    before, after = frame[frame.arm == results.arms[0]], frame[frame.arm == arm]
    whole, *parts = score_differences(results, score, arm)
    rows = []
    for d, weight in [*zip(parts, score.weights.values(), strict=True), (whole, sum(score.weights.values()))]:
        own = d is not whole
        c = d.change
        rows.append(
            [
                d.measure.called if own else say("score.whole"),
                f"{weight:g}",
                number(d.before.mean),
                _n(before, d.measure.name) if own else "",
                number(d.after.mean),
                _n(after, d.measure.name) if own else "",
                f"{c.mean:+.3g}" if c.n else "-",
                say("answer.bounds", low=f"{c.low:+.3g}", high=f"{c.high:+.3g}") if c.known else "-",
                say(SETTLED[d.settled]),
            ]
        )
    columns = [
        text(say("answer.measure"), 16),
        figures(say("score.weighs")),
        figures(arm_names(results.arms)[results.arms[0]]),
        table.text(say("score.of"), 8),
        figures(say("answer.with")),
        table.text(say("score.of"), 8),
        figures(say("answer.change")),
        figures(say("answer.interval")),
        table.word(say("answer.shows")),
    ]
    print_table(out, title, columns, rows)
    out.print()


def _print_areas(out: Console, results: Results, score: Score, level: str) -> None:
    found = scores_by_area(results, score, level)
    shown = found.iloc[:MOST_AREAS]
    rows = [
        [
            "-" if np.isnan(row["rank"]) else f"{row['rank']:.0f}",
            word("groups", str(row["area"])),
            _with_bounds(Interval(row["mean"], row["low"], row["high"], 0)),
            *(_rate_of(row, name) for name in score.weights),
        ]
        for _, row in shown.iterrows()
    ]
    columns = [
        figures(say("score.rank")),
        table.word(word("levels", level)),
        figures(say("score.whole")),
        *(figures(MEASURES[name].called) for name in score.weights),
    ]
    print_table(out, say("score.of_areas", title=score.title, level=word("levels", level)), columns, rows)
    if len(found) > len(shown):
        print_prose(out, say("score.hidden", n=len(found) - len(shown), all=len(found)))
    out.print()


def _rate_of(row: Any, measure: str) -> str:
    """A rate of an area, and in brackets what it is a share of."""
    of = MEASURES[measure].of
    return f"{number(row[measure])} ({row[of]:,.0f})" if of else number(row[measure])


def _with_bounds(i: Interval) -> str:
    return f"{number(i.mean)} ({number(i.low)}-{number(i.high)})" if i.known else number(i.mean)
