"""Lines with bands: arms over the days, and the day on which they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.show.svg.drawing import INK, LINES, QUIET, SMALL, WIDE, Drawing
from sim.show.svg.panel import Panel, y_room
from sim.show.svg.scales import scale
from sim.types import Floats


class Line(NamedTuple):
    """An arm: its mean over days with a band; nan where nothing is known."""

    label: str
    day: Floats
    mean: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: title, alternative text, both axes, and what happens on the day that is marked."""

    title: str
    said: str
    x: str
    y: str
    start: str = ""


def lines(
    found: Sequence[Line], words: Words, *, width: int = WIDE, start: float = float("nan"), zero: bool = False
) -> str:
    """Draw arms over time.

    Parameters
    ----------
    found : sequence of Line
    words : Words
    width : int
    start : float
        Day that is marked by an upright line; nan marks none.
    zero : bool
        Whether the upright axis begins at 0.
    """
    d = Drawing(width, words.title, words.said)
    d.key([(LINES[k % len(LINES)], line.label) for k, line in enumerate(found)])
    d.note(words.y)
    top = d.top + (24.0 if words.start else 8.0)
    bottom = top + (240.0 if width == WIDE else 200.0)
    y = scale([v for line in found for v in (*line.low, *line.high, *line.mean)], bottom, top, zero=zero)
    days = [v for line in found for v in line.day] + [start]
    x = scale(days, y_room(y), width - 8.0, ticks=6 if width == WIDE else 4, tight=True)
    panel = Panel(d, x, y)
    end = panel.axes(words.x)
    if start == start:
        d.line(x(start), y.end, x(start), y.start, colour=QUIET, dash="2 3", mark=True)
        right = x(start) < (x.start + x.end) / 2.0
        anchor, at = ("start", x(start) + 4.0) if right else ("end", x(start) - 4.0)
        d.text(at, y.end - 6.0, words.start, size=SMALL, anchor=anchor, colour=INK)
    for k, line in enumerate(found):
        colour = LINES[k % len(LINES)]
        for run in _runs(line):
            there = [(x(line.day[i]), y(line.high[i])) for i in run if line.high[i] == line.high[i]]
            back = [(x(line.day[i]), y(line.low[i])) for i in reversed(run) if line.low[i] == line.low[i]]
            if len(there) > 1 and back:
                d.path([*there, *back], colour, fill=0.18)
            d.path([(x(line.day[i]), y(line.mean[i])) for i in run], colour, wide=2.0)
    return d.finished(end)


def _runs(line: Line) -> list[list[int]]:
    """Stretches of days without a gap."""
    runs: list[list[int]] = [[]]
    for i, value in enumerate(line.mean):
        if value == value:
            runs[-1].append(i)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
