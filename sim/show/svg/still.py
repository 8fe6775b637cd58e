"""A still map: areas in colours with their borders, without a word, so that it may be shown at any size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

import numpy as np

from sim.show.svg.drawing import WIDE, Drawing
from sim.show.svg.scales import digits_of, told
from sim.types import Array, Floats, Rows

CHANGE = ("#1b5e9b", "#5b94c6", "#a9c9e2", "#f2f2f2", "#f0bf8f", "#d9843b", "#9a4a08")
"""Of a difference, better to worse; the same as in the replay."""
OPEN = "#c9c9c9"
"""Not settled, or nothing to show."""
BORDER = "#1a1a1a"
Run = tuple[int, int, int]


def change_colours(change: Floats, sure: Array, steps: Sequence[float], worse: str) -> list[str]:
    """Colour of each area by how much it changed; grey where that is not settled.

    Parameters
    ----------
    change, sure : array [areas]
    steps : sequence of float
        Limits of the classes by size, three of them.
    worse : {"high", "low"}
    """
    signed = np.where(np.isfinite(change), change, 0.0) * (1.0 if worse == "high" else -1.0)
    place = len(steps) + np.sign(signed) * np.searchsorted(steps, np.abs(signed), side="right")
    settled = np.asarray(sure, np.bool_) & np.isfinite(change)
    return [CHANGE[int(k)] if ok else OPEN for k, ok in zip(place, settled, strict=True)]


def still(raster: Rows, colours: Sequence[str], outlined: Rows, said: str) -> str:
    """Draw the map.

    Parameters
    ----------
    raster : array [height, width]
        Area at each picture element; -1 where there is none.
    colours : sequence of str [areas]
    outlined : array [areas]
        What borders are drawn around: the area itself, or the street that it belongs to.
    said : str
        What is seen, for who cannot see it.
    """
    high, across = raster.shape
    inside = np.where(raster >= 0, raster, 0)
    palette = sorted(set(colours))
    number = np.array([palette.index(c) for c in colours])
    painted = np.where(raster >= 0, number[inside], -1)
    paths = []
    for k, colour in enumerate(palette):
        runs = "".join(f"M{x} {y}.5h{n}" for y, x, n in _runs(painted == k))
        paths.append(f'<path d="{runs}" stroke="{colour}" stroke-width="1.02" fill="none"/>')
    lines = _borders(np.where(raster >= 0, outlined[inside], -1))
    paths.append(
        f'<path d="{lines}" stroke="{BORDER}" stroke-width="1" vector-effect="non-scaling-stroke" fill="none"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-0.2 -0.2 {across + 0.4} {high + 0.4}" role="img" '
        f'aria-label="{escape(said)}" style="width:100%;height:auto">{"".join(paths)}</svg>'
    )


def _runs(there: Array) -> Iterator[Run]:
    """Stretches of elements in each row: row, first element, length."""
    edge = np.diff(np.pad(there.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    begins, ends = np.nonzero(edge == 1), np.nonzero(edge == -1)
    for row, first, last in zip(begins[0].tolist(), begins[1].tolist(), ends[1].tolist(), strict=True):
        yield row, first, last - first


def _borders(area: Rows) -> str:
    """Lines between different areas, and around all, as few as there are."""
    padded = np.pad(area, 1, constant_values=-1)
    level = padded[1:, 1:-1] != padded[:-1, 1:-1]
    upright = (padded[1:-1, 1:] != padded[1:-1, :-1]).T
    along = "".join(f"M{x} {y}h{n}" for y, x, n in _runs(level))
    return along + "".join(f"M{x} {y}v{n}" for x, y, n in _runs(upright))


def change_key(steps: Sequence[float], words: tuple[str, str, str], unit: str, *, width: int = WIDE) -> str:
    """Explain the colours of a change.

    Parameters
    ----------
    steps : sequence of float
    words : (better, worse, not settled)
    unit : str
    width : int
    """
    better, worse, open_ = words
    digits = digits_of(tuple(steps))
    sizes = [told(step, digits) for step in steps]
    d = Drawing(width, "", " / ".join([*words, unit]))
    ends = [f"{a}–{b}" for a, b in pairwise(sizes)] + [f"≥{sizes[-1]}"]
    names = [*reversed(ends), f"<{sizes[0]}", *ends]
    names[0], names[-1] = f"{better} {names[0]}", f"{worse} {names[-1]}"
    d.key([*zip(CHANGE, names, strict=True), (OPEN, open_)])
    d.note(unit)
    return d.finished(d.top + 4.0)
