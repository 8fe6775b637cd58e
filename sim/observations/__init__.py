"""What somebody has seen of a place: one table for targets, imported and blind observations; what the model says."""

from __future__ import annotations

from sim.observations.figures import figures
from sim.observations.special import SPECIAL, special
from sim.observations.table import Observation, digest, read_observations

__all__ = ["SPECIAL", "Observation", "digest", "figures", "read_observations", "special"]
