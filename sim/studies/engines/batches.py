"""Tasks in batches: one cell each, a few seconds of work, cells in turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from sim.config.run import RunConfig
from sim.studies.engines.base import Batch

BATCH_S = 5.0
"""CPU seconds of work in a batch: what sending it costs does not count then."""
SHARES = 4
"""At least so many batches for each worker, so that none waits long for the last."""

FOUNDING_S, DAY_S, RESIDENT_DAY_S = 0.008, 0.00027, 4.5e-9
"""Measured in November 2026 (demo, 90 days: 36 ms; Xialu, 60 days: 107 ms; tables twice that); guesses until the first
rows tell."""


def guess_cpu_s(config: RunConfig, *, tables: bool = False) -> float:
    """Guess the CPU seconds of a replication before any was lived."""
    days = config.run.days
    alone = FOUNDING_S + days * (DAY_S + RESIDENT_DAY_S * config.lived_place.population)
    return alone * (2.0 if tables else 1.0)


def batched(
    wanted: Mapping[str, Sequence[int]],
    code: str,
    cpu_s: Callable[[str], float],
    jobs: int = 1,
    *,
    tables: tuple[str, ...] = (),
    case_rows: int = 0,
) -> Iterator[Batch]:
    """Cut replications into batches; cells take turns, so that what is finished at a stop is paired.

    Parameters
    ----------
    wanted : mapping of str to sequence of int
        Replications by tree.
    code : str
    cpu_s : callable
        CPU seconds of a replication of a tree, as is known when the batch is taken.
    jobs : int
        Workers that share them.
    tables : tuple of str
    case_rows : int
    """
    total = sum(map(len, wanted.values()))
    most = max(1, math.ceil(total / (SHARES * jobs)))
    left = {tree: list(numbers) for tree, numbers in wanted.items() if len(numbers)}
    while left:
        for tree in list(left):
            size = max(1, min(most, int(BATCH_S / max(cpu_s(tree), 1e-6))))
            yield Batch(tree, tuple(left[tree][:size]), code, tables, case_rows)
            del left[tree][:size]
            if not left[tree]:
                del left[tree]
