"""Scatter: what each choice costs and gains, with intervals, and the line of those that no other one beats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.show.svg.drawing import QUIET, SMALL, TONES, WIDE, Drawing, wide
from sim.show.svg.panel import Panel, y_room
from sim.show.svg.pareto import NOTHING, pareto
from sim.show.svg.scales import scale

R = 5.0
Box = tuple[float, float, float, float]


class Point(NamedTuple):
    """A choice.

    Attributes
    ----------
    label : str
    x, y : float
        Cost and gain.
    x_low, x_high, y_low, y_high : float
        Ends of its intervals; nan where there is none.
    tone : {"better", "worse", ""}
        What is sure about it.
    """

    label: str
    x: float
    y: float
    x_low: float = float("nan")
    x_high: float = float("nan")
    y_low: float = float("nan")
    y_high: float = float("nan")
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: title, alternative text, axes, and what the line is."""

    title: str
    said: str
    x: str
    y: str
    line: str


def scatter(points: Sequence[Point], words: Words, *, width: int = WIDE, root: bool = False) -> str:
    """Draw the scatter.

    Parameters
    ----------
    points : sequence of Point
    words : Words
    width : int
    root : bool
        Whether the cost axis grows with the root: where one choice costs many times what the others do.
    """
    d = Drawing(width, words.title, words.said)
    d.note(words.y)
    d.note("- - -  " + words.line, QUIET)
    top, bottom = d.top + 10.0, d.top + 10.0 + (300.0 if width == WIDE else 280.0)
    ys = [v for p in points for v in (p.y, p.y_low, p.y_high)]
    xs = [v for p in points for v in (p.x, p.x_low, p.x_high)]
    y = scale(ys, bottom - 2 * R, top + 2 * R, zero=True)
    x = scale(xs, y_room(y) + 2 * R, width - 2 * R - 1.0, zero=True, ticks=6 if width == WIDE else 4, root=root)
    panel = Panel(d, x, y, pad=2 * R)
    end = panel.axes(words.x)
    best = pareto([p.x for p in points], [p.y for p in points])
    corners = [(0.0, 0.0) if i == NOTHING else (points[i].x, points[i].y) for i in best]
    if len(corners) > 1:
        d.path([(x(cost), y(gain)) for cost, gain in corners], QUIET, wide=1.5, dash="4 3")
    for p in points:
        colour = TONES[p.tone]
        if p.x_low == p.x_low:
            d.line(x(p.x_low), y(p.y), x(p.x_high), y(p.y), colour=colour, mark=True)
        if p.y_low == p.y_low:
            d.line(x(p.x), y(p.y_low), x(p.x), y(p.y_high), colour=colour, mark=True)
    for p in points:
        d.circle(x(p.x), y(p.y), R, TONES[p.tone])
    on_line = [i for i in best if i != NOTHING]
    first = [*on_line, *sorted(set(range(len(points))) - set(on_line), key=lambda i: -abs(points[i].y))]
    _label(d, [points[i] for i in first], panel)
    return d.finished(end)


def _label(d: Drawing, points: Sequence[Point], panel: Panel) -> None:
    """Name as many points as there is room for, those on the line first."""
    x, y = panel.x, panel.y
    taken: list[Box] = [(x(p.x) - R, y(p.y) - R, x(p.x) + R, y(p.y) + R) for p in points]
    for p in points:
        for anchor, at, box in _places(x(p.x), y(p.y), wide(p.label, SMALL)):
            inside = box[0] >= x.start - R and box[2] <= d.width and box[1] >= y.end - R and box[3] <= y.start + 2 * R
            if inside and not any(_touch(box, other) for other in taken):
                d.text(*at, p.label, size=SMALL, anchor=anchor, colour=TONES[p.tone] if p.tone else QUIET, halo=True)
                taken.append(box)
                break


def _places(x: float, y: float, across: float) -> Iterator[tuple[str, tuple[float, float], Box]]:
    """Where a name may stand: right, left, above, below."""
    gap = R + 4.0
    for anchor, left, base in (
        ("start", x + gap, y + 4.0),
        ("end", x - gap - across, y + 4.0),
        ("middle", x - across / 2.0, y - gap),
        ("middle", x - across / 2.0, y + gap + SMALL - 2.0),
        ("start", x + gap, y - gap),
        ("start", x + gap, y + gap + SMALL - 2.0),
    ):
        at = {"start": left, "end": left + across, "middle": left + across / 2.0}[anchor]
        yield anchor, (at, base), (left - 1.0, base - SMALL + 1.0, left + across + 1.0, base + 4.0)


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
