"""Dumbbells: where each area or group was and where it comes to stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.show.svg.drawing import FAINT, TEXT, TONES, WIDE, Drawing, wide
from sim.show.svg.rows import rows_of
from sim.show.svg.scales import scale

R = 5.5


class Dumbbell(NamedTuple):
    """A row: before, after with its interval (nan where there is none), and what is sure."""

    label: str
    before: float
    after: float
    low: float = float("nan")
    high: float = float("nan")
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: title, alternative text, axis, both ends, and the tones."""

    title: str
    said: str
    x: str
    before: str
    after: str
    better: str
    worse: str
    open: str


def dumbbells(found: Sequence[Dumbbell], words: Words, *, width: int = WIDE, zero: bool = False) -> str:
    """Draw a row for each, in the order given.

    Parameters
    ----------
    found : sequence of Dumbbell
    words : Words
    width : int
    zero : bool
        Whether the axis begins at 0.
    """
    d = Drawing(width, words.title, words.said)
    said = {"better": words.better, "worse": words.worse, "": words.open}
    tones = [tone for tone in said if any(row.tone == tone for row in found)]
    d.key([(TONES[tone], said[tone]) for tone in tones])
    d.circle(R + 1.0, d.top + 8.0, R - 1.0, FAINT, hollow=True, mark=False)
    d.text(18.0, d.top + 12.0, words.before)
    middle = 32.0 + wide(words.before, TEXT)
    d.circle(middle + R, d.top + 8.0, R, FAINT, mark=False)
    d.text(middle + 18.0, d.top + 12.0, words.after)
    d.top += 20.0
    rows = rows_of(d, [row.label for row in found])
    values = [v for row in found for v in (row.before, row.after, row.low, row.high)]
    x = scale(values, rows.left + 2 * R, rows.right - 2 * R, zero=zero, ticks=6 if width == WIDE else 4)
    end = rows.axes(x, words.x)
    for k, row in enumerate(found):
        y, colour = rows.middle(k), TONES[row.tone]
        if row.low == row.low:
            d.line(x(row.low), y, x(row.high), y, colour=colour, wide=1.0, mark=True)
        d.line(x(row.before), y, x(row.after), y, colour=colour, wide=3.0, mark=True)
        d.circle(x(row.before), y, R - 1.0, colour, hollow=True)
        d.circle(x(row.after), y, R, colour)
    return d.finished(end)
