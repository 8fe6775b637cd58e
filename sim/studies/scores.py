"""Scores of what was lived: by arm and replication, by area, and between two arms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.config.scores import Score
from sim.errors import ResultError
from sim.i18n import say
from sim.measures import LEVELS, MEASURES, Measure, View
from sim.studies.results import Results
from sim.studies.statistics import Difference, Interval, compare, mean_interval
from sim.types import Floats

MATTERS = 1.0
"""Points of a score that matter."""


def columns_of(score: Score) -> list[str]:
    """Rates of a score and what each is a share of, without repetition."""
    return list(dict.fromkeys([*score.weights, *(MEASURES[name].of for name in score.weights if MEASURES[name].of)]))


def as_measure(score: Score) -> Measure:
    """A score as a measure, to be compared as others are; it is worked out from the rates and measures no view."""

    def no_view(view: View) -> float:
        raise TypeError(f"{score.name} is worked out from rates")

    levels = tuple(level for level in LEVELS if all(level in MEASURES[name].levels for name in score.weights))
    return Measure(score.name, "points", "higher", score.title.en, score.title.zh, no_view, MATTERS, levels)


def _with_points(frame: pd.DataFrame, score: Score, where: str) -> pd.DataFrame:
    lacking = [name for name in columns_of(score) if name not in frame.columns]
    if lacking:
        raise ResultError(say("score.lacking", folder=where, names=", ".join(lacking)))
    return frame.assign(score=score.points({name: frame[name] for name in score.weights}))


def scores(results: Results, score: Score) -> pd.DataFrame:
    """Score of every arm and replication: arm, replication, score, its rates, and what these are shares of.

    Raises
    ------
    ResultError
        If the rows are of an older version and lack a rate.
    """
    frame = _with_points(results.runs, score, str(results.path))
    return frame[["arm", "replication", "score", *columns_of(score)]]


def scores_by_area(results: Results, score: Score, level: str = "community") -> pd.DataFrame:
    """Rank the areas of a level by the mean score over replications, of the first arm.

    Returns
    -------
    DataFrame
        Columns rank (1 is best; nan without a score), area, mean, low, high (95 %), and the means of the rates and of
        what they are shares of. A score of an area needs all its rates there.

    Raises
    ------
    ResultError
        If no areas were kept, or they lack a rate.
    """
    areas = results.areas
    own = areas[(areas.arm == results.arms[0]) & (areas.level == level)]
    frame = _with_points(own, score, str(results.path))
    rows = []
    for (number, area), part in frame.groupby(["id", "area"]):
        i = mean_interval(part.score.to_numpy(), as_measure(score).limits)
        rows.append({"id": number, "area": area, "mean": i.mean, "low": i.low, "high": i.high,
                     **part[columns_of(score)].mean().to_dict()})  # fmt: skip
    found = pd.DataFrame(rows).sort_values(["mean", "id"], ascending=[False, True], ignore_index=True)
    found.insert(0, "rank", found["mean"].rank(ascending=False, method="min"))
    return found.drop(columns="id")


def score_differences(results: Results, score: Score, arm: str) -> list[Difference]:
    """Change of the score and then of its rates in an arm against the first, paired; each by itself, no correction."""
    frame, first = scores(results, score), results.arms[0]
    before, after = (frame[frame.arm == label].set_index("replication") for label in (first, arm))
    both = before.index.intersection(after.index)
    measured: Sequence[Measure] = [as_measure(score), *(MEASURES[name] for name in score.weights)]
    names = ["score", *score.weights]

    def values(rows: pd.DataFrame, name: str) -> Floats:
        return np.asarray(rows.loc[both, name], np.float64)

    return [compare(m, values(before, name), values(after, name)) for m, name in zip(measured, names, strict=True)]


def as_told(results: Results, score: Score, level: str | None = None) -> dict[str, Any]:
    """The score for machines: its weights, every arm's mean with its interval and parts, differences, areas."""
    frame, limits = scores(results, score), as_measure(score).limits

    def told(i: Interval) -> dict[str, float | None]:
        return {key: _plain(value) for key, value in (("mean", i.mean), ("low", i.low), ("high", i.high))}

    arms = {}
    for arm, own in frame.groupby("arm", sort=False):
        means = {name: _plain(own[name].mean()) for name in columns_of(score)}
        arms[str(arm)] = {"score": told(mean_interval(own.score.to_numpy(), limits)), **means}
    found: dict[str, Any] = {"name": score.name, "weights": dict(score.weights), "source": score.source, "arms": arms}
    if len(results.arms) > 1:
        changes = {arm: score_differences(results, score, arm)[0] for arm in results.arms[1:]}
        found["differences"] = {arm: {**told(d.change), "settled": d.settled} for arm, d in changes.items()}
    elif results.has("areas"):
        ranked = scores_by_area(results, score, level or "community")
        found["areas"] = [{k: v if isinstance(v, str) else _plain(v) for k, v in row.items()}
                          for row in ranked.to_dict("records")]  # fmt: skip
    return found


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
