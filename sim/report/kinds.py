"""Every kind of figure: how it is drawn, and why one cannot be drawn of some results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.figure import Figure

from sim.i18n import Bilingual, say
from sim.report import (
    change_map,
    distribution,
    forest,
    gains,
    hours,
    lorenz,
    over_time,
    sankey,
    tornado,
    waiting_map,
    worth,
)  # fmt: skip
from sim.report.agent_figures import KINDS as AGENTS
from sim.report.style import Page
from sim.studies.loading import AnyResults
from sim.studies.pictured import area_changes
from sim.studies.results import Results
from sim.studies.shown import arms_shown

Draw = Callable[[Any, Page], Figure]
FIGURES: dict[str, Draw] = {
    "worth": worth.draw,
    "change_map": change_map.draw,
    "waiting_map": waiting_map.draw,
    "communities": gains.communities,
    "groups": gains.groups,
    "lorenz": lorenz.draw,
    "flows": sankey.draw,
    "hours": hours.draw,
    "response_over_time": over_time.draw,
    "response_distribution": distribution.draw,
    "paired_differences": forest.draw,
    "rests_on": tornado.draw,
}
"""Every figure of results by the name of its file, in the order of a brief."""
AGENT_FIGURES = tuple(AGENTS)
ALL_AGENTS = "agents"
"""Stands for the figures of agents, for which a replication is lived again."""
OF_CASES = ("response_distribution", "waiting_map")
COMPARED = ("worth", "change_map", "communities", "groups", "paired_differences", "rests_on")
"""Figures of differences."""
OF_TABLES = {
    "change_map": "areas", "communities": "areas", "groups": "areas", "lorenz": "waits", "flows": "flows",
    "hours": "flows", "response_over_time": "daily", "response_distribution": "cases", "waiting_map": "cases",
}  # fmt: skip
"""Table that a figure is drawn from, where it is not ``runs``."""
OLD_ONES = ("response_over_time", "paired_differences", "response_distribution", "waiting_map")
"""Figures that can be drawn of results of govsim 0.1, too."""


def left_out(saved: AnyResults, names: Sequence[str] | None = None) -> dict[str, Bilingual]:
    """Figures that cannot be drawn of these results, and why.

    Parameters
    ----------
    saved : AnyResults
    names : sequence of str, optional
        Figures that are wanted; all by default.
    """
    found = {name: _why(saved, name) for name in (FIGURES if names is None else names) if name in FIGURES}
    return {name: why for name, why in found.items() if why is not None}


def _why(saved: AnyResults, name: str) -> Bilingual | None:
    if name in COMPARED and len(saved.arms) < 2:
        return say("report.single_arm")
    if not isinstance(saved, Results):
        return _why_not_old(saved, name) if name in OLD_ONES else say("figures.old")
    table = OF_TABLES.get(name)
    if table is not None and not saved.has(table):
        return say("figures.no_flows" if table in ("flows", "waits") and saved.has("cases") else "report.no_tables")
    if name in ("communities", "groups", "change_map"):
        return _why_no_areas(saved, "group" if name == "groups" else "community")
    if name == "rests_on" and not tornado.swings(saved):
        return say("figures.few_drawn" if saved.asked.draws else "figures.no_drawn")
    return _why_no_cases(saved, name)


def _why_no_areas(saved: Results, level: str) -> Bilingual | None:
    first, *others = arms_shown(saved)
    found = all(area_changes(saved.areas, (first, arm), level, gains.MAIN) for arm in others)
    return None if found else say("figures.no_areas")


def _why_not_old(saved: AnyResults, name: str) -> Bilingual | None:
    if name != "paired_differences" and not saved.has("cases"):
        return say("report.no_tables")
    return _why_no_cases(saved, name)


def _why_no_cases(saved: AnyResults, name: str) -> Bilingual | None:
    if name == "response_over_time" and saved.daily.response_h.isna().all():
        return say("report.no_contact")
    if name in OF_CASES and not (saved.cases.t_accept_h >= 24.0 * saved.manifest["warmup_days"]).any():
        return say("report.no_case")
    return None
