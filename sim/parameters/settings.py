"""All parameters of all mechanisms, one group each; the group's name is its key in a configuration."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from sim.parameters.dispatch import Dispatch
from sim.parameters.emergencies import Emergencies
from sim.parameters.finance import Finance
from sim.parameters.incidents import Incidents
from sim.parameters.mediation import Mediation
from sim.parameters.needs import Needs
from sim.parameters.offices import Offices
from sim.parameters.property import Property
from sim.parameters.satisfaction import Satisfaction
from sim.parameters.service import Service
from sim.parameters.solvability import Solvability
from sim.parameters.voice import Voice
from sim.parameters.volunteering import Volunteering
from sim.parameters.workers import Workers


@dataclass(frozen=True, slots=True)
class Settings:
    """Parameters of one run."""

    needs: Needs = field(default_factory=Needs)
    voice: Voice = field(default_factory=Voice)
    dispatch: Dispatch = field(default_factory=Dispatch)
    service: Service = field(default_factory=Service)
    offices: Offices = field(default_factory=Offices)
    mediation: Mediation = field(default_factory=Mediation)
    property: Property = field(default_factory=Property)
    volunteering: Volunteering = field(default_factory=Volunteering)
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    workers: Workers = field(default_factory=Workers)
    finance: Finance = field(default_factory=Finance)
    emergencies: Emergencies = field(default_factory=Emergencies)
    incidents: Incidents = field(default_factory=Incidents)
    solvability: Solvability = field(default_factory=Solvability)


GROUPS: dict[str, type] = {f.name: f.default_factory for f in fields(Settings)}  # type: ignore[misc]
"""Parameter group by name."""
