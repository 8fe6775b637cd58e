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
    """Wall time until a small district has been built and has lived two days, imports included or not."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("empty", "warm"):
            started = time.perf_counter()
            found = district_in(folder)
            wall = time.perf_counter() - started
            yield Line(f"first two days of demo, {name} cache of compiled code: wall", found, "s")
            yield Line(f"the same with starting Python and imports, {name} cache: wall", wall, "s")


def district_in(cache: str) -> float:
    """Seconds until the demo has lived two days, with compiled code kept in a given folder."""
    return float(district({"XDG_CACHE_HOME": cache}, place="demo", days=1)["ready_s"])


def lines(full: bool) -> Iterator[Line]:
    """Say everything about starting."""
    yield from imports()
    yield from compilation()
