"""Districts that live: a year of Xialu, where its time goes, growth, threads, pairing."""

from __future__ import annotations

import ast
import inspect
import statistics
import textwrap
import time
from collections.abc import Callable, Iterator
from threading import Event
from types import ModuleType
from typing import Any

from sim import district as day
from sim.config.run import RunConfig, load
from sim.measures import MEASURES
from sim.state.agenda import Count
from sim.store.folder import TABLES
from sim.studies.engines.base import Batch, Done, Engine, Row
from sim.studies.engines.serial import Serial
from sim.studies.engines.threads import Threads
from sim.studies.statistics import compare
from tests.bench.fresh import district
from tests.bench.line import Line

XIALU = 233_400
SIZES = (50_000, 250_000, 1_000_000, 2_000_000)
REFERENCE = 250_000  # the size of a real district; much smaller ones fit into the processor's cache
PAIRED = ("response_mean", "resolution_median", "resolution_rate", "satisfaction", "silent")


def xialu_year() -> Iterator[Line]:
    """A district-year at 1:1: CPU, events, memory."""
    year = district(place="xialu", days=365, repeats=3)
    build, live = statistics.median(year["build_s"]), statistics.median(year["live_s"])
    figure = "xialu year: CPU after compilation, build and life (median of 3)"
    yield Line(figure, build + live, "s", at_most=1.0, aim="0.3")
    yield Line("xialu year: of that, build", build, "s")
    yield Line(f"xialu year: {year['events']:,} events", year["events"] / live / 1e6, "M events/CPU s of life")
    yield Line("xialu year: peak memory", year["mb_lived"], "MB", at_most=600.0)
    yield Line("xialu year: of that, Python and libraries", year["mb_ready"], "MB")
    yield Line("xialu year: of that, the district as built", year["mb_built"] - year["mb_ready"], "MB")
    yield Line("xialu year: of that, the year as lived", year["mb_lived"] - year["mb_built"], "MB")


def mechanisms() -> dict[tuple[str, str], ModuleType]:
    """Find the functions of mechanisms that a day calls, by reading `District.live_day`."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(day.District.live_day)))
    found = {}
    for call in ast.walk(tree):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=short), attr=name)):
                module = getattr(day, short, None)
                if isinstance(module, ModuleType):
                    found[short, name] = module
    return found


def shares() -> Iterator[Line]:
    """Time every mechanism of a Xialu year by wrapping its function."""
    spent: dict[str, float] = {}

    def wrapped(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            started = time.thread_time()
            result = function(*arguments)
            spent[name] = spent.get(name, 0.0) + time.thread_time() - started
            return result

        return timed

    one = day.District(load("xialu"))
    one.live(2)
    real = {(module, name): getattr(module, name) for (_, name), module in mechanisms().items()}
    try:
        for (short, name), module in mechanisms().items():
            setattr(module, name, wrapped(f"{short}.{name}", real[module, name]))
        before = one.world.agenda.counts[Count.SERVED]
        started = time.thread_time()
        one.live(363)
        total = time.thread_time() - started
        events = one.world.agenda.counts[Count.SERVED] - before
    finally:
        for (module, name), function in real.items():
            setattr(module, name, function)
    kernel = events / spent["service.run_day"] / 1e6
    yield Line("xialu year: kernel on the full model (service.run_day)", kernel, "M events/CPU s", at_least=3.0)
    spent["rule sheet, recorder, Python between"] = total - sum(spent.values())
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        figure = f"xialu year, share: {name} ({1e6 * seconds / 363:.0f} us/day)"
        yield Line(figure, 100.0 * seconds / total, "% of life")


def growth(full: bool) -> Iterator[Line]:
    """CPU per resident and day must not depend on the number of residents."""
    sizes = [(n, 60, 3 if n < 1_000_000 else 1) for n in SIZES] + [(10_000_000, 30, 1)] * full
    found = {n: district(place="xialu", scale=n / XIALU, days=days, repeats=repeats) for n, days, repeats in sizes}
    cost = {n: statistics.median(f["live_s"]) / f["residents"] / f["days"] for n, f in found.items()}
    for n, f in found.items():
        build = statistics.median(f["build_s"]) / f["residents"]
        own = f["mb_lived"] - f["mb_ready"]
        yield Line(f"{n:,} residents, {f['days']} days: CPU of life", cost[n] * 1e9, "ns/resident-day")
        yield Line(f"{n:,} residents: CPU of building", build * 1e9, "ns/resident")
        yield Line(f"{n:,} residents: peak memory {f['mb_lived']:,.0f} MB, of it the district", own, "MB")
    for n in found:
        if n > REFERENCE:
            figure = f"growth: cost per resident-day at {n:,} against {REFERENCE:,}"
            yield Line(figure, cost[n] / cost[REFERENCE], "times", at_most=1.3)


def lived(engine: Engine, config: RunConfig, replications: int, tables: tuple[str, ...] = ()) -> list[Row]:
    """Rows of one configuration, by replication."""
    batches = [Batch(config.canonical(), (k,), tables=tables) for k in range(replications)]
    came = [found for found in engine.run(batches, Event()) if isinstance(found, Done)]
    return sorted((row for found in came for row in found.rows), key=lambda row: row.replication)


def threads(repeats: int = 3, replications: int = 4, days: int = 182) -> Iterator[Line]:
    """Replications per second of wall time, on one thread and on two, by turns."""
    config = load("xialu", days=days)
    walls: dict[int, list[float]] = {1: [], 2: []}
    lived(Serial(), config, 1)
    for _ in range(repeats):
        for jobs in walls:
            started = time.monotonic()
            lived(Serial() if jobs == 1 else Threads(jobs), config, replications, TABLES)
            walls[jobs].append(time.monotonic() - started)
    rate = {jobs: replications / statistics.median(w) for jobs, w in walls.items()}
    for jobs in walls:
        figure = f"xialu, {days} days with all tables, {jobs} thread{'s' * (jobs > 1)}: wall (median of {repeats})"
        yield Line(figure, rate[jobs], "replications/s")
    yield Line("threads: two against one, wall (needs two idle cores)", rate[2] / rate[1], "times", at_least=1.7)


def pairing(pairs: int = 20) -> Iterator[Line]:
    """By how much the same fate in both arms cuts the variance of a difference."""
    base = load("demo")
    before, after = (lived(Serial(), arm, pairs) for arm in (base, base.with_policies(["dual_report"])))
    cuts = []
    for name in PAIRED:
        found = compare(MEASURES[name], [r.measures[name] for r in before], [r.measures[name] for r in after])
        cuts.append(found.variance_cut)
        yield Line(f"pairing, demo, dual_report, {pairs} pairs: variance cut of {name}", cuts[-1], "times")
    yield Line("pairing: median of these", statistics.median(cuts), "times", at_least=2.0, aim="20 to 400")


def lines(full: bool) -> Iterator[Line]:
    """Say everything about districts."""
    yield from xialu_year()
    yield from shares()
    yield from growth(full)
    yield from threads()
    yield from pairing()
