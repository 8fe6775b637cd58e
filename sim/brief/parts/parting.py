"""When they part: the wait for first contact week by week, with bands over replications."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, chart
from sim.brief.section import Section
from sim.i18n import Bilingual, joined, say, word
from sim.measures import MEASURES
from sim.show.svg.lines import Line, Words, lines
from sim.studies.statistics import half_widths

WEEK = 7
FEWEST_WEEKS = 3
"""Shorter runs are drawn day by day."""
MOST = 6
HOURS = MEASURES["response_mean"]


def parting(brief: Brief, arm: str) -> list[Section]:
    """A line for each arm."""
    weekly = by_week(brief)
    if weekly.empty:
        return []
    found = [_line(str(brief.called(a)), weekly[a]) for a in brief.arms[:MOST] if a in weekly]
    said = _said(brief, weekly)
    words = Words(
        title="", said=said, x=say("brief.parting.x"), y=say("brief.parting.y", unit=word("units", HOURS.unit)),
        start=say("brief.parting.warmup") if brief.answer["warmup_days"] else "",
    )  # fmt: skip
    start = float(brief.answer["warmup_days"] or "nan")
    question = say("brief.parting.question" if brief.others else "brief.parting.question_one")
    return [
        Section(
            "parting",
            question,
            said,
            lambda: chart(lambda width: lines(found, words, width=width, start=start, zero=True)),
            parting_table(brief),
            [say("brief.parting.note")] if brief.others else [],
            pictures=["response_over_time"],
        )
    ]


def step_of(brief: Brief) -> int:
    """Days of a point."""
    return WEEK if brief.answer["days"] >= FEWEST_WEEKS * WEEK else 1


def by_week(brief: Brief) -> pd.DataFrame:
    """Mean hours to first contact by week (last day as index), a column for each (arm, replication)."""
    return brief.once(("weeks",), lambda: _by_week(brief))


def _by_week(brief: Brief) -> pd.DataFrame:
    days, step = brief.days, step_of(brief)
    if days.empty:
        return pd.DataFrame()
    whole = brief.answer["days"] // step * step
    own = days[days["day"] < whole]
    table = own.groupby([own["day"] // step, "arm", "replication"])["response_h"].mean()
    return table.unstack(["arm", "replication"]).set_axis(np.arange(step, whole + 1, step)).rename_axis("day")


def _line(label: str, own: pd.DataFrame) -> Line:
    values = own.to_numpy(np.float64)
    mean, half = np.nanmean(values, axis=1), half_widths(values)
    half = np.where(np.isnan(half), 0.0, half)
    return Line(label, own.index.to_numpy(np.float64), mean, np.maximum(mean - half, 0.0), mean + half)


def _apart(weekly: pd.DataFrame, first: str, arm: str) -> np.ndarray:
    """Weeks in which the interval of the paired difference leaves out 0."""
    change = (weekly[arm] - weekly[first]).to_numpy(np.float64)
    half = half_widths(change)
    apart: np.ndarray = np.abs(np.nanmean(change, axis=1)) > half
    return apart


def _said(brief: Brief, weekly: pd.DataFrame) -> Bilingual:
    if not brief.others:
        return say("brief.parting.said_one")
    step, parts = step_of(brief), []
    for arm in brief.others[: MOST - 1]:
        if arm not in weekly:
            continue
        apart = _apart(weekly, brief.first, arm)
        if apart.any():
            first = int(weekly.index[int(np.argmax(apart))])
            parts.append(say("brief.parting.part", arm=brief.called(arm), n=int(apart.sum()), of=len(apart), day=first))
        else:
            parts.append(say("brief.parting.never", arm=brief.called(arm)))
    return say(
        "brief.parting.said" if step == WEEK else "brief.parting.said_days",
        parts=joined(parts, "; "),
        first=brief.called(brief.first),
    )


def parting_table(brief: Brief) -> Table:
    """The points of the lines."""
    weekly = by_week(brief)
    arms = [a for a in brief.arms[:MOST] if a in weekly]
    unit = word("units", HOURS.unit)
    columns = [
        Column(say("brief.parting.day"), 0),
        *(Column(say("brief.with_unit", title=brief.called(a), unit=unit)) for a in arms),
    ]
    means = [np.nanmean(weekly[a].to_numpy(np.float64), axis=1) for a in arms]
    rows: list[list[Cell]] = [[float(day), *(float(mean[k]) for mean in means)] for k, day in enumerate(weekly.index)]
    return Table(say("brief.sheet.days"), say("brief.parting.question"), columns, rows)
