"""What a worker may do with a batch in place of living it: the batch's tree says it. Workers import this by name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from threading import Event

from sim.errors import Refused
from sim.studies.engines.base import Batch, Failed, Row
from sim.studies.engines.memory import peak_mb

HEAVY_MB = 5


def row(number: int) -> Row:
    """Make a row that tells the process, and when it was made."""
    return Row(number, {"pid": float(os.getpid()), "at": time.time()}, {}, {}, 0.0, "here", 0.0)


def _quick(number: int, stop: Event) -> None:
    pass


def _slow(number: int, stop: Event) -> None:
    """Take a tenth of a second, and hear of a stop within a hundredth."""
    for _ in range(10):
        if stop.wait(0.01):
            raise InterruptedError


def _bad(number: int, stop: Event) -> None:
    """Number 3 kills its worker each time."""
    if number == 3:
        os._exit(9)


def _deadly(number: int, stop: Event) -> None:
    os._exit(9)


def _deaf(number: int, stop: Event) -> None:
    time.sleep(60.0)


def _talkative(number: int, stop: Event) -> None:
    print("not a reply", flush=True)
    os.write(1, b"nor this\n")


def _heavy(number: int, stop: Event) -> None:
    """See `as_told`."""


def _refusing(number: int, stop: Event) -> None:
    raise Refused("other code")


DOES: dict[str, Callable[[int, Event], None]] = {
    f.__name__.strip("_"): f for f in (_quick, _slow, _bad, _deadly, _deaf, _heavy, _talkative, _refusing)
}


def as_told(batch: Batch, stop: Event) -> Iterator[Row | Failed]:
    """Do what the batch's tree says for each of its replications; live it if it is a configuration."""
    if batch.tree.startswith("{"):
        from sim.studies.engines.work import evaluate  # slow to import, and most tests need it not

        yield from evaluate(batch, stop)
        return
    for number in batch.replications:
        if stop.is_set():
            return
        try:
            DOES[batch.tree](number, stop)
        except InterruptedError:
            return
        made = row(number)
        if batch.tree == "heavy":
            made.tables["cases"] = bytes(HEAVY_MB * 1024**2)
            made.measures["peak_mb"] = peak_mb()
        yield made
        del made
