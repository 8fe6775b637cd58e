"""What is worth its money: choices that no other one beats, and what one more solved problem costs on the way up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

NOTHING = -1
"""Place of doing nothing, which costs and gains nothing."""


class Step(NamedTuple):
    """From one choice on the line to the next.

    Attributes
    ----------
    before, after : int
        Places of the choices, or `NOTHING`.
    price : float
        Of one more unit of gain.
    """

    before: int
    after: int
    price: float


def pareto(costs: Sequence[float], gains: Sequence[float]) -> list[int]:
    """Places of the choices that gain more than every other one that costs as little, by cost.

    Doing nothing is a choice, too: `NOTHING`.

    Parameters
    ----------
    costs, gains : sequence of float
        A year's money and what is gained, both against doing nothing.
    """
    choices = sorted([(0.0, 0.0, NOTHING), *((c, -g, i) for i, (c, g) in enumerate(zip(costs, gains, strict=True)))])
    kept: list[int] = []
    best = float("-inf")
    for _, loss, i in choices:
        if -loss > best:
            kept.append(i)
            best = -loss
    return kept


def steps(costs: Sequence[float], gains: Sequence[float]) -> list[Step]:
    """What one more unit of gain costs from each choice on the line to the next."""
    cost, gain = [*costs, 0.0], [*gains, 0.0]  # so that the last place, -1, is doing nothing
    return [Step(a, b, (cost[b] - cost[a]) / (gain[b] - gain[a])) for a, b in pairwise(pareto(costs, gains))]
