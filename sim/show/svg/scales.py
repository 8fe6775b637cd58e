"""Scales: limits from all that is drawn, round ticks, and where a value lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
ROOT_TICKS = (0.0, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to units.

    Attributes
    ----------
    low, high : float
        Ends of the axis.
    start, end : float
        Where these lie, units.
    ticks : tuple of float
    root : bool
        Whether lengths grow with the root of a value, so that small values beside large ones can be told apart.
    """

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    root: bool = False

    def __call__(self, value: float) -> float:
        """Where a value lies."""
        low, high, at = (_root(v) if self.root else v for v in (self.low, self.high, value))
        return self.start + (self.end - self.start) * (at - low) / (high - low)


def scale(
    values: Iterable[float], start: float, end: float, *, zero: bool = False, ticks: int = 5, root: bool = False,
    tight: bool = False,
) -> Scale:  # fmt: skip
    """Make a scale on which all values lie.

    Parameters
    ----------
    values : iterable of float
        Everything that is drawn, ends of intervals too; nan is left out.
    start, end : float
        Units.
    zero : bool
        Whether 0 lies on it in any case.
    ticks : int
        About how many.
    root : bool
    tight : bool
        Whether it ends with the values instead of at ticks.
    """
    known = [v for v in values if math.isfinite(v)] + ([0.0] if zero else [])
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if low == high:
        low, high = (low - abs(low) / 2.0, high + abs(high) / 2.0) if low else (0.0, 1.0)
    if root:
        return _of_roots(low, high, start, end)
    step = _step((high - low) / ticks)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = tuple(k * step for k in range(first, last + 1))
    if tight:
        inside = tuple(m for m in marks if low <= m <= high)
        return Scale(low, high, start, end, inside)
    return Scale(marks[0], marks[-1], start, end, marks)


def _step(about: float) -> float:
    """Round a step up."""
    power = 10.0 ** math.floor(math.log10(about))
    return power * next(s for s in STEPS if about <= s * power * (1.0 + 1e-9))


def _of_roots(low: float, high: float, start: float, end: float) -> Scale:
    """Ticks at 0, 1, 2, 4, 10, ... of either sign, as far as is needed."""
    most = max(abs(low), abs(high))
    power = 10.0 ** (math.floor(math.log10(most)) - 1)
    sizes = sorted({r * power * 10.0**k for k in range(3) for r in ROOT_TICKS})
    up = [s for s in sizes if s <= high] + [next((s for s in sizes if s > high), sizes[-1])] if high > 0 else [0.0]
    down = [s for s in sizes if s <= -low] + [next((s for s in sizes if s > -low), sizes[-1])] if low < 0 else [0.0]
    marks = sorted({-s for s in down} | set(up))
    first, last = min(low, 0.0), max(high, 0.0)
    inside = tuple(m for m in marks if first <= m <= last)
    apart = _apart(inside, Scale(first, last, start, end, (), root=True))
    return Scale(first, last, start, end, apart, root=True)


def _apart(ticks: tuple[float, ...], on: Scale, least: float = 34.0) -> tuple[float, ...]:
    """Leave out ticks whose words would touch, those nearest to 0 first to go; 0 stays."""
    kept: list[float] = [0.0] if 0.0 in ticks else []
    for tick in sorted(ticks, key=abs, reverse=True):
        if all(abs(on(tick) - on(other)) >= least for other in kept):
            kept.append(tick)
    return tuple(sorted(kept))


def _root(value: float) -> float:
    return math.copysign(math.sqrt(abs(value)), value)


def told(value: float, digits: int, *, sign: bool = False) -> str:
    """Write a number with fixed decimals and a true minus; no minus before a zero."""
    said = f"{abs(value):,.{digits}f}"
    nothing = not any(c in "123456789" for c in said)
    before = "" if nothing else "−" if value < 0 else "+" if sign else ""
    return before + said


def digits_of(ticks: tuple[float, ...]) -> int:
    """Decimals that ticks need."""
    return next((d for d in range(6) if all(abs(round(t, d) - t) < 1e-9 for t in ticks)), 6)
