"""The model as the simulator of a calibration: points of the unit cube become runs, on whatever engine."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.calibration.points import Points, task_of
from sim.calibration.targets import on_scale
from sim.config.run import RunConfig
from sim.errors import GovsimError, Interrupted, SomeFailed
from sim.i18n import say
from sim.measures import HEADLINE
from sim.observations.table import Observation
from sim.store.code import identity
from sim.studies.engines.base import Batch, Engine, Failed
from sim.studies.priors import Input, with_values
from sim.types import Floats, Ints

Told = Callable[[str, int, int], None]
MOST_FAILED = 0.02
"""Share of the runs of a step that may end in an error; their outputs are missing."""


@dataclass(slots=True)
class ModelRuns:
    """Runs points of the unit cube.

    Attributes
    ----------
    config : RunConfig
        Its place, days and all that is not drawn.
    inputs : sequence of Input
        What is drawn, [d].
    rows : sequence of Observation
        Targets, whose figures are taken.
    engine : Engine
    points : Points
        Where they are kept.
    stop : Event
        Set to drop what is running; what had finished is kept.
    told : callable, optional
        Told the step, how many of its runs are done, and of how many.
    lived, failed : int
        Runs lived now; runs that ended in an error.
    """

    config: RunConfig
    inputs: Sequence[Input]
    rows: Sequence[Observation]
    engine: Engine
    points: Points
    stop: threading.Event = field(default_factory=threading.Event)
    told: Told | None = None
    lived: int = 0
    failed: int = 0

    def __call__(self, points: Floats, fates: Ints, step: str) -> dict[str, Floats]:
        """Run points; see `sim.calibration.steps.Simulate`.

        Raises
        ------
        Interrupted
            If it was told to stop; what had finished is kept.
        SomeFailed
            If more runs than a few ended in an error.
        """
        code, trees = identity(), [self._tree(u) for u in points]
        tasks = [task_of(tree, int(k), code, self.rows) for tree, k in zip(trees, fates, strict=True)]
        missing = {(trees[i], int(fates[i])): tasks[i] for i in range(len(tasks)) if self.points.get(tasks[i]) is None}
        if missing:
            self._live(missing, code, len(tasks), step)
        said = [self.points.get(task) or {} for task in tasks]
        outputs = {name: np.array([one.get(name, math.nan) for one in said], np.float64) for name in HEADLINE}
        for row in self.rows:
            figures = np.array([one.get(row.id, math.nan) for one in said], np.float64)
            outputs[row.id] = on_scale(row, figures)
        return outputs

    def values(self, point: Floats) -> dict[str, float]:
        """Values of a point by dotted key."""
        return {one.key: one.quantile(float(u)) for one, u in zip(self.inputs, point, strict=True)}

    def _tree(self, point: Floats) -> str:
        return with_values(self.config, self.values(point), "calibration").canonical()

    def _live(self, missing: dict[tuple[str, int], str], code: str, asked: int, step: str) -> None:
        done, wrong, told = asked - len(missing), list[str](), self.told or (lambda step, done, total: None)
        told(step, done, asked)
        try:
            for came in self.engine.run(self._batches(missing, code), self.stop):
                if isinstance(came, Failed):
                    wrong.append(came.told)
                    self.points.add(missing[came.batch.tree, came.replication], {})
                    done += 1
                else:
                    for row in came.rows:
                        headline = {name: row.measures[name] for name in HEADLINE}
                        self.points.add(missing[came.batch.tree, row.replication], {**headline, **row.figures})
                        self.lived += 1
                        done += 1
                told(step, done, asked)
        finally:
            self.points.flush()
        self.failed += len(wrong)
        if self.stop.is_set():
            raise Interrupted(say("calibration.stopped", folder=self.points.folder.parent))
        if len(wrong) > MOST_FAILED * asked:
            raise SomeFailed(say("calibration.failed", n=len(wrong), asked=asked, first=wrong[0]))
        if done < asked:
            raise GovsimError(say("calibration.lost", n=asked - done))

    def _batches(self, missing: dict[tuple[str, int], str], code: str) -> Iterator[Batch]:
        for tree, fate in missing:
            yield Batch(tree, (fate,), code, observations=tuple(self.rows))
