"""Levers: what an authority may choose. One file each; `POLICIES` is the list."""

from __future__ import annotations

from sim.policies.base import Policy
from sim.policies.community_renovation import CommunityRenovation
from sim.policies.dual_report import DualReport
from sim.policies.grid_redivision import GridRedivision
from sim.policies.layer_integration import LayerIntegration
from sim.policies.owners_committee import OwnersCommittee
from sim.policies.red_property import RedProperty
from sim.policies.star_rating import StarRating
from sim.policies.state_property_firm import StatePropertyFirm

__all__ = ["POLICIES", "Policy"]

POLICIES: dict[str, type[Policy]] = {
    p.name: p
    for p in (
        CommunityRenovation,
        DualReport,
        GridRedivision,
        LayerIntegration,
        OwnersCommittee,
        RedProperty,
        StarRating,
        StatePropertyFirm,
    )
}
"""All levers by name, in the order in which they are planned."""
