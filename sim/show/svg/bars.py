"""Bars of parts: where the hours of a case go, a bar for each arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.show.svg.drawing import INK, SMALL, WIDE, Drawing, wide
from sim.show.svg.rows import rows_of
from sim.show.svg.scales import scale, told

PARTS = ("#6b2409", "#f39a3d", "#a8430f", "#b7c4cf", "#1b5e9b", "#7aa6a1", "#a9c9e2", "#595959", "#d8cfa8")
"""Neighbours differ in lightness, too."""
HEIGHT = 24.0


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: title, alternative text and axis."""

    title: str
    said: str
    x: str


def bars(
    rows_found: Mapping[str, Sequence[float]], parts: Sequence[str], words: Words, *, width: int = WIDE,
    digits: int = 1,
) -> str:  # fmt: skip
    """Draw a bar for each row, its parts in their order; parts that are nothing in every row are left out.

    Parameters
    ----------
    rows_found : mapping name -> values
        Of each part, none negative.
    parts : sequence of str
        Names of the parts.
    words : Words
    width : int
    digits : int
        Decimals of the values that are told.
    """
    kept = [k for k in range(len(parts)) if any(values[k] > 0.0 for values in rows_found.values())]
    colour = {k: PARTS[k % len(PARTS)] for k in kept}
    d = Drawing(width, words.title, words.said)
    d.key([(colour[k], parts[k]) for k in kept])
    room = max((wide(told(sum(v), digits), SMALL) for v in rows_found.values()), default=0.0) + 8.0
    rows = rows_of(d, list(rows_found), pitch=38.0, right=0.0)
    totals = [sum(values[k] for k in kept) for values in rows_found.values()]
    x = scale(totals, rows.left, rows.right - room, zero=True, ticks=6 if width == WIDE else 4)
    end = rows.axes(x, words.x)
    for row, values in enumerate(rows_found.values()):
        y, at = rows.middle(row), 0.0
        for k in kept:
            left, right = x(at), x(at + values[k])
            d.rect(left, y - HEIGHT / 2.0, right - left, HEIGHT, colour[k], mark=True)
            said = told(values[k], digits)
            if wide(said, SMALL) + 6.0 <= right - left:
                d.text((left + right) / 2.0, y + 4.0, said, size=SMALL, anchor="middle", colour=_on(colour[k]))
            at += values[k]
        d.text(x(at) + 5.0, y + 4.0, told(at, digits), size=SMALL, colour=INK, bold=True)
    return d.finished(end)


def _on(colour: str) -> str:
    """Colour of text on a ground, black or white, whichever can be read."""
    red, green, blue = (int(colour[k : k + 2], 16) / 255.0 for k in (1, 3, 5))
    light = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return "#ffffff" if light < 0.18 else INK
