"""Small districts for tests: the demo place shrunk until it lives weeks in milliseconds."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

from sim.district import District
from sim.run_config import load

FIXED = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=40,
)
"""Hypothesis without surprises: the same examples on every machine, nothing written to disk."""


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
