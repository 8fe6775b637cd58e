"""A panel: room within axes, with ticks, lines of a grid and what the axes mean."""

from __future__ import annotations

from dataclasses import dataclass

from sim.show.svg.drawing import FAINT, INK, PALE, QUIET, SMALL, Drawing, folded, wide
from sim.show.svg.scales import Scale, digits_of, told


@dataclass(frozen=True, slots=True)
class Panel:
    """Axes.

    Attributes
    ----------
    drawing : Drawing
    x, y : Scale
        ``y`` from bottom to top.
    pad : float
        Units between the ends of the scales and those of the room, so that a point at an end is whole.
    """

    drawing: Drawing
    x: Scale
    y: Scale
    pad: float = 0.0

    def axes(self, x_title: str, *, x_digits: int | None = None, sign: bool = False) -> float:
        """Draw ticks, grid and what the level axis means; what the other means stands above, level.

        Returns
        -------
        float
            Where the panel ends, below its words.
        """
        d, x, y, pad = self.drawing, self.x, self.y, self.pad
        left, right, top, bottom = x.start - pad, x.end + pad, y.end - pad, y.start + pad
        d.rect(left, top, right - left, bottom - top, "", plot=True)
        for tick in y.ticks:
            d.line(left, y(tick), right, y(tick), colour=FAINT if tick == 0.0 else PALE)
            said = told(tick, digits_of(y.ticks), sign=sign)
            d.text(left - 6.0, y(tick) + 4.0, said, size=SMALL, anchor="end", colour=QUIET)
        return x_axis(d, x, top, bottom, x_title, digits=x_digits)


def x_axis(
    drawing: Drawing, x: Scale, top: float, bottom: float, title: str, *, digits: int | None = None,
    sign: bool = False,
) -> float:  # fmt: skip
    """Draw a level axis with its grid; return where its words end."""
    digits = digits_of(x.ticks) if digits is None else digits
    for tick in x.ticks:
        drawing.line(x(tick), top, x(tick), bottom, colour=FAINT if tick == 0.0 else PALE)
        said = told(tick, digits, sign=sign)
        half = wide(said, SMALL) / 2.0
        at = min(max(x(tick), half), drawing.width - half)
        drawing.text(at, bottom + 16.0, said, size=SMALL, anchor="middle", colour=QUIET)
    end = bottom + 18.0
    for line in folded(title, drawing.width, SMALL) if title else ():
        end += 1.3 * SMALL
        across = wide(line, SMALL)
        at = min(max((x.start + x.end) / 2.0, across / 2.0), drawing.width - across / 2.0)
        drawing.text(at, end, line, size=SMALL, anchor="middle", colour=INK)
    return end + 6.0


def y_room(ticks_at: Scale, *, sign: bool = False) -> float:
    """Units that the words of a y axis take."""
    return max(wide(told(t, digits_of(ticks_at.ticks), sign=sign), SMALL) for t in ticks_at.ticks) + 10.0
