"""Figure: who carries the waiting, as Lorenz curves."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from sim.i18n import say
from sim.report.style import QUIET, Page
from sim.show.svg.lorenz import gini
from sim.studies.pictured import lorenz_curves
from sim.studies.results import Results


def draw(saved: Results, page: Page) -> Figure:
    """Draw a curve for each arm, with its Gini coefficient."""
    figure = page.figure((6.4, 5.2), say("figures.lorenz"), [say("figures.of_lorenz")])
    ax = figure.subplots()
    percentiles = np.linspace(0.0, 100.0, 101)
    ax.plot([0.0, 100.0], [0.0, 100.0], "--", color=QUIET, linewidth=1.0, label=page.say("figures.equal"))
    for arm, share in lorenz_curves(saved.waits).items():
        label = page.say("figures.gini", arm=page.called(arm), x=f"{gini(share):.2f}")
        ax.plot(percentiles, 100.0 * share, color=page.colour(arm), label=label)
    ax.set_xlim(0.0, 100.0)
    ax.set_ylim(0.0, 100.0)
    ax.set_aspect("equal")
    ax.grid(True)
    ax.set_xlabel(page.say("figures.lorenz_x", "\n"))
    ax.set_ylabel(page.say("figures.lorenz_y", "\n"))
    ax.legend(loc="upper left")
    return figure
