"""Lorenz curve: which share of all waiting is carried by those who wait longest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.show.svg.drawing import FAINT, LINES, WIDE, Drawing
from sim.show.svg.panel import Panel, y_room
from sim.show.svg.scales import scale, told
from sim.types import Floats


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: title, alternative text, both axes, the diagonal, and what the number behind each arm is."""

    title: str
    said: str
    x: str
    y: str
    equal: str
    gini: str


def gini(share: Floats) -> float:
    """Gini coefficient of a Lorenz curve at equal steps: 0 all wait as long, 1 one waits for all."""
    below = float(((share[1:] + share[:-1]) / 2.0).mean())
    return 1.0 - 2.0 * below


def lorenz(curves: Mapping[str, Floats], words: Words, *, width: int = WIDE) -> str:
    """Draw a curve for each arm.

    Parameters
    ----------
    curves : mapping name -> array [percentiles]
        Share of the total up to each percentile, 0 to 1, percentiles at equal steps from 0 to 100.
    words : Words
        ``gini`` has a place ``{x}`` for the coefficient.
    width : int
    """
    d = Drawing(width, words.title, words.said)
    named = {name: f"{name} ({words.gini.format(x=told(gini(share), 2))})" for name, share in curves.items()}
    d.key([(LINES[k % len(LINES)], said) for k, said in enumerate(named.values())] + [(FAINT, words.equal)])
    d.note(words.y)
    top = d.top + 8.0
    side = 340.0 if width == WIDE else 280.0
    y = scale([0.0, 100.0], top + side, top)
    left = y_room(y)
    x = scale([0.0, 100.0], left, left + side)
    end = Panel(d, x, y).axes(words.x)
    d.path([(x(0.0), y(0.0)), (x(100.0), y(100.0))], FAINT, wide=1.5, dash="4 3")
    for k, share in enumerate(curves.values()):
        at = np.linspace(0.0, 100.0, len(share))
        d.path([(x(p), y(100.0 * s)) for p, s in zip(at, share, strict=True)], LINES[k % len(LINES)], wide=2.0)
    return d.finished(end)
