"""A line of the benchmark: a figure with its unit, the bar it is held against, and whether it clears it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

HEAD = f"{'figure':<72}{'measured':>9} {'unit':<26}{'bar':<24}verdict"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure.

    Attributes
    ----------
    at_least, at_most : float, optional
        The bar; a figure without one is there to be known.
    aim : str
        What the design would like beyond the bar.
    """

    figure: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    aim: str = ""

    @property
    def verdict(self) -> str:
        """Say ok, over (the bar is missed) or nothing (no bar)."""
        if self.at_least is None and self.at_most is None:
            return ""
        high = self.at_least is None or self.value >= self.at_least
        low = self.at_most is None or self.value <= self.at_most
        return "ok" if high and low else "over"

    def __str__(self) -> str:
        """Show as a row under `HEAD`."""
        bar = f">= {self.at_least:g}" if self.at_least is not None else ""
        bar = f"<= {self.at_most:g}" if self.at_most is not None else bar
        bar += f" (aim {self.aim})" if self.aim else ""
        return f"{self.figure:<72}{short(self.value):>9} {self.unit:<26}{bar:<24}{self.verdict}".rstrip()

    def plain(self) -> dict[str, Any]:
        """Everything, for JSON."""
        return {**asdict(self), "verdict": self.verdict}


def short(value: float) -> str:
    """Three digits that mean something, thousands with commas."""
    if abs(value) >= 1000.0:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 100.0 else f"{value:.0f}"
