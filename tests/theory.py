"""What is known on paper (`sim.validation.theory`), and how a simulation is held against it."""

from __future__ import annotations

import math

import numpy as np

from sim.types import Floats
from sim.validation.theory import (
    GOLDEN_COBHAM,
    GOLDEN_HYPERCUBE_ALL_BUSY,
    GOLDEN_HYPERCUBE_F,
    GOLDEN_HYPERCUBE_RHO,
    GOLDEN_MG1,
    GOLDEN_MMC,
    GOLDEN_W,
    Hypercube,
    cobham,
    erlang_c,
    hypercube,
    wait_mg1,
    wait_mmc,
)

__all__ = [
    "GOLDEN_COBHAM",
    "GOLDEN_HYPERCUBE_ALL_BUSY",
    "GOLDEN_HYPERCUBE_F",
    "GOLDEN_HYPERCUBE_RHO",
    "GOLDEN_MG1",
    "GOLDEN_MMC",
    "GOLDEN_W",
    "Hypercube",
    "agrees",
    "cobham",
    "erlang_c",
    "hypercube",
    "share_agrees",
    "standard_error",
    "wait_mg1",
    "wait_mmc",
]


def standard_error(values: Floats) -> float:
    """Standard error of a mean of independent values."""
    return float(np.std(values, ddof=1) / math.sqrt(len(values)))


def agrees(values: Floats, expected: float, errors: float = 4.0) -> None:
    """Assert that independent values have the expected mean, within so many standard errors."""
    mean, error = float(np.mean(values)), standard_error(values)
    assert error > 0.0
    assert abs(mean - expected) <= errors * error, f"{mean} is not {expected}; standard error {error}"


def share_agrees(successes: float, trials: float, p: float, errors: float = 4.0) -> None:
    """Assert that a binomial count has the expected share, within so many standard errors."""
    assert trials > 0
    bound = errors * math.sqrt(trials * p * (1.0 - p)) + 1e-9
    assert abs(successes - trials * p) <= bound, f"{successes} of {trials} is not {p}"
