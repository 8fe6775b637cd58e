"""Levers: what an authority may choose. One file each; `POLICIES` is the list."""

from __future__ import annotations

from sim.policies.base import Policy
from sim.policies.day_care import DayCare
from sim.policies.dual_report import DualReport
from sim.policies.grid_redivision import GridRedivision
from sim.policies.layer_integration import LayerIntegration
from sim.policies.neighbourhood_council import NeighbourhoodCouncil
from sim.policies.service_facilities import ServiceFacilities
from sim.policies.social_organisations import SocialOrganisations
from sim.policies.social_work_stations import SocialWorkStations

__all__ = ["POLICIES", "Policy"]

POLICIES: dict[str, type[Policy]] = {
    p.name: p
    for p in (
        DayCare,
        DualReport,
        GridRedivision,
        LayerIntegration,
        NeighbourhoodCouncil,
        ServiceFacilities,
        SocialOrganisations,
        SocialWorkStations,
    )
}
"""All levers by name, in the order in which they are planned."""
