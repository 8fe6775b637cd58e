"""Levers: what an authority may choose. One file each; `POLICIES` is the list."""

from __future__ import annotations

from sim.policies.admission_list import AdmissionList
from sim.policies.all_category_worker import AllCategoryWorker
from sim.policies.base import Policy
from sim.policies.community_merging import CommunityMerging
from sim.policies.dual_report import DualReport
from sim.policies.grid_redivision import GridRedivision
from sim.policies.layer_integration import LayerIntegration
from sim.policies.service_decentralisation import ServiceDecentralisation
from sim.policies.staffing import Staffing

__all__ = ["POLICIES", "Policy"]

POLICIES: dict[str, type[Policy]] = {
    p.name: p
    for p in (
        AdmissionList,
        AllCategoryWorker,
        CommunityMerging,
        DualReport,
        GridRedivision,
        LayerIntegration,
        ServiceDecentralisation,
        Staffing,
    )
}
"""All levers by name, in the order in which they are planned."""
