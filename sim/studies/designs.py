"""Designs: which points of several ranges are run.

A design spreads points over a cube, one side a number (`cube`); `sim.studies.ranges` says what the sides are. ``grid``
is every combination of evenly spaced levels; ``lhs`` a Latin hypercube (McKay, Beckman and Conover 1979, Technometrics
21, 239-245): each number has one value in each of n equal slices; ``sobol`` and ``halton`` are sequences that leave no
gaps, scrambled by the seed (Owen 1998, Journal of Complexity 14, 466-489), as SciPy makes them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.errors import ConfigError, Problem, did_you_mean
from sim.i18n import say
from sim.studies.ranges import Range
from sim.types import Floats

DESIGNS = ("grid", "lhs", "sobol", "halton")
MOST = 1_000_000
"""Points of a design, more of which nobody means."""


def size(design: str, n: int, sides: int) -> tuple[int, str]:
    """How many points a design has, and what should be known of that.

    Parameters
    ----------
    design : {"grid", "lhs", "sobol", "halton"}
    n : int
        Points; of a grid, levels of each number.
    sides : int
        Numbers that are varied.

    Returns
    -------
    points, remark
        The remark is empty where nothing is to be said.

    Raises
    ------
    ConfigError
        If there is no such design, or it has no points or too many.
    """
    if design not in DESIGNS:
        raise ConfigError(
            [Problem("kind", say("studies.no_design", name=repr(design)), hint=did_you_mean(design, DESIGNS))]
        )
    points = n**sides if design == "grid" else n
    if n < 1 or points > MOST:
        found = say("errors.found", x=f"{n:,}")
        if design == "grid":
            found = say("studies.grid_points", n=n, sides=sides, points=points)
        raise ConfigError([Problem("n", found, say("studies.most_points", most=MOST))])
    if design == "sobol" and n & (n - 1):
        points = 1 << n.bit_length()
        return points, say("studies.sobol", n=n, points=points)
    return points, ""


def cube(design: str, n: int, sides: int, seed: int) -> Floats:
    """Points of a design in the unit cube.

    Parameters
    ----------
    design, n, sides
        See `size`.
    seed : int
        The same seed gives the same points; a grid has none.

    Returns
    -------
    array [points, sides]
        0 to 1, both ends of a grid included.
    """
    points, _ = size(design, n, sides)
    if design == "grid":
        levels = np.linspace(0.0, 1.0, n) if n > 1 else np.array([0.5])
        return np.array(list(itertools.product(levels, repeat=sides)))
    from scipy.stats import qmc  # late: it takes half a second

    if design == "sobol":
        return np.asarray(qmc.Sobol(sides, rng=np.random.default_rng(seed)).random_base2(points.bit_length() - 1))
    made = qmc.LatinHypercube if design == "lhs" else qmc.Halton
    return np.asarray(made(sides, rng=np.random.default_rng(seed)).random(points))


def points(design: str, ranges: Sequence[Range], n: int, seed: int) -> list[dict[str, Any]]:
    """Points of a design over ranges, each as settings by dotted key.

    A grid has every combination once, also where rounding makes levels of a whole number equal.

    Parameters
    ----------
    design, n
        See `size`.
    ranges : sequence of Range
    seed : int

    Raises
    ------
    ConfigError
        If there is no such design, nothing to vary, or too many points.
    """
    if not ranges:
        raise ConfigError([Problem("vary", say("studies.nothing_varied"), say("studies.names_or", assumed="assumed"))])
    values = [side.at(u) for side, u in zip(ranges, cube(design, n, len(ranges), seed).T, strict=True)]
    rows = [dict(zip((side.key for side in ranges), row, strict=True)) for row in zip(*values, strict=True)]
    if design != "grid":
        return rows
    return list({tuple(map(str, row.values())): row for row in rows}.values())
