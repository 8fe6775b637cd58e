"""Dispatch: acceptance, triage to the right or a wrong desk, hand-overs, merging of duplicates.

With L department layers a case for the grid first goes to a wrong one with probability 1 - (1 / L) ** exponent: never
with one layer, about 0.36 with nineteen.
"""

from __future__ import annotations


def p_misroute(layers: int, exponent: float) -> float:
    """Probability that a case first goes to a wrong department.

    Parameters
    ----------
    layers : int
        Department layers, 1 or more.
    exponent : float
        Exponent of the rule 1 - (1 / L) ** exponent.
    """
    return 1.0 - float(float(layers) ** -exponent)
