"""The history of speed: a row for each ``make bench``, and a figure of it.

Times are told against a fixed loop of NumPy that runs in turn with them: half arithmetic in the processor's cache, half
a walk through memory, because our time is about half memory. So machines and busy hours can be compared, roughly; what
is counted (calls, bytes, bits) can be compared exactly, see `tests.bench.counters`.
"""

from __future__ import annotations

import csv
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numba
import numpy as np

from sim.config.run import load
from sim.studies.replication import live
from tests.bench import simpy_peer, workload_w
from tests.bench.counters import compiled_calls, counters
from tests.bench.fresh import peak_mb
from tests.bench.runs import efficiency, speed_up
from tests.bench.tasks import warm

ROOT = Path(__file__).parents[2]
FILE = ROOT / "results" / "curated" / "bench" / "history.csv"
COLUMNS = (
    "commit", "date", "python", "numba", "cpu", "load", "ref_s", "w_ref", "xialu_ref", "demo90_ref", "simpy_ratio",
    "python_share", "pycalls_day", "compiled_day", "case_bytes", "peak_mb", "bits",
    "efficiency", "two_workers", "run_cpu_s",
)  # fmt: skip
RATIOS = ("w_ref", "xialu_ref", "demo90_ref")
PAIRS, RECENT, SLOWER = 7, 5, 1.10


def reference() -> float:
    """CPU seconds of the loop that everything is told against."""
    small, walk = np.linspace(0.1, 1.0, 4096), np.arange(2**23, dtype=np.int64)  # 32 kB; 64 MB
    order = (walk * 5_000_011) % len(walk)
    started = time.thread_time()
    for _ in range(4000):
        small = small * 1.0000001 + 1e-9
    walk[order].sum()
    return time.thread_time() - started


def cpu_of(run: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    started = time.thread_time()
    run()
    return time.thread_time() - started


def against_reference(pairs: int = PAIRS) -> dict[str, float]:
    """Median CPU of each part over that of the reference, measured in turn."""
    demo, xialu = load("demo", days=90), load("xialu", days=365)
    parts = {
        "w_ref": lambda: workload_w.simulate(50_000, 1),
        "xialu_ref": lambda: live(xialu, 0, 0, tables=False),
        "demo90_ref": lambda: live(demo, 0, 0, tables=False),
    }
    for run in parts.values():
        run()
    found: dict[str, list[float]] = {name: [] for name in ("ref_s", *parts)}
    for _ in range(pairs):
        for name, run in parts.items():
            ours, fixed = cpu_of(run), reference()
            found[name].append(ours / fixed)
            found["ref_s"].append(fixed)
    return {name: float(f"{statistics.median(values):.4g}") for name, values in found.items()}


def python_share() -> float:
    """Share of a Xialu year with tables that is spent in Python."""
    with compiled_calls() as compiled:
        whole = cpu_of(lambda: live(load("xialu", days=365), 0, 2000))
    return 1.0 - compiled.cpu_s / whole


def row() -> dict[str, object]:
    """Measure one row."""
    ours = statistics.median(workload_w.simulate(5_000, seed)[1].cpu_s for seed in range(1, 8))
    theirs = statistics.median(simpy_peer.simulate(5_000, seed).cpu_s for seed in (1, 2, 3))
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    whole: dict[str, object] = {
        "commit": commit, "date": date.today().isoformat(), "python": platform.python_version(),
        "numba": numba.__version__, "cpu": processor(), "load": busy(),
        **against_reference(), "simpy_ratio": round(theirs / ours, 1), "python_share": round(python_share(), 3),
        **counters(), "peak_mb": round(peak_mb()),
        "efficiency": round(efficiency()["cpu"], 3), "two_workers": round(speed_up(), 2), "run_cpu_s": round(warm(), 2),
    }  # fmt: skip
    return {name: whole[name] for name in COLUMNS}


def busy() -> float:
    """How many processes want to run; nan where the system does not tell."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else float("nan")


def processor() -> str:
    """Name of the processor, as the system has it."""
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text() if cpuinfo.exists() else ""
    named = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def rows(file: Path = FILE) -> list[dict[str, str]]:
    """Read all rows."""
    if not file.exists():
        return []
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def append(new: dict[str, object], file: Path = FILE) -> None:
    """Add a row; the file is put in place at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    with draft.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, COLUMNS)
        writer.writeheader()
        writer.writerows([*rows(file), {name: str(value) for name, value in new.items()}])
    draft.replace(file)


def warnings(new: dict[str, object], before: list[dict[str, str]]) -> list[str]:
    """Say which times are a tenth above the median of the last five rows; times never fail a build."""
    found = []
    for name in RATIOS:
        usual = [float(old[name]) for old in before[-RECENT:] if old[name]]
        if usual and float(str(new[name])) > SLOWER * statistics.median(usual):
            found.append(f"{name}: {new[name]} against {statistics.median(usual):.3g} of late")
    return found


def plot(file: Path = FILE) -> Path:
    """Draw the ratios by commit."""
    from matplotlib.figure import Figure

    every = rows(file)
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.subplots()
    for name in RATIOS:
        values = [float(old[name] or "nan") for old in every]  # a row may be of counts alone
        axes.plot(
            range(len(values)), [value / values[0] for value in values], marker="o", label=name.removesuffix("_ref")
        )
    axes.set_xticks(range(len(every)), [old["commit"] for old in every], rotation=60)
    axes.set_ylabel("CPU over the reference, first row = 1")
    axes.set_ylim(bottom=0)
    axes.legend()
    path = file.with_suffix(".png")
    figure.savefig(path, dpi=120)
    return path


def main() -> None:
    """Redraw the figure (``python -m tests.bench.history``)."""
    print(plot() if rows() else f"{FILE} has no row yet: make bench adds one")


if __name__ == "__main__":
    main()
