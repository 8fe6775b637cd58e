"""What a Dask worker does with a batch. It imports this alone, by name, and what the work itself needs."""

from __future__ import annotations

from threading import Event

from sim.errors import Refused
from sim.studies.engines.base import Batch, Failed, Row, Work

_stops: dict[str, Event] = {}  # by run, whether it shall stop here


def _stop_of(run: str) -> Event:
    return _stops.setdefault(run, Event())


def live_batch(work: Work, batch: Batch, run: str) -> list[Row | Failed] | Refused:
    """Live a batch; what had finished comes back when its run is halted meanwhile."""
    try:
        return list(work(batch, _stop_of(run)))
    except Refused as error:
        return error


def halt(run: str) -> None:
    """Stop what this worker does for a run, and whatever of it still comes."""
    _stop_of(run).set()
