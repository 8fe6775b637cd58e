"""The first use on a machine: the model is compiled as a step of its own, so that nobody meets it unprepared."""

from __future__ import annotations

import sys

from sim.i18n import say

KERNEL = "service._day-*.nbc"
"""File of the function that takes three fifths of the time to compile; where it is, the others are, or come soon."""


def compile_once() -> None:
    """Compile the model before anything runs, where that has not been done; say so in one line on standard error."""
    from sim import jit, kernel_cache

    if not jit.enabled():
        return
    folder = kernel_cache.place().folder
    if folder is not None and any(folder.glob(KERNEL)):
        return
    kept = say("how.compiling_every_time") if folder is None else say("how.compiling", folder=folder)
    print(kept, file=sys.stderr, flush=True)
    from sim.config.run import load
    from sim.district import District

    District(load("demo", days=2, warmup_days=0)).live(2)
