"""Levers: what an authority may choose. One file each; `POLICIES` is the list."""

from __future__ import annotations

from sim.policies.admission_list import AdmissionList
from sim.policies.all_category_worker import AllCategoryWorker
from sim.policies.base import Policy
from sim.policies.collective_economy import CollectiveEconomy
from sim.policies.community_merging import CommunityMerging
from sim.policies.community_renovation import CommunityRenovation
from sim.policies.day_care import DayCare
from sim.policies.dual_report import DualReport
from sim.policies.emergency_response import EmergencyResponse
from sim.policies.governance_centres import GovernanceCentres
from sim.policies.grid_redivision import GridRedivision
from sim.policies.judges_in_grids import JudgesInGrids
from sim.policies.layer_integration import LayerIntegration
from sim.policies.mediation_committees import MediationCommittees
from sim.policies.need_matching import NeedMatching
from sim.policies.neighbourhood_council import NeighbourhoodCouncil
from sim.policies.owners_committee import OwnersCommittee
from sim.policies.party_alliance import PartyAlliance
from sim.policies.party_organisation import PartyOrganisation
from sim.policies.red_property import RedProperty
from sim.policies.reporting_app import ReportingApp
from sim.policies.service_decentralisation import ServiceDecentralisation
from sim.policies.service_facilities import ServiceFacilities
from sim.policies.smart_community import SmartCommunity
from sim.policies.social_organisations import SocialOrganisations
from sim.policies.social_work_stations import SocialWorkStations
from sim.policies.staffing import Staffing
from sim.policies.star_rating import StarRating
from sim.policies.state_property_firm import StatePropertyFirm
from sim.policies.supervision_ranking import SupervisionRanking
from sim.policies.three_chiefs import ThreeChiefs
from sim.policies.volunteer_teams import VolunteerTeams
from sim.policies.whistle import Whistle

__all__ = ["POLICIES", "Policy"]

POLICIES: dict[str, type[Policy]] = {
    p.name: p
    for p in (
        AdmissionList,
        AllCategoryWorker,
        CollectiveEconomy,
        CommunityMerging,
        CommunityRenovation,
        DayCare,
        DualReport,
        EmergencyResponse,
        GovernanceCentres,
        GridRedivision,
        JudgesInGrids,
        LayerIntegration,
        MediationCommittees,
        NeedMatching,
        NeighbourhoodCouncil,
        OwnersCommittee,
        PartyAlliance,
        PartyOrganisation,
        RedProperty,
        ReportingApp,
        ServiceDecentralisation,
        ServiceFacilities,
        SmartCommunity,
        SocialOrganisations,
        SocialWorkStations,
        Staffing,
        StarRating,
        StatePropertyFirm,
        SupervisionRanking,
        ThreeChiefs,
        VolunteerTeams,
        Whistle,
    )
}
"""All levers by name, in the order in which they are planned."""
