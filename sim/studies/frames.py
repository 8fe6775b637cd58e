"""Answers as tidy tables: means with intervals, paired differences with verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import pandas as pd

from sim.measures import HEADLINE, MEASURES
from sim.studies.looks import Plan
from sim.studies.settling import differences_of
from sim.studies.statistics import mean_interval
from sim.studies.under_draws import Under

SUMMARY = ("arm", "measure", "unit", "mean", "low", "high", "replications")
DIFFERENCES = (
    "arm", "measure", "unit", "before", "after", "change", "low", "high", "p_holm", "pairs", "settled", "verdict",
)  # fmt: skip


def summary(runs: pd.DataFrame, names: Sequence[str] = HEADLINE) -> pd.DataFrame:
    """Mean of each measure in each arm with its 95 % interval over replications.

    Parameters
    ----------
    runs : DataFrame
        A row per arm and replication.
    names : sequence of str
        Measures; those that the table does not have are left out.
    """
    rows = []
    known = [name for name in names if name in runs.columns]
    for arm, own in runs.groupby("arm", sort=False):
        for name in known:
            i = mean_interval(own[name].to_numpy(), MEASURES[name].limits)
            rows.append((arm, name, MEASURES[name].unit, i.mean, i.low, i.high, i.n))
    return pd.DataFrame(rows, columns=list(SUMMARY))


def differences(
    runs: pd.DataFrame, arms: Sequence[str], names: Sequence[str] = HEADLINE, plan: Plan | None = None
) -> pd.DataFrame:
    """Paired differences of every arm to the first, with Holm's correction over the measures of an arm.

    Parameters
    ----------
    runs : DataFrame
    arms : sequence of str
    names : sequence of str
    plan : Plan, optional
        Looks by which it is judged.
    """
    rows = []
    for arm in arms[1:]:
        for d in differences_of(runs, arms[0], arm, names, plan):
            c = d.change
            told = (d.before.mean, d.after.mean, c.mean, c.low, c.high, d.p_holm, c.n, d.settled, str(d.verdict()))
            rows.append((arm, d.measure.name, d.unit, *told))
    return pd.DataFrame(rows, columns=list(DIFFERENCES))


DRAWN = ("draws", "draws_low", "draws_median", "draws_high", "same_sign", "above", "assumed", "sure", "fetch", "share")
"""Columns of a difference under draws; `share` is that of the figure to fetch."""


def with_draws(
    frame: pd.DataFrame, under: Callable[[str, Sequence[str]], Sequence[Under]], names: Sequence[str]
) -> pd.DataFrame:
    """Add to paired differences what the draws say of each, where there are draws.

    Parameters
    ----------
    frame : DataFrame
        As `differences` makes it.
    under : callable
        From an arm and measures to what the draws say.
    names : sequence of str
    """
    rows = {(arm, u.measure.name): u for arm in frame["arm"].unique() for u in under(str(arm), names)}
    if not rows:
        return frame
    told = []
    for arm, name in zip(frame["arm"], frame["measure"], strict=True):
        u = rows[arm, name]
        fetch = (u.fetch.figure, u.fetch.share) if u.fetch else ("", float("nan"))
        told.append((u.n, u.low, u.median, u.high, u.same_sign, u.above, u.assumed, u.sure, *fetch))
    return pd.concat([frame, pd.DataFrame(told, columns=list(DRAWN), index=frame.index)], axis=1)


def as_html(frame: pd.DataFrame, title: str, below: str) -> str:
    """A small table for a notebook."""
    with pd.option_context("display.max_colwidth", None):  # else verdicts are cut
        table = frame.to_html(index=False, float_format="{:.4g}".format, border=0, na_rep="-")
    return f"<div><b>{escape(title)}</b>{table}<small>{escape(below)}</small></div>"
