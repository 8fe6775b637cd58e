"""Levers: what an authority may choose. One file each; `POLICIES` is the list."""

from __future__ import annotations

from sim.policies.base import Policy
from sim.policies.dual_report import DualReport
from sim.policies.grid_redivision import GridRedivision
from sim.policies.layer_integration import LayerIntegration
from sim.policies.need_matching import NeedMatching
from sim.policies.party_alliance import PartyAlliance
from sim.policies.party_organisation import PartyOrganisation
from sim.policies.three_chiefs import ThreeChiefs
from sim.policies.volunteer_teams import VolunteerTeams

__all__ = ["POLICIES", "Policy"]

POLICIES: dict[str, type[Policy]] = {
    p.name: p
    for p in (
        DualReport,
        GridRedivision,
        LayerIntegration,
        NeedMatching,
        PartyAlliance,
        PartyOrganisation,
        ThreeChiefs,
        VolunteerTeams,
    )
}
"""All levers by name, in the order in which they are planned."""
