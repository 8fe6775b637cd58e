"""How long it takes until something happens: imports, and the first compilation."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator

from tests.bench.fresh import district, python
from tests.bench.line import Line

STARTED = {
    "python -c pass": ("-c", "pass"),
    "python -c 'import sim'": ("-c", "import sim"),
    "python -m sim --help": ("-m", "sim", "--help"),
}


def imports(repeats: int = 5) -> Iterator[Line]:
    """Wall time of starting and ending a process."""
    for name, arguments in STARTED.items():
        walls = []
        for _ in range(repeats):
            started = time.perf_counter()
            python(*arguments)
            walls.append(time.perf_counter() - started)
        bar = None if name == "python -c pass" else 0.5
        yield Line(f"{name}: wall (median of {repeats})", statistics.median(walls), "s", at_most=bar)


def compilation() -> Iterator[Line]:
    """Time until a small district has been built and has lived two days."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("empty", "warm"):
            started = time.perf_counter()
            cpu = district({"XDG_CACHE_HOME": folder}, place="demo", days=1)["ready_s"]
            wall = time.perf_counter() - started
            yield Line(f"{name} cache of compiled code: first two days of demo", cpu, "s")
            yield Line(f"{name} cache of compiled code: the same from starting Python on, wall", wall, "s")


def lines(full: bool) -> Iterator[Line]:
    """Say everything about starting."""
    yield from imports()
    yield from compilation()
