"""One district in a process of its own, so that its peak memory is its own.

::

    python -m tests.bench.fresh '{"place": "xialu", "scale": 4.0, "days": 60, "repeats": 1}'

prints one JSON line: CPU seconds until everything was imported and compiled, of build and of life by repeat, events,
cases, and peak resident memory (MB) at these three moments of the first district.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

GROWING = (
    "population", "streets", "communities", "grids", "grids_after", "workers", "compounds", "owners_committees",
    "reporting_members",
)  # fmt: skip
"""What is proportional to the size of a place."""


def python(*arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run Python in the root of the checkout; return what it prints."""
    whole = {**os.environ, **(environment or {})}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=whole, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"python {' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout


def district(environment: Mapping[str, str] | None = None, **asked: Any) -> dict[str, Any]:
    """Run `main` in a fresh process."""
    said = python("-m", "tests.bench.fresh", json.dumps(asked), environment=environment)
    found: dict[str, Any] = json.loads(said)
    return found


def peak_mb() -> float:
    """Peak resident memory of this process, MB."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says on Linux includes the process that started this one
        return next(int(line.split()[1]) / 1024.0 for line in status.open() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def main(place: str, days: int, scale: float = 1.0, repeats: int = 1) -> dict[str, Any]:
    """Build a place, made larger or smaller, and live it."""
    from sim.config.run import load
    from sim.district import District
    from sim.state.agenda import Count

    started = time.process_time()
    District(load("demo", days=2, warmup_days=0)).live(2)
    ready = time.process_time() - started
    config = load(place, days=days, warmup_days=0)
    grown = {name: round(getattr(config.place, name) * scale) for name in GROWING}
    config = dataclasses.replace(config, place=dataclasses.replace(config.place, **grown))
    found: dict[str, Any] = {"ready_s": ready, "build_s": [], "live_s": [], "mb_ready": peak_mb()}
    for _ in range(repeats):
        built = time.process_time()
        one = District(config)
        living = time.process_time()
        found.setdefault("mb_built", peak_mb())
        one.live(days)
        found["build_s"].append(living - built)
        found["live_s"].append(time.process_time() - living)
        found.setdefault("mb_lived", peak_mb())
        one.check()
    found |= {
        "residents": one.world.residents.n, "days": days, "cases": one.world.cases.n,
        "events": int(one.world.agenda.counts[Count.SERVED]),
    }  # fmt: skip
    return found


if __name__ == "__main__":
    print(json.dumps(main(**json.loads(sys.argv[1]))))
