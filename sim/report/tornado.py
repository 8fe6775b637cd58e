"""Figure: what the answer rests on, how far the change moves with each of the numbers that were drawn."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from sim.i18n import Bilingual, say, word
from sim.measures import MEASURES
from sim.report.style import QUIET, SHADE, Page, wrap
from sim.show.svg.tornado import HIGH, LOW
from sim.studies.pictured import parameter_names
from sim.studies.results import Results
from sim.studies.shown import arms_shown

MAIN = "solved_of_all"
PITCH = 0.34
"""Inches from bar to bar."""
LETTERS = 52
"""Latin letters of a line of a number's name."""


def draw(saved: Results, page: Page) -> Figure:
    """Draw the ten numbers that move the change of the main measure most, for each arm that is shown."""
    found = swings(saved)
    named, measure = parameter_names(saved), MEASURES[MAIN]
    key = [
        Patch(color=LOW, label=page.say("figures.low")),
        Patch(color=HIGH, label=page.say("figures.high")),
        Patch(color=SHADE, label=page.say("figures.small", x=f"{measure.matters:g}")),
    ]
    notes = [say("figures.of_rests", n=saved.asked.draws), say("figures.rests_sure")]
    heights = [PITCH * len(own) + 0.9 for own in found.values()]
    figure = page.figure((9.6, sum(heights)), say("figures.rests"), notes, key)
    panels = figure.subplots(len(found), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
    ends = [v for own in found.values() for v in (*own["at_low"], *own["at_high"])]
    ends += [
        -measure.matters,
        measure.matters,
        *(float(saved.differences_to(a, (MAIN,))[0].change.mean) for a in found),
    ]
    air = 0.12 * (max(ends) - min(ends))
    for ax, (arm, own) in zip(panels, found.items(), strict=True):
        _panel(ax, page, own, named)
        ax.set_xlim(min(ends) - air, max(ends) + air)
        ax.set_title(page.arm(arm), fontsize=9.5)
    unit = word("units", measure.unit_of_change)
    panels[-1].set_xlabel(page.say("figures.change_of", "\n", title=measure.called, unit=unit))
    return figure


def swings(saved: Results) -> dict[str, pd.DataFrame]:
    """The numbers that move `MAIN` most, by arm; arms of which nothing is told are left out."""
    if not saved.asked.draws:
        return {}
    told = saved.rests_on[saved.rests_on["measure"] == MAIN]
    found = {arm: told[told["arm"] == arm] for arm in arms_shown(saved)[1:]}
    return {arm: own for arm, own in found.items() if len(own)}


def _panel(ax: Axes, page: Page, own: pd.DataFrame, named: dict[str, Bilingual]) -> None:
    zone, centre = MEASURES[MAIN].matters, float((own["at_low"] + own["at_high"]).mean() / 2.0)
    ax.add_patch(Rectangle((-zone, -1), 2 * zone, len(own) + 1, facecolor=SHADE, linewidth=0, zorder=0))
    ax.axvline(0.0, color=QUIET, linewidth=0.8, zorder=1)
    ax.axvline(centre, color="#1a1a1a", linewidth=1.2, zorder=4)
    labels = []
    for row, swing in enumerate(own.itertuples()):
        for value, at, colour in ((swing.low, swing.at_low, LOW), (swing.high, swing.at_high, HIGH)):
            ax.barh(row, at - centre, left=centre, height=0.62, color=colour, linewidth=0, zorder=2, gid="swing")
            side = 1 if at >= centre else -1
            ax.annotate(
                _short(float(value)), (at, row), (4 * side, 0), textcoords="offset points", fontsize=8, color=QUIET,
                ha="left" if side > 0 else "right", va="center",
            )  # fmt: skip
        name = page.pick(named.get(str(swing.parameter), Bilingual(str(swing.parameter), str(swing.parameter))))
        labels.append("\n".join(wrap(name + ("  *" if swing.sure else ""), LETTERS)[:2]))
    ax.set_yticks(range(len(own)), labels, fontsize=7.5)
    ax.set_ylim(len(own) - 0.4, -0.6)
    ax.grid(axis="x")
    ax.grid(False, axis="y")


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.2g}"
