"""Real tasks, and what their rows are bit by bit, whichever engine lived them."""

from __future__ import annotations

import json
import threading
from functools import cache
from typing import Any

import pyarrow as pa

from sim.config.run import load
from sim.store.code import identity
from sim.studies.engines.base import Batch, Done, Engine, Failed
from sim.studies.engines.serial import Serial

TABLES = ("daily", "cases", "map", "areas", "flows", "waits")


def tree(policy: tuple[str, ...] = (), **said: Any) -> str:
    config = load("demo", policy, **{"days": 12, "warmup_days": 2, **said})
    return json.dumps(config.to_dict(), sort_keys=True)


def bits(came: list[Done | Failed]) -> dict[tuple[str, int], Any]:
    """Everything that a row says of the model, bit by bit."""
    assert not [what for what in came if isinstance(what, Failed)]
    found = {}
    for done in came:
        assert isinstance(done, Done)
        for row in done.rows:
            key = done.batch.tree, row.replication
            assert key not in found
            numbers = {name: float(value).hex() for name, value in row.measures.items()}
            found[key] = numbers, row.ledger, row.costs, {name: content(t) for name, t in row.tables.items()}
    return found


def content(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def work() -> list[Batch]:
    """Two arms, three replications."""
    trees = tree(), tree(("dual_report",))
    return [Batch(t, ks, identity(), TABLES, 100) for ks in ((0, 1), (2,)) for t in trees]


@cache
def serial() -> dict[tuple[str, int], Any]:
    """What the work comes to, one task after the other."""
    with Serial() as engine:
        return bits(list(engine.run(work(), threading.Event())))


def assert_equal_bits(engine: Engine) -> None:
    """Assert that an engine gives the bits that one task after the other gives."""
    assert bits(list(engine.run(work(), threading.Event()))) == serial()
