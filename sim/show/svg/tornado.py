"""Tornado: how far the change moves when one assumed number does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.show.svg.drawing import INK, QUIET, SHADE, SMALL, WIDE, Drawing, wide
from sim.show.svg.rows import rows_of
from sim.show.svg.scales import scale

LOW, HIGH = "#5b94c6", "#d9843b"
"""Colours of a number's low and high end."""


class Swing(NamedTuple):
    """An assumed number.

    Attributes
    ----------
    label : str
    at_low, at_high : float
        The change when the number stands at its low and at its high end.
    low, high : str
        These ends, as they are told.
    """

    label: str
    at_low: float
    at_high: float
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: title, alternative text, axis, both ends of a number, and the zone that is too small to matter."""

    title: str
    said: str
    x: str
    low: str
    high: str
    small: str


def tornado(swings: Sequence[Swing], words: Words, *, centre: float, matters: float = 0.0, width: int = WIDE) -> str:
    """Draw a bar for each number, in the order given, around the change at the defaults.

    Parameters
    ----------
    swings : sequence of Swing
    words : Words
    centre : float
        The change at the defaults.
    matters : float
        A smaller change does not matter; 0 draws no zone.
    width : int
    """
    d = Drawing(width, words.title, words.said)
    d.key([(LOW, words.low), (HIGH, words.high), *([(SHADE, words.small)] if matters else [])])
    rows = rows_of(d, [swing.label for swing in swings], pitch=30.0)
    ends = max((wide(said, SMALL) for s in swings for said in (s.low, s.high)), default=0.0)
    room = ends + 10.0 if ends else 4.0
    values = [v for s in swings for v in (s.at_low, s.at_high)] + [centre, -matters, matters]
    x = scale(values, rows.left + room, rows.right - room, zero=True, ticks=6 if width == WIDE else 4)
    if matters:
        d.rect(x(-matters), rows.top, x(matters) - x(-matters), rows.bottom - rows.top, SHADE)
    end = rows.axes(x, words.x, sign=True)
    for k, swing in enumerate(swings):
        y = rows.middle(k)
        for value, said, colour in ((swing.at_low, swing.low, LOW), (swing.at_high, swing.high, HIGH)):
            left, right = sorted((x(centre), x(value)))
            d.rect(left, y - 8.0, right - left, 16.0, colour, mark=True)
            if said:
                outside = value >= centre if value != centre else colour == HIGH
                at, anchor = (x(value) + 5.0, "start") if outside else (x(value) - 5.0, "end")
                d.text(at, y + 4.0, said, size=SMALL, anchor=anchor, colour=QUIET)
    d.line(x(centre), rows.top, x(centre), rows.bottom, colour=INK, wide=1.5, mark=True)
    return d.finished(end)
