"""Rows with names: beside the axes on a page, above each row on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.show.svg.drawing import INK, SMALL, TEXT, WIDE, Drawing, cut, folded, wide
from sim.show.svg.panel import x_axis
from sim.show.svg.scales import Scale

MOST = 0.36
"""Of the width, that names may take."""
NAME = 15.0
"""Room for a name above a row."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Room for rows.

    Attributes
    ----------
    drawing : Drawing
    names : tuple of str
    left, right : float
        Where what is drawn may begin and end.
    pitch, above : float
        From row to row, and of it the room for a name above what is drawn.
    """

    drawing: Drawing
    names: tuple[str, ...]
    left: float
    right: float
    pitch: float
    above: float = 0.0

    @property
    def top(self) -> float:
        """Where the rows begin."""
        return self.drawing.top + 6.0

    @property
    def bottom(self) -> float:
        """Where they end."""
        return self.top + self.pitch * len(self.names)

    def middle(self, row: int) -> float:
        """Height of what is drawn in a row."""
        return self.top + self.pitch * row + (self.pitch + self.above) / 2.0

    def axes(self, x: Scale, title: str, *, sign: bool = False) -> float:
        """Draw the level axis and the names; return where its words end."""
        d = self.drawing
        d.rect(self.left, self.top, self.right - self.left, self.bottom - self.top, "", plot=True)
        end = x_axis(d, x, self.top, self.bottom, title, sign=sign)
        for row, name in enumerate(self.names):
            if not self.above:
                self._beside(row, name)
            else:
                d.text(0.0, self.top + self.pitch * row + TEXT, cut(name, d.width, TEXT), colour=INK, halo=True)
        return end

    def _beside(self, row: int, name: str) -> None:
        """Write a name beside its row, in two lines where one is too short for it."""
        d, room, y = self.drawing, self.left - 12.0, self.middle(row) + 4.0
        size = TEXT if wide(name, TEXT) <= room else SMALL
        first, *more = folded(name, room, size)
        lines = [first.strip(), *([cut(" ".join(more), room, size)] if more else [])]
        for k, line in enumerate(lines):
            d.text(self.left - 10.0, y + (k - 0.5 * len(more[:1])) * SMALL, line, size=size, anchor="end", colour=INK)


def rows_of(drawing: Drawing, names: Sequence[str], pitch: float = 26.0, right: float = 0.0) -> Rows:
    """Lay rows out.

    Parameters
    ----------
    drawing : Drawing
    names : sequence of str
    pitch : float
        On a page; on a phone names need a line more.
    right : float
        Room kept free on the right.
    """
    if drawing.width >= WIDE:
        longest = max((wide(name, TEXT) for name in names), default=0.0)
        left = min(longest + 14.0, MOST * drawing.width)
        return Rows(drawing, tuple(names), left, drawing.width - right, pitch)
    return Rows(drawing, tuple(names), 0.0, drawing.width - right, pitch + NAME, NAME)
