"""A drawing: shapes and texts in units, with a title, written as SVG."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from html import escape

from sim.fold import fold

WIDE, NARROW = 720, 360
"""Units across: of a page and of a phone."""
TEXT, SMALL, TITLE = 13.0, 12.0, 16.0
"""Sizes of text, units. On a phone a unit is a little less than a pixel, so that the smallest stays above 11."""
INK, QUIET, FAINT, PALE, SHADE = "#1a1a1a", "#595959", "#8a8a8a", "#d9d9d9", "#f2f2f2"
"""Text, quiet text, marks without a verdict, lines of a grid, ground of what is too small to matter."""
BETTER, WORSE = "#0b5f9e", "#9a4a08"
TONES = {"better": BETTER, "worse": WORSE, "": FAINT}
"""Colour of a mark by what is sure about it; only what is sure has one."""
LINES = ("#595959", "#0b5f9e", "#d9843b", "#117733", "#882255", "#6b2409")
"""Of arms, the first one as it is."""


class Drawing:
    """Collects what is drawn, from the top.

    Parameters
    ----------
    width : float
    title : str
        The finding or the question, above everything; none if empty, where the page says it.
    said : str
        One line that says what is seen: for who cannot see it.

    Attributes
    ----------
    top : float
        Where the room under the title begins.
    """

    def __init__(self, width: float, title: str, said: str) -> None:
        self.width, self.said, self.top = width, said, 4.0
        self._parts: list[str] = []
        for line in folded(title, width - 8.0, TITLE) if title else ():
            self.top += 1.3 * TITLE
            self.text(0.0, self.top - 4.0, line, size=TITLE, bold=True)
        if title:
            self.top += 6.0

    def text(
        self, x: float, y: float, said: str, *, size: float = TEXT, anchor: str = "start", colour: str = INK,
        bold: bool = False, halo: bool = False,
    ) -> None:  # fmt: skip
        """Write a line whose letters stand on y; with a halo it can be read on data."""
        weight = ' font-weight="600"' if bold else ""
        weight += ' stroke="#fff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"' if halo else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="{colour}"{weight}>'
            f"{escape(said)}</text>"
        )

    def line(
        self, x0: float, y0: float, x1: float, y1: float, *, colour: str = PALE, wide: float = 1.0, dash: str = "",
        mark: bool = False,
    ) -> None:  # fmt: skip
        """Draw a line; a mark stands for data and lies within the axes."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line{_class(mark)} x1="{_n(x0)}" y1="{_n(y0)}" x2="{_n(x1)}" y2="{_n(y1)}" stroke="{colour}" '
            f'stroke-width="{_n(wide)}"{dashed}/>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, colour: str, *, mark: bool = False, plot: bool = False
    ) -> None:  # fmt: skip
        """Draw a rectangle; ``plot`` is the room within axes, which is not seen."""
        kind = ' class="plot"' if plot else _class(mark)
        fill, size = "none" if plot else colour, f'width="{_n(max(width, 0.0))}" height="{_n(max(height, 0.0))}"'
        self._parts.append(f'<rect{kind} x="{_n(x)}" y="{_n(y)}" {size} fill="{fill}"/>')

    def circle(
        self, x: float, y: float, r: float, colour: str, *, hollow: bool = False, mark: bool = True
    ) -> None:  # fmt: skip
        """Draw a point; one that explains is no mark."""
        look = f'fill="#fff" stroke="{colour}" stroke-width="2"' if hollow else f'fill="{colour}"'
        self._parts.append(f'<circle{_class(mark)} cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" {look}/>')

    def path(
        self, points: Sequence[tuple[float, float]], colour: str, *, wide: float = 0.0, fill: float = 0.0,
        dash: str = "",
    ) -> None:  # fmt: skip
        """Draw a line through points, or (with ``fill``, its opacity) the area within them."""
        at = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        if fill:
            self._parts.append(f'<polygon class="mark" points="{at}" fill="{colour}" fill-opacity="{_n(fill, 2)}"/>')
        else:
            look = f'stroke="{colour}" stroke-width="{_n(wide)}"{dashed}'
            self._parts.append(f'<polyline class="mark" points="{at}" fill="none" {look}/>')

    def band(self, left: tuple[float, float, float], right: tuple[float, float, float], colour: str) -> None:
        """Draw a flow from (x, top, bottom) to (x, top, bottom)."""
        (x0, a0, b0), (x1, a1, b1) = left, right
        m = (x0 + x1) / 2.0
        self._parts.append(
            f'<path class="mark" d="M{_n(x0)},{_n(a0)} C{_n(m)},{_n(a0)} {_n(m)},{_n(a1)} {_n(x1)},{_n(a1)} '
            f'L{_n(x1)},{_n(b1)} C{_n(m)},{_n(b1)} {_n(m)},{_n(b0)} {_n(x0)},{_n(b0)} Z" fill="{colour}" '
            'fill-opacity="0.3"/>'
        )

    def note(self, said: str, colour: str = INK) -> None:
        """Write small lines under the title; the room begins under them."""
        for line in folded(said, self.width, SMALL):
            self.top += 1.3 * SMALL
            self.text(0.0, self.top - 3.0, line, size=SMALL, colour=colour)

    def key(self, entries: Sequence[tuple[str, str]], left: float = 0.0) -> None:
        """Explain colours in rows under the title; the room begins under them."""
        x, self.top = left, self.top + 1.3 * TEXT
        for colour, said in entries:
            across = 18.0 + wide(said, TEXT) + 14.0
            if x > left and x + across > self.width:
                x, self.top = left, self.top + 1.4 * TEXT
            self.rect(x, self.top - 11.0, 12.0, 12.0, colour)
            self.text(x + 18.0, self.top, said)
            x += across
        self.top += 8.0

    def finished(self, height: float) -> str:
        """The SVG."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(self.width)} {_n(height)}" role="img" '
            f'aria-label="{escape(self.said)}" font-family="inherit" style="width:100%;height:auto">'
            f"{''.join(self._parts)}</svg>"
        )


def _n(value: float, digits: int = 1) -> str:
    """Write a number shortly; nobody sees a hundredth of a pixel."""
    said = f"{value:.{digits}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _class(mark: bool) -> str:
    return ' class="mark"' if mark else ""


def wide(text: str, size: float) -> float:
    """Units that a line takes, rather too many: nobody knows the font of a page."""
    return size * sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.58 for c in text)


def folded(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines of a width."""
    return fold(text, width, lambda line: wide(line, size))


def cut(text: str, width: float, size: float) -> str:
    """Cut a text that is too long, with an ellipsis."""
    if wide(text, size) <= width:
        return text
    while text and wide(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def in_both_widths(draw: Callable[[int], str]) -> str:
    """Draw a chart for a page and for a phone; the page's style shows ``wide`` or ``narrow``."""
    return f'<div class="wide">{draw(WIDE)}</div><div class="narrow">{draw(NARROW)}</div>'
