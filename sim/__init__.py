"""govsim: agent-based simulation of community governance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.version import VERSION

__version__ = VERSION

__all__ = [
    "POLICIES",
    "Community",
    "ConfigError",
    "District",
    "GovernanceModel",
    "GridWorker",
    "Looks",
    "PartyMember",
    "Policy",
    "PropertyFirm",
    "Resident",
    "Results",
    "RunConfig",
    "calibrate",
    "compare",
    "configure",
    "load",
    "plot",
    "run",
    "study",
    "sweep",
]

if TYPE_CHECKING:
    from sim.agents.kinds import Community, GridWorker, PartyMember, PropertyFirm, Resident
    from sim.agents.model import GovernanceModel
    from sim.api import calibrate, compare, load, run, study, sweep
    from sim.config.run import RunConfig
    from sim.config.run import load as configure
    from sim.district import District
    from sim.errors import ConfigError
    from sim.policies import POLICIES, Policy
    from sim.report.plots import plot
    from sim.studies.asking import Looks
    from sim.studies.results import Results

_HOME = {
    "sim.agents.kinds": ("Community", "GridWorker", "PartyMember", "PropertyFirm", "Resident"),
    "sim.district": ("District",),
    "sim.errors": ("ConfigError",),
    "sim.agents.model": ("GovernanceModel",),
    "sim.policies": ("POLICIES", "Policy"),
    "sim.config.run": ("RunConfig",),
    "sim.report.plots": ("plot",),
    "sim.studies.asking": ("Looks",),
    "sim.studies.results": ("Results",),
    "sim.api": ("calibrate", "compare", "configure", "load", "run", "study", "sweep"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: Mesa and numba take seconds."""
    from importlib import import_module

    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
