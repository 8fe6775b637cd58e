"""Figure: paired differences of every arm to the first, one panel a measure, each in its own unit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from sim.i18n import say
from sim.measures.registry import HEADLINE
from sim.report.style import QUIET, SHADE, Page, wide, wrap
from sim.studies.loading import AnyResults
from sim.studies.statistics import Difference, paired

SIZES = {2: 9.4, 3: 10.6}
"""Width by number of panels beside each other, inches."""
LETTERS = 60
"""Latin letters that fit across a panel."""


def draw(saved: AnyResults, page: Page) -> Figure:
    """Draw the change with its 95 % interval; grey is a change too small to matter."""
    first, *others = saved.arms
    found = {arm: paired(saved.runs, first, arm, HEADLINE) for arm in others}
    n = len(found[others[0]])
    across = beside(n)
    down = math.ceil(n / across)
    told = {arm: [label(page, arm, d) for d in found[arm]] for arm in others}
    lines = max(len(words) for rows in told.values() for words in rows)
    pitch = 0.28 + 0.14 * lines
    key = [
        _sample("o", QUIET, page.say("report.settled")),
        _sample("o", "white", page.say("report.not_settled")),
        _sample("|", QUIET, page.say("report.no_change")),
        Patch(color=SHADE, label=page.say("report.too_small")),
    ]
    figure = page.figure(
        (SIZES[across], down * (0.8 + pitch * len(others) + (0.2 if page.lang == "both" else 0.0))),
        say("report.what_changes", first=page.called(first)),
        [say("report.of_pairs")],
        key,
    )
    panels = figure.subplots(down, across, squeeze=False).ravel()
    for ax in panels[n:]:
        ax.set_visible(False)
    for k, ax in enumerate(panels[:n]):
        panel(ax, page, [(arm, found[arm][k], told[arm][k]) for arm in others], pitch)
    return figure


def beside(n: int) -> int:
    """How many panels stand beside each other, so that none stands alone in the last row."""
    alone = n % 3  # in a last row of three
    return 2 if alone == 1 and n > 1 else 3


def _sample(marker: str, fill: str, label: str) -> Line2D:
    """Make a mark for the key."""
    return Line2D([], [], color=QUIET, linewidth=1.6, marker=marker, markersize=6.5, markerfacecolor=fill, label=label)


def panel(ax: Axes, page: Page, rows: Sequence[tuple[str, Difference, list[str]]], pitch: float) -> None:
    """Draw one measure: a row an arm, the zone in which a change does not matter shaded.

    Parameters
    ----------
    rows : sequence of (arm, Difference, lines of text), all of one measure
    pitch : float
        From row to row, inches.
    """
    measure, unit = rows[0][1].measure, page.unit(rows[0][1].unit)
    zone = measure.matters
    half = 0.085 / pitch
    for i, (arm, d, words) in enumerate(rows):
        colour, c = page.colour(arm), d.change
        ax.add_patch(Rectangle((-zone, i - half), 2 * zone, 2 * half, facecolor=SHADE, linewidth=0, zorder=0))
        ax.plot([0, 0], [i - half, i + half], color=QUIET, linewidth=0.8, zorder=1)
        if not math.isnan(c.low):
            ax.plot([c.low, c.high], [i, i], color=colour, solid_capstyle="butt", zorder=2, gid="interval")
        marker, fill = "|" if d.settled == "same" else "o", "white" if d.settled == "open" else colour
        ax.plot(
            [c.mean], [i], marker=marker, markerfacecolor=fill, color=colour, markersize=6.5, markeredgewidth=1.6,
            linestyle="none", zorder=3, gid="change",
        )  # fmt: skip
        ax.text(
            0.0, i - 1.3 * half, "\n".join(words), transform=ax.get_yaxis_transform(), color=colour, fontsize=8,
            va="bottom", linespacing=1.3,
        ).set_in_layout(False)  # fmt: skip
    ends = [v for _, d, _ in rows for v in (d.change.low, d.change.mean, d.change.high) if not math.isnan(v)]
    low, high = min([-1.25 * zone, *ends]), max([1.25 * zone, *ends])
    air = 0.06 * (high - low)
    ax.set_xlim(low - air, high + air)
    ax.set_ylim(len(rows) - 1 + 2.2 * half, -1 + 2.2 * half)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(False)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.tick_params(labelsize=8)
    ax.set_title(page.pick(measure.called, "\n"), fontsize=9.5, pad=8)
    change = f"{page.say('report.change')} ({unit})"
    better = page.say("report.better")
    sided = {"lower": f"\u2190 {better}     {change}", "higher": f"{change}     {better} \u2192"}
    ax.set_xlabel(sided.get(measure.better, change), fontsize=8.5, labelpad=2)


def label(page: Page, arm: str, d: Difference) -> list[str]:
    """Name an arm with its change, on one line if it fits."""
    name, change = page.arm(arm), in_words(d, page)
    whole = f"{name}  {change}"
    return [whole] if wide(whole) <= LETTERS else [*wrap(name, LETTERS), change]


def in_words(d: Difference, page: Page) -> str:
    """Write the change with its interval, to a hundredth of what matters."""
    places = max(0, round(2 - math.log10(d.measure.matters)))
    mean, low, high = (f"{v:+.{places}f}".replace("-", "\u2212") for v in (d.change.mean, d.change.low, d.change.high))
    if math.isnan(d.change.mean):
        return "-"
    if math.isnan(d.change.low):
        return mean
    bounds = say("report.bounds", mean=mean, low=low, high=high)
    return bounds.zh if page.lang == "zh" else bounds.en
