"""Small questions, asked of folders in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pandas as pd

from sim.config.run import load
from sim.store.asks import Ask
from sim.studies.asking import answer, ask_of
from sim.studies.engines.base import Engine
from sim.studies.engines.serial import Serial
from sim.studies.results import Results
from sim.studies.runner import How, Outcome, Progress

DAYS = {"days": 4, "warmup_days": 0}


def question(
    replications: int = 3, levers: Sequence[str] = ("dual_report",), *, tables: bool = False, **said: object
) -> Ask:
    """The demo place without and with levers, a few days."""
    both = {**DAYS, "replications": replications, **said}
    arms = {"baseline": load("demo", **both), **{name: load("demo", [name], **both) for name in levers}}  # type: ignore[arg-type]
    return ask_of("compare" if levers else "run", arms, tables=tables)


def asked(
    ask: Ask,
    folder: Path,
    how: How | None = None,
    engine: Engine | None = None,
    stop: Event | None = None,
    progress: Progress | None = None,
) -> tuple[Results, Outcome]:
    """Live what is missing, in this thread."""
    return answer(ask, folder, engine or Serial(), how or How(), stop, progress)


def bits(results: Results) -> pd.Series:
    """Hash of every row, by arm and replication."""
    return results.tasks.set_index(["arm", "replication"])["bits"].sort_index()
