"""Many districts that could be this one: a replication each of the draws of a posterior, or of the prior."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.config.run import RunConfig
from sim.errors import SomeFailed
from sim.i18n import say
from sim.observations.table import Observation, read_observations
from sim.store.code import identity
from sim.studies.engines.base import Batch, Engine, Failed, Row
from sim.studies.posterior import Posterior, targets_file
from sim.studies.priors import with_draw
from sim.types import Floats

Progress = Callable[[int, int], None] | None


def called(posterior: Posterior) -> str:
    """How a posterior is called to people."""
    return posterior.path.name


def targets_of(posterior: Posterior) -> tuple[Observation, ...]:
    """Rows of the files that a posterior was fitted on, as far as they are still there."""
    files = [targets_file(one["file"], posterior.path) for one in posterior.told.get("targets", ())]
    return tuple(row for file in files if file is not None for row in read_observations(file, role="fit"))


def fitted_on(posterior: Posterior) -> frozenset[str]:
    """Hashes of the rows that a posterior was fitted on, see `sim.observations.table.Observation.key`."""
    told = frozenset(posterior.told.get("rows") or ())
    return told or frozenset(row.key for row in targets_of(posterior) if row.role == "fit")


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
    source: Posterior | None = None,
    progress: Progress = None,
) -> Drawn:
    """Live one replication of each draw, each with a fate of its own.

    Parameters
    ----------
    config : RunConfig
    rows : sequence of Observation
        Whose figures are wanted.
    draws : int
    engine : Engine
    stop : Event
    source : Posterior, optional
        The prior without one.
    progress : callable, optional

    Raises
    ------
    SomeFailed
        If a replication ends in an error.
    """
    code, batches = identity(), []
    for k in range(draws):
        tree = with_draw(config, k, source).canonical()
        batches.append(Batch(tree, (k,), code, observations=tuple(rows)))
    figures = {row.id: np.full(draws, np.nan) for row in rows}
    measures: dict[str, Floats] = {}
    for _, came in rows_lived(batches, engine, stop, progress):
        for name, value in came.figures.items():
            figures[name][came.replication] = value
        for name, value in came.measures.items():
            measures.setdefault(name, np.full(draws, np.nan))[came.replication] = value
    return Drawn(figures, measures)


def rows_lived(
    batches: Sequence[Batch], engine: Engine, stop: threading.Event, progress: Progress = None
) -> Iterator[tuple[str, Row]]:
    """Live batches; yield each row with the tree of its configuration, in whatever order.

    Raises
    ------
    SomeFailed
        If a replication ends in an error.
    """
    done, asked = 0, sum(len(batch.replications) for batch in batches)
    for came in engine.run(iter(batches), stop):
        if isinstance(came, Failed):
            raise SomeFailed(say("validate.failed", k=came.replication, told=came.told))
        for row in came.rows:
            yield came.batch.tree, row
            done += 1
            if progress is not None:
                progress(done, asked)
