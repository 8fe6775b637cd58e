"""Who carries the waiting: what share of all hours the longest waits have."""

from __future__ import annotations

import numpy as np

from sim.brief.brief import Brief
from sim.brief.html import Cell, Column, Table, chart
from sim.brief.section import Section
from sim.i18n import Bilingual, joined, say
from sim.show.svg.lorenz import Words, gini
from sim.show.svg.lorenz import lorenz as draw_lorenz
from sim.show.svg.scales import told
from sim.studies.waits import EVERYBODY
from sim.types import Floats

TENTH = 90
"""Percentile above which the longest tenth of the waits lies."""
SHOWN = (10, 25, 50, 75, 90, 95, 99)
MOST = 6


def lorenz(brief: Brief, arm: str) -> list[Section]:
    """Lorenz curves of the hours to first contact, an arm each."""
    found = curves(brief)
    if not found:
        return []
    named = {str(brief.called(a)): share for a, (share, _) in found.items()}
    said = _said(brief, found)
    words = Words(
        title="", said=said, x=say("brief.lorenz.x"), y=say("brief.lorenz.y"), equal=say("brief.lorenz.equal"),
        gini=say("brief.lorenz.gini", x="{x}"),
    )  # fmt: skip
    return [
        Section(
            "lorenz",
            say("brief.lorenz.question"),
            said,
            lambda: chart(lambda width: draw_lorenz(named, words, width=width)),
            lorenz_table(brief),
            pictures=["lorenz"],
        )
    ]


def curves(brief: Brief) -> dict[str, tuple[Floats, Floats]]:
    """Share of all hours, and hours, up to each percentile, mean over replications, by arm."""
    return brief.once(("waits",), lambda: _curves(brief))


def _curves(brief: Brief) -> dict[str, tuple[Floats, Floats]]:
    waits = brief.waits
    if waits.empty:
        return {}
    own = waits[waits["group"] == EVERYBODY]
    mean = own.groupby(["arm", "percentile"])[["share", "hours"]].mean()
    there = set(own["arm"])
    return {
        a: (mean.loc[a, "share"].to_numpy(np.float64), mean.loc[a, "hours"].to_numpy(np.float64))
        for a in brief.arms[:MOST]
        if a in there
    }


def _said(brief: Brief, found: dict[str, tuple[Floats, Floats]]) -> Bilingual:
    parts = [
        say("brief.lorenz.part", arm=brief.called(a), share=told(100.0 * (1.0 - share[TENTH]), 0))
        for a, (share, _) in found.items()
    ]
    return say("brief.lorenz.said", parts=joined(parts, "; "))


def lorenz_table(brief: Brief) -> Table:
    """Gini coefficient and percentiles of the hours, an arm a row."""
    columns = [Column(say("brief.arm")), Column(say("brief.lorenz.gini_column"), 2)]
    columns += [Column(say("brief.lorenz.percentile", p=p)) for p in SHOWN]
    rows: list[list[Cell]] = [
        [str(brief.called(a)), gini(share), *(float(hours[p]) for p in SHOWN)]
        for a, (share, hours) in curves(brief).items()
    ]
    return Table(say("brief.sheet.waits"), say("brief.lorenz.question"), columns, rows)
