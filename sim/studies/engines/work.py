"""What a worker does with a batch, whichever engine it belongs to."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from threading import Event

from sim import kernel_cache
from sim.config.run import RunConfig, load, parse
from sim.errors import Interrupted, Refused
from sim.i18n import say
from sim.store.code import identity
from sim.studies.engines.base import Batch, Failed, Row, failed
from sim.studies.engines.memory import peak_mb
from sim.studies.replication import live


def evaluate(batch: Batch, stop: Event) -> Iterator[Row | Failed]:
    """Live the replications of a batch, one after the other.

    An error in one of them is yielded as a failure; the others go on. It ends once `stop` is set; the replication that
    runs is dropped at its next day.

    Raises
    ------
    Refused
        If the batch was made for other code.
    """
    own = identity()
    if batch.code and batch.code != own:
        raise Refused(say("engines.refused", host=platform.node(), own=own, code=batch.code))
    try:
        config = _config(batch.tree)
    except Exception as error:
        yield from [failed(batch, number, error) for number in batch.replications]
        return
    for number in batch.replications:
        if stop.is_set():
            return
        try:
            row = _row(batch, config, number, stop)
        except Interrupted:
            return
        except Exception as error:
            yield failed(batch, number, error)
            continue
        yield row
        del row  # or its tables would wait here for the end of the next


def _row(batch: Batch, config: RunConfig, number: int, stop: Event) -> Row:
    started = time.thread_time()
    lived = live(config, number, batch.case_rows, stop, tables=bool(batch.tables), observations=batch.observations)
    tables = {name: lived.tables[name] for name in batch.tables}
    return Row(
        replication=number,
        measures=lived.measures,
        ledger=lived.ledger,
        costs=lived.costs,
        cpu_s=time.thread_time() - started,
        host=platform.node(),
        peak_mb=peak_mb(),
        tables=tables,
        figures=lived.figures,
    )


@lru_cache(maxsize=16)  # arms take turns
def _config(tree: str) -> RunConfig:
    return parse(json.loads(tree))


@cache
def compile_here() -> None:
    """Compile (or load) the kernel into this process, so that threads do not wait for each other."""
    tiny = load("demo")
    live(replace(tiny, run=replace(tiny.run, days=2, warmup_days=0)), 0, 0, tables=False)


def compile_once() -> None:
    """See that compiled functions are kept on disk before several workers start, or each would compile them."""
    folder = kernel_cache.place().folder
    if folder is None or not any(folder.glob("*.nbc")):
        compile_here()
