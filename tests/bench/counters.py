"""What does not depend on the machine: calls a day, bytes of a case, events, and the bits themselves."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from sim.config.run import load
from sim.district import District
from sim.state.agenda import Count
from tests import bits

DAYS, BEFORE = 90, 10


@dataclass(slots=True)
class Compiled:
    """Calls from Python into compiled functions, and the thread's CPU seconds spent there."""

    calls: int = 0
    cpu_s: float = 0.0


@contextmanager
def compiled_calls() -> Iterator[Compiled]:
    """Count and time every call from Python into a compiled function of the package."""
    from numba.core.dispatcher import Dispatcher

    found = Compiled()

    def counted(function: Any) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            found.calls += 1
            started = time.thread_time()
            result = function(*arguments)
            found.cpu_s += time.thread_time() - started
            return result

        return call

    modules = [module for name, module in list(sys.modules.items()) if name.startswith("sim.")]
    real = [(m, k, v) for m in modules for k, v in list(vars(m).items()) if isinstance(v, Dispatcher)]
    try:
        for module, name, function in real:
            setattr(module, name, counted(function))
        yield found
    finally:
        for module, name, function in real:
            setattr(module, name, function)


def python_calls(run: Callable[[], object]) -> int:
    """Count the functions of Python that are called meanwhile."""
    calls = 0

    def seen(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(seen)
    try:
        run()
    finally:
        sys.setprofile(None)
    return calls


def counters() -> dict[str, float | str]:
    """Count on the demo place: 90 days, the first ten not counted."""
    config = load("demo", days=DAYS)
    District(config, 0).live(DAYS)  # what is loaded on first use is not counted
    counted = DAYS - BEFORE
    one, other = (District(config, 0).live(BEFORE) for _ in range(2))
    calls = python_calls(lambda: one.live(counted))
    with compiled_calls() as compiled:
        other.live(counted)
    return {
        "pycalls_day": round(calls / counted, 1),
        "compiled_day": round(compiled.calls / counted, 1),
        "case_bytes": int(one.world.cases.rows.itemsize),
        "events": int(one.world.agenda.counts[Count.SERVED]),
        "bits": hashlib.sha256(repr(sorted(bits.tables(one).items())).encode()).hexdigest()[:12],
    }
