"""Use a compiled function as a process that has just started does, and ask what was said."""

from __future__ import annotations

import logging

import pytest

from sim.jit import compiled
from sim.kernel_cache import tiny

ONE, OTHERWISE = 1, 1.0
"""Two arguments of different kinds: each has a signature of its own."""


def loaded() -> bool:
    """Compile a function as a new process does, use it, and say whether it came out of the cache."""
    function = compiled(tiny)
    assert (function(ONE), function(7)) == (2, 8)
    return bool(sum(function.stats.cache_hits.values()))


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
