"""Use a compiled function as a process that has just started does, and ask what was said."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from sim.jit import compiled
from sim.kernel import clock

NO_DATES = np.zeros(0, np.int8)
NOON, NIGHT = (12.0, 9.0, 17.0, 127, NO_DATES), (3.0, 9.0, 17.0, 127, NO_DATES)
OTHERWISE = (12, 9, 17, 127, NO_DATES)
"""Noon in integers: another signature."""


def loaded() -> bool:
    """Compile a function as a new process does, use it, and say whether it came out of the cache."""
    function = compiled(clock.is_open.py_func)
    assert (function(*NOON), function(*NIGHT)) == (True, False)
    return bool(sum(function.stats.cache_hits.values()))


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
