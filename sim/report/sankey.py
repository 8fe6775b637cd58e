"""Figure: where 100 problems go, an arm beside the other on the same scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Curve

from sim.i18n import Bilingual, say
from sim.report.style import Page, halo
from sim.studies.flow_nodes import COLOURS, COLUMN, node_name
from sim.studies.flows import ARISEN
from sim.studies.pictured import of_hundred
from sim.studies.results import Results
from sim.studies.shown import arms_shown

ORDER = {key: place for place, key in enumerate(COLUMN)}
PLACE = (0.0, 0.40, 1.0)
"""Where columns stand, of the width."""
BAR, SLOT, GAP = 0.022, 9.0, 2.0
"""Width of a bar; the least room of a node's words, and the gap to the next, in problems of 100."""


@dataclass(slots=True)
class _Node:
    """Where a node stands, and how much of it flows have used so far."""

    x: float
    top: float
    amount: float
    come: float = 0.0
    gone: float = 0.0


def draw(saved: Results, page: Page) -> Figure:
    """Draw the first arm and those that are shown beside it."""
    shares = of_hundred(saved.flows)
    arms = [arm for arm in arms_shown(saved) if arm in shares]
    across = len(arms) if len(arms) <= 3 else 2
    down = math.ceil(len(arms) / across)
    figure = page.figure((5.0 * across, 3.7 * down), say("figures.flows"), [say("figures.of_flows")])
    panels = figure.subplots(down, across, squeeze=False).ravel()
    first = _amounts(shares[arms[0]])
    nodes = {arm: _stacked(_amounts(shares[arm])) for arm in arms}
    bottom = max(node.top + max(node.amount, SLOT) for own in nodes.values() for node in own.values())
    for ax, arm in zip(panels, arms, strict=True):
        _panel(ax, page, shares[arm], nodes[arm], {} if arm == arms[0] else first)
        ax.set_xlim(-0.005, 1.0 + BAR + 0.005)
        ax.set_ylim(bottom, -1.0)
        ax.set_axis_off()
        ax.set_title(page.arm(arm), fontsize=10)
    return figure


def _amounts(flows: pd.DataFrame) -> dict[str, float]:
    """Through each node."""
    come = flows.groupby("to")["amount"].sum().to_dict()
    return {key: float(come.get(key, 100.0 if key == ARISEN else 0.0)) for key in COLUMN}


def _stacked(amounts: dict[str, float]) -> dict[str, _Node]:
    """Stack the nodes of each column; a small one keeps the room that its words need."""
    found = {}
    for column, x in enumerate(PLACE):
        top = 0.0
        for key in (key for key in COLUMN if COLUMN[key] == column and amounts[key] > 0.0):
            spare = max(SLOT - amounts[key], 0.0) / 2.0
            found[key] = _Node(x, top + spare, amounts[key])
            top += amounts[key] + 2.0 * spare + GAP
    return found


def _panel(ax: Axes, page: Page, flows: pd.DataFrame, nodes: dict[str, _Node], first: dict[str, float]) -> None:
    rows = [row for row in flows.itertuples(index=False, name=None) if row[2] > 0.0]
    for start, to, amount in sorted(rows, key=lambda row: (ORDER[row[0]], ORDER[row[1]])):
        a, b = nodes[start], nodes[to]
        ax.add_patch(_band((a.x + BAR, a.top + a.gone), (b.x, b.top + b.come), amount, COLOURS[to]))
        a.gone += amount
        b.come += amount
    for key, node in nodes.items():
        ax.add_patch(Rectangle((node.x, node.top), BAR, node.amount, facecolor=COLOURS[key], linewidth=0, zorder=3))
        change = (
            f"({round(node.amount - first[key], 1) + 0.0:+.1f})".replace("-", "\u2212") if first and COLUMN[key] else ""
        )
        last = COLUMN[key] == 2
        halo(ax.text(
            node.x - 0.012 if last else node.x + BAR + 0.012, node.top + node.amount / 2.0,
            _words(page, node_name(key), f"{node.amount:.1f}", change), ha="right" if last else "left", va="center",
            fontsize=8.5, zorder=4,
        ))  # fmt: skip


def _words(page: Page, name: Bilingual, amount: str, change: str) -> str:
    """Name a node with its amount in a line, the change below; where two languages are written, a line each."""
    above, _, below = page.pick(name, "\n").partition("\n")
    return "\n".join(filter(None, (f"{above}  {amount}", f"{below}  {change}".strip())))


def _band(start: tuple[float, float], end: tuple[float, float], high: float, colour: str) -> PathPatch:
    """Make a flow of a height from (x, top) to (x, top)."""
    (x0, a), (x1, b) = start, end
    m = (x0 + x1) / 2.0
    at = [(x0, a), (m, a), (m, b), (x1, b), (x1, b + high), (m, b + high), (m, a + high), (x0, a + high), (x0, a)]
    c, line = Curve.CURVE4, Curve.LINETO
    return PathPatch(
        Curve(at, [Curve.MOVETO, c, c, c, line, c, c, c, Curve.CLOSEPOLY]), facecolor=colour, alpha=0.3, linewidth=0,
        zorder=2, gid="flow",
    )  # fmt: skip
