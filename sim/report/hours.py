"""Figure: where the hours go, a bar for each arm, its parts the stages of a problem that somebody hears of."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.i18n import say, word
from sim.report.style import Page, light, wrap
from sim.show.svg.bars import PARTS
from sim.state.cases import Stage
from sim.studies.pictured import hours_by_stage
from sim.studies.results import Results

PITCH = 0.5
"""Inches from bar to bar."""


def draw(saved: Results, page: Page) -> Figure:
    """Draw the bars; stages without an hour are left out."""
    found = hours_by_stage(saved.flows)
    values = np.array(list(found.values()))
    kept = [k for k in range(values.shape[1]) if (values[:, k] > 0.0).any()]
    stages = list(Stage)
    named = [page.pick(word("stages", stages[k].name.lower())) for k in kept]
    figure = page.figure((9.0, PITCH * len(found) + 1.5), say("figures.hours"), [say("figures.of_hours")])
    ax = figure.subplots()
    whole = values.sum(axis=1)
    left = np.zeros(len(found))
    for k in kept:
        colour = PARTS[k % len(PARTS)]
        ax.barh(range(len(found)), values[:, k], left=left, height=0.6, color=colour, linewidth=0)
        for row, value in enumerate(values[:, k]):
            if value > 0.06 * whole.max():
                ink = "white" if light(colour) < 0.18 else "#1a1a1a"
                ax.text(left[row] + value / 2.0, row, f"{value:.1f}", ha="center", va="center", color=ink, fontsize=8.5)
        left += values[:, k]
    for row, total in enumerate(whole):
        ax.text(total, row, f" {total:.1f}", ha="left", va="center", fontsize=9)
    ax.set_xlim(0.0, 1.1 * whole.max() or 1.0)
    ax.set_ylim(len(found) - 0.4, -0.6)
    ax.set_yticks(range(len(found)), ["\n".join(wrap(page.arm(arm), 28)) for arm in found])
    ax.grid(False, axis="y")
    ax.grid(axis="x")
    ax.set_xlabel(page.say("figures.hours_x", "\n"))
    handles = [Patch(color=PARTS[k % len(PARTS)], label=label) for k, label in zip(kept, named, strict=True)]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=6, borderaxespad=0.2, fontsize=8.5,
              handlelength=1.0, columnspacing=1.2)  # fmt: skip
    return figure
