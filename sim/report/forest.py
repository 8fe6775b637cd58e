"""Figure: paired differences of every arm to the first, one panel a measure, each in its own unit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sim.measures.registry import HEADLINE, MEASURES
from sim.report.style import QUIET, SHADE, Page
from sim.results import Saved
from sim.study.statistics import Difference, compare, holm

ACROSS = 3


def paired(saved: Saved, arm: str, names: Sequence[str] = HEADLINE) -> list[Difference]:
    """Compare an arm with the first one, paired by replication, with Holm's correction over the measures."""
    frame = saved.runs
    before = frame[frame.arm == saved.arms[0]].set_index("replication")
    after = frame[frame.arm == arm].set_index("replication")
    both = before.index.intersection(after.index)
    known = [n for n in names if n in frame.columns]
    return holm([compare(MEASURES[n], before.loc[both, n].to_numpy(), after.loc[both, n].to_numpy()) for n in known])


def draw(saved: Saved, page: Page) -> Figure:
    """Draw the change with its 95 % interval; grey is a change too small to matter."""
    first, *others = saved.arms
    found = {arm: paired(saved, arm) for arm in others}
    n = len(found[others[0]])
    down = math.ceil(n / ACROSS)
    figure = page.figure(
        (10.6, down * (0.78 + 0.42 * len(others)) + 0.35),
        (f"Change against {page.arm(first)}", f"与{page.arm(first)}相比的变化")
        if page.lang != "both"
        else (f"Change against {first}", "与首个方案相比的变化"),
        [
            ("Arm less first arm, pair by pair (same fate), mean with 95 % t interval; each panel has its own unit and scale.",
             "同一命运下逐对相减，均值与 95% t 区间；每格单位与刻度不同。"),
            ("Settled: Holm-corrected p < 0.05 and not surely within the grey zone.",
             "已定：经 Holm 校正 p < 0.05 且并非确定落在灰区内。"),
        ],
    )  # fmt: skip
    panels = figure.subplots(down, ACROSS, squeeze=False).ravel()
    for ax in panels[n:]:
        ax.set_visible(False)
    for k, ax in enumerate(panels[:n]):
        panel(ax, page, [(arm, found[arm][k]) for arm in others])
    ink = {"color": QUIET, "linestyle": "-", "linewidth": 1.6, "markersize": 6.5}
    figure.legend(
        handles=[
            Line2D([], [], marker="o", **ink, label=page.say("settled", "已定")),
            Line2D([], [], marker="o", markerfacecolor="white", **ink, label=page.say("not settled", "未定")),
            Line2D([], [], marker="|", **ink, label=page.say("no change that matters", "无实质变化")),
            Patch(color=SHADE, label=page.say("too small to matter", "小到无实质意义")),
        ],
        loc="outside lower left", ncols=4,
    )  # fmt: skip
    return figure


def panel(ax: Axes, page: Page, rows: Sequence[tuple[str, Difference]]) -> None:
    """Draw one measure: a row an arm, the zone in which a change does not matter shaded.

    Parameters
    ----------
    rows : sequence of (arm, Difference), all of one measure
    """
    measure, unit = rows[0][1].measure, page.unit(rows[0][1].unit)
    zone = measure.matters
    ax.axvspan(-zone, zone, color=SHADE, linewidth=0, zorder=0)
    ax.axvline(0, color=QUIET, linewidth=0.8, zorder=1)
    for i, (arm, d) in enumerate(rows):
        colour, c = page.colour(arm), d.change
        marker = {"same": "|", "open": "o"}.get(d.settled, "o")
        fill = "white" if d.settled == "open" else colour
        if not math.isnan(c.low):
            ax.plot([c.low, c.high], [i, i], color=colour, solid_capstyle="butt", zorder=2, gid="interval")
        ax.plot([c.mean], [i], marker=marker, color=colour, markerfacecolor=fill, markersize=6.5,
                markeredgewidth=1.6, linestyle="none", zorder=3, gid="change")  # fmt: skip
        ax.text(0.015, i - 0.42, f"{page.arm(arm)}  {in_words(d)}", transform=ax.get_yaxis_transform(), color=colour,
                fontsize=8, va="center", zorder=4)  # fmt: skip
    ends = [v for _, d in rows for v in (d.change.low, d.change.mean, d.change.high) if not math.isnan(v)]
    low, high = min([-1.25 * zone, *ends]), max([1.25 * zone, *ends])
    air = 0.06 * (high - low)
    ax.set_xlim(low - air, high + air)
    ax.set_ylim(len(rows) - 0.55, -0.78)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(False)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.tick_params(labelsize=8)
    ax.set_title(page.say(measure.title, measure.title_zh), fontsize=9.5)
    ax.set_xlabel(page.say("change", "变化") + f" ({unit})", fontsize=8.5, labelpad=2)
    if measure.better:
        lower = measure.better == "lower"
        word = page.say("better", "更好")
        ax.annotate(
            f"← {word}" if lower else f"{word} →", (0.0 if lower else 1.0, 0.0), (0, -25), xycoords="axes fraction",
            textcoords="offset points", ha="left" if lower else "right", va="center", fontsize=8.5, color="#2b6a4d",
            annotation_clip=False,
        )  # fmt: skip


def in_words(d: Difference) -> str:
    """Write the change with its interval, three figures."""
    if math.isnan(d.change.mean):
        return "-"
    if math.isnan(d.change.low):
        return signed(d.change.mean)
    return f"{signed(d.change.mean)} ({signed(d.change.low)} to {signed(d.change.high)})"


def signed(value: float) -> str:
    """Write a change with its sign, three figures and no exponent."""
    if value == 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:+.{min(places, 4)}f}".replace("-", "\u2212")
