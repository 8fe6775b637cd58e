"""Small districts for tests: the demo place shrunk until it lives weeks in milliseconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings

from sim.district import District
from sim.fate import Decision
from sim.rng import philox
from sim.run_config import load
from sim.state.places import Place
from sim.types import Floats

FIXED = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=40,
)
"""Hypothesis without surprises: the same examples on every machine, nothing written to disk."""


def a_place(**numbers: Any) -> Place:
    """The demo place with other numbers and the size of cells that holds for every place."""
    return replace(load("demo").place, **{"households_per_cell": 100.0, "sources": {}, **numbers})


def small(
    *policy: str, population: int = 2000, days: int = 30, replication: int = 0, place: dict[str, Any] | None = None,
    **said: Any,
) -> District:  # fmt: skip
    """Found a small place with the given levers and settings; it has not lived yet."""
    shrunk = {
        "population": population,
        "households_per_cell": 10.0,
        "reporting_members": population // 40,
        **(place or {}),
    }
    said.update({f"place.{name}": value for name, value in shrunk.items()})
    config = load("demo", policy, days=days, warmup_days=0, **said)
    return District(config, replication)


def goes_unheard_h(district: District) -> Floats:
    """When each problem goes away unless somebody hears of it first, hours since day 0; read from its fate."""
    world = district.world
    cases, mean = world.cases, 24.0 * world.settings.voice.silent_days
    address = zip(cases.index.tolist(), cases.born.tolist(), strict=True)
    draws = [philox(*world.key, index, day, int(Decision.SEEN), world.replication)[1] for index, day in address]
    return np.asarray(cases.t_occur - mean * np.log(draws))
