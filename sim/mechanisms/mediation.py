"""Mediation: neighbour and family disputes are heard, agreed on, fulfilled or not, and sometimes come back.

A dispute that the grid worker cannot settle goes to the community's mediation committee. It is agreed with
probability ``p_agree``; an agreement that is not fulfilled, or relapses, brings the case back within 180 days.
The reported success rate is the first alone; the true one is what is left after half a year.
"""

from __future__ import annotations

from sim.parameters.mediation import Mediation


def p_back(mediation: Mediation) -> float:
    """Probability that an agreed dispute comes back within 180 days."""
    return 1.0 - mediation.p_fulfil * (1.0 - mediation.p_relapse)
