"""Levers: what an authority may choose. One file each; `POLICIES` is the list."""

from __future__ import annotations

from sim.policies.base import Policy
from sim.policies.collective_economy import CollectiveEconomy
from sim.policies.dual_report import DualReport
from sim.policies.emergency_response import EmergencyResponse
from sim.policies.grid_redivision import GridRedivision
from sim.policies.judges_in_grids import JudgesInGrids
from sim.policies.layer_integration import LayerIntegration
from sim.policies.mediation_committees import MediationCommittees

__all__ = ["POLICIES", "Policy"]

_LEVERS: tuple[type[Policy], ...] = (
    CollectiveEconomy,
    DualReport,
    EmergencyResponse,
    GridRedivision,
    JudgesInGrids,
    LayerIntegration,
    MediationCommittees,
)
POLICIES: dict[str, type[Policy]] = {p.name: p for p in _LEVERS}
"""All levers by name, in the order in which they are planned."""
