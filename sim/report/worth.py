"""Figure: what a yuan buys, each arm's gain against its cost, and the line of those that no other one beats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.i18n import Bilingual, say, word
from sim.measures import MEASURES
from sim.report.style import QUIET, TONES, Page, halo, wide
from sim.show.svg.pareto import NOTHING, pareto
from sim.studies.results import Results
from sim.studies.statistics import Difference

MAIN, COST = "solved_of_all", "spending"
SIZE = (9.0, 4.8)
LETTER_IN, LINE_IN, GAP_IN = 0.062, 0.15, 0.09
"""Of the names of points, inches: a Latin letter, a line, the gap between a point and its name."""
Box = tuple[float, float, float, float]


class Arm(NamedTuple):
    """An arm: both changes with their ends at the defaults, 5 and 95 % of the gain under draws, and its tone."""

    label: str
    cost: float
    cost_low: float
    cost_high: float
    gain: float
    low: float
    high: float
    drawn_low: float
    drawn_high: float
    tone: str


def arms(saved: Results) -> list[Arm]:
    """Changes of all arms to the first one."""
    found = []
    for label in saved.arms[1:]:
        gain, cost = saved.differences_to(label, (MAIN, COST))
        under = next(iter(saved.under_draws(label, (MAIN,))), None)
        ends = (under.low, under.high) if under else (np.nan, np.nan)
        sure = under is not None and under.sure == "sure_too"
        tone = {"more": "better", "less": "worse"}.get(gain.settled, "") if sure else ""
        found.append(Arm(label, *_ends(cost), *_ends(gain), *ends, tone))
    return found


def _ends(difference: Difference) -> tuple[float, float, float]:
    change = difference.change
    return change.mean, change.low, change.high


def draw(saved: Results, page: Page) -> Figure:
    """Draw the scatter of the arms."""
    return scatter(arms(saved), page)


def scatter(found: Sequence[Arm], page: Page) -> Figure:
    """Draw a scatter of arms, or of levers."""
    drawn = any(arm.drawn_low == arm.drawn_low for arm in found)
    key = [
        Line2D([], [], color=QUIET, marker="o", linewidth=2.4, label=page.say("figures.at_defaults")),
        *([Line2D([], [], color=QUIET, linewidth=0.8, label=page.say("figures.drawn"))] if drawn else []),
        Line2D([], [], color=QUIET, linewidth=1.2, linestyle="--", label=page.say("figures.pareto")),
    ]
    notes = [say("figures.of_worth"), say("figures.colour" if drawn else "figures.no_draws")]
    figure = page.figure(SIZE, say("figures.worth"), notes, key)
    ax = figure.subplots()
    for zero in (ax.axhline, ax.axvline):
        zero(0.0, color=QUIET, linewidth=0.8, zorder=1)
    best = pareto([arm.cost for arm in found], [arm.gain for arm in found])
    corners = [(0.0, 0.0) if i == NOTHING else (found[i].cost, found[i].gain) for i in best]
    ax.plot(*zip(*corners, strict=True), "--", color=QUIET, linewidth=1.2, zorder=2, gid="pareto")
    for arm in found:
        colour = TONES[arm.tone]
        ax.plot([arm.cost, arm.cost], [arm.drawn_low, arm.drawn_high], color=colour, linewidth=0.8, zorder=3)
        ax.plot([arm.cost, arm.cost], [arm.low, arm.high], color=colour, linewidth=2.4, zorder=3)
        ax.plot([arm.cost_low, arm.cost_high], [arm.gain, arm.gain], color=colour, linewidth=2.4, zorder=3)
        ax.plot([arm.cost], [arm.gain], "o", color=colour, markersize=5.5, zorder=4, gid="change")
    xs = [v for arm in found for v in (arm.cost, arm.cost_low, arm.cost_high)]
    ys = [v for arm in found for v in (arm.gain, arm.low, arm.high, arm.drawn_low, arm.drawn_high)]
    ax.set_xlim(*_reach(xs, 0.08))
    ax.set_ylim(*_reach(ys, 0.08))
    on_line = [i for i in best if i != NOTHING]
    rest = sorted(set(range(len(found))) - set(on_line), key=lambda i: -abs(found[i].gain))
    _name(ax, page, [found[i] for i in [*on_line, *rest]])
    ax.grid(True)
    gain, cost = MEASURES[MAIN], MEASURES[COST]
    ax.set_ylabel(_label(page, "figures.more_of", gain.called, gain.unit_of_change))
    ax.set_xlabel(_label(page, "figures.more_of", cost.called, cost.unit))
    return figure


def _label(page: Page, key: str, title: Bilingual, unit: str) -> str:
    return page.say(key, "\n", title=title, unit=word("units", unit))


def _reach(values: Sequence[float], air: float) -> tuple[float, float]:
    """Ends of an axis that shows 0 and every value, with air at both ends."""
    known = [0.0, *(v for v in values if np.isfinite(v))]
    low, high = min(known), max(known)
    room = air * (high - low) or 1.0
    return low - room, high + room


def _name(ax: Axes, page: Page, found: Sequence[Arm]) -> None:
    """Name as many points as there is room for, those on the line first."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    across, up = SIZE[0] - 1.0, SIZE[1] - 0.6  # of the panel, about
    at = [((a.cost - left) / (right - left) * across, (a.gain - bottom) / (top - bottom) * up) for a in found]
    taken: list[Box] = [(x - GAP_IN, y - GAP_IN, x + GAP_IN, y + GAP_IN) for x, y in at]
    for arm, (x, y) in zip(found, at, strict=True):
        name = page.arm(arm.label)
        for how, box in _places(x, y, LETTER_IN * wide(name)):
            inside = box[0] >= 0.0 and box[2] <= across and box[1] >= 0.0 and box[3] <= up
            if inside and not any(_touch(box, other) for other in taken):
                told = ax.annotate(
                    name, (arm.cost, arm.gain), (72 * how[0], 72 * how[1]), textcoords="offset points", fontsize=8.5,
                    ha=how[2], va="center", color=TONES[arm.tone] if arm.tone else "#404040", zorder=5,
                )  # fmt: skip
                halo(told).set_in_layout(False)
                taken.append(box)
                break


def _places(x: float, y: float, width: float) -> Iterator[tuple[tuple[float, float, str], Box]]:
    """Where a name may stand, inches: first beside its intervals and off the line, which rises to the right."""
    for dx, dy, ha in (
        (GAP_IN, -0.15, "left"), (-GAP_IN, 0.15, "right"), (GAP_IN, 0.15, "left"), (-GAP_IN, -0.15, "right"),
        (GAP_IN, 0.0, "left"), (-GAP_IN, 0.0, "right"), (0.0, 0.17, "center"), (0.0, -0.17, "center"),
    ):  # fmt: skip
        start = x + dx - {"left": 0.0, "right": width, "center": width / 2.0}[ha]
        yield (dx, dy, ha), (start, y + dy - LINE_IN / 2.0, start + width, y + dy + LINE_IN / 2.0)


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
