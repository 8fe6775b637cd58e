"""Levers: what an authority may choose. One file each; `POLICIES` is the list."""

from __future__ import annotations

from sim.policies.base import Policy
from sim.policies.dual_report import DualReport
from sim.policies.governance_centres import GovernanceCentres
from sim.policies.grid_redivision import GridRedivision
from sim.policies.layer_integration import LayerIntegration
from sim.policies.reporting_app import ReportingApp
from sim.policies.smart_community import SmartCommunity
from sim.policies.supervision_ranking import SupervisionRanking
from sim.policies.whistle import Whistle

__all__ = ["POLICIES", "Policy"]

POLICIES: dict[str, type[Policy]] = {
    p.name: p
    for p in (
        DualReport,
        GovernanceCentres,
        GridRedivision,
        LayerIntegration,
        ReportingApp,
        SmartCommunity,
        SupervisionRanking,
        Whistle,
    )
}
"""All levers by name, in the order in which they are planned."""
