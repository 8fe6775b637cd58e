"""A worker process: batches come in on its standard input, rows go out on its standard output, both pickled.

It is started by `sim.studies.engines.child`. It does not outlive its
parent: when the other end of its input is gone, for whatever reason, it ends at once.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import sys
from enum import Enum
from queue import SimpleQueue
from threading import Event, Thread
from typing import IO

from sim.studies.engines.base import Batch, Work


class Word(Enum):
    """What is said beside batches and rows."""

    READY = "the worker is there"
    ENDED = "the worker has done with a batch"
    STOP = "drop what you do, and each batch that comes"
    GO = "batches that come from now on count"


class _NoPandas:
    """Hides pandas: pyarrow imports it as soon as it makes a table, where it finds it, 50 MB that no worker needs."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Find nothing, and let nobody else find it."""
        if name == "pandas":
            raise ModuleNotFoundError("no pandas in a worker", name=name)


def _listen(orders: IO[bytes], batches: SimpleQueue[Batch], stop: Event) -> None:
    """Take orders until the parent is gone."""
    try:
        while True:
            order = pickle.load(orders)
            if order is Word.STOP:
                stop.set()
            elif order is Word.GO:
                stop.clear()
            else:
                batches.put(order)
    finally:
        os._exit(0)  # also in the middle of work: nobody waits for it


def main() -> None:
    """Work until the parent is gone; `child.BEGIN` has it ignore what the parent answers to."""
    sys.meta_path.insert(0, _NoPandas())
    faulthandler.enable()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what somebody prints is no reply

    def reply(what: object) -> None:
        try:
            pickle.dump(what, replies, protocol=pickle.HIGHEST_PROTOCOL)
            replies.flush()
        except OSError:
            os._exit(0)  # nobody reads any more

    batches: SimpleQueue[Batch] = SimpleQueue()
    stop = Event()
    work: Work = pickle.load(sys.stdin.buffer)
    Thread(target=_listen, args=(sys.stdin.buffer, batches, stop), daemon=True).start()
    reply(Word.READY)
    while True:
        batch = batches.get()
        try:
            for out in work(batch, stop):
                reply(out)
                del out  # or its tables would wait here for the next
        except Exception as error:
            reply(error)
        reply(Word.ENDED)
