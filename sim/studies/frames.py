"""Answers as tidy tables: means with intervals, paired differences with verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from sim.measures import HEADLINE, MEASURES
from sim.studies.looks import Plan
from sim.studies.settling import differences_of
from sim.studies.statistics import mean_interval

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


def as_html(frame: pd.DataFrame, title: str, below: str) -> str:
    """A small table for a notebook."""
    with pd.option_context("display.max_colwidth", None):  # else verdicts are cut
        table = frame.to_html(index=False, float_format="{:.4g}".format, border=0, na_rep="-")
    return f"<div><b>{escape(title)}</b>{table}<small>{escape(below)}</small></div>"
