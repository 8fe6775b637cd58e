"""Many districts that could be this one: a replication each of the draws of a posterior, or of the prior."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.config.run import RunConfig
from sim.errors import GovsimError, SomeFailed
from sim.i18n import say
from sim.observations.table import Observation
from sim.store.code import identity
from sim.studies.engines.base import Batch, Engine, Failed
from sim.studies.priors import with_draw
from sim.types import Floats

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the model says for rows.

    Attributes
    ----------
    figures : dict id -> array [draws]
        nan where there is nothing to say.
    measures : dict measure -> array [draws]
    """

    figures: dict[str, Floats]
    measures: dict[str, Floats] = field(default_factory=dict)


def drawn(
    config: RunConfig,
    rows: Sequence[Observation],
    draws: int,
    engine: Engine,
    stop: threading.Event,
    *,
    first: int = 0,
    progress: Progress | None = None,
) -> Drawn:
    """Live one replication of each draw, each with a fate of its own.

    Raises
    ------
    SomeFailed
        If a replication ends in an error.
    """
    code, place = identity(), {}
    batches = []
    for k in range(first, first + draws):
        tree = with_draw(config, k).canonical()
        batches.append(Batch(tree, (k,), code, observations=tuple(rows)))
        place[k] = k - first
    figures = {row.id: np.full(draws, np.nan) for row in rows}
    measures: dict[str, Floats] = {}
    done = 0
    for came in engine.run(iter(batches), stop):
        if isinstance(came, Failed):
            raise SomeFailed(say("validate.failed", k=came.replication, told=came.told))
        for row in came.rows:
            k = place[row.replication]
            for name, value in row.figures.items():
                figures[name][k] = value
            for name, value in row.measures.items():
                measures.setdefault(name, np.full(draws, np.nan))[k] = value
            done += 1
            if progress is not None:
                progress(done, draws)
    if not stop.is_set() and done < draws:
        raise GovsimError(say("validate.lost", n=draws - done))
    return Drawn(figures, measures)
