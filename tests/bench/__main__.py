"""Measure speed; compare with what the design demands; never fail.

::

    python -m tests.bench [--full] [--json] [--row]

Every time is CPU of the process (user and system) unless it says wall. ``--full`` adds a place of 10,000,000
residents; ``--json`` prints one JSON object instead of the table; ``--row`` adds a row to the history of speed and
measures nothing else (`tests.bench.history`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time

from tests.bench import history, queues, records, runs, starts, tasks, years
from tests.bench.line import HEAD, Line

PARTS = {
    "workload W": queues.lines,
    "districts": years.lines,
    "tasks": tasks.lines,
    "studies": runs.lines,
    "records": records.lines,
    "starting": starts.lines,
}


def machine() -> dict[str, object]:
    """Say what was measured on, and how busy it was (a load above the number of CPUs spoils wall times)."""
    found = {"python": platform.python_version(), "system": platform.platform(), "cpus": os.cpu_count()}
    return {**found, "load": history.busy()}


def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="10,000,000 residents as well")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("--row", action="store_true", help="only a row for results/curated/bench/history.csv")
    asked = parser.parse_args()
    if asked.row:
        new = history.row()
        for slower in history.warnings(new, history.rows()):
            print(f"slower than of late: {slower}")
        history.append(new)
        print(",".join(str(value) for value in new.values()))
        return
    started, found = time.perf_counter(), list[Line]()
    start = machine()
    if not asked.json:
        print("  ".join(f"{name} {value}" for name, value in start.items()))
        print(HEAD)
    for title, part in PARTS.items():
        if not asked.json:
            print(f"-- {title}")
        for line in part(asked.full):
            found.append(line)
            if not asked.json:
                print(line, flush=True)
    wall = time.perf_counter() - started
    over = sum(line.verdict == "over" for line in found)
    ok = sum(line.verdict == "ok" for line in found)
    if asked.json:
        print(json.dumps({"machine": start, "wall_s": wall, "lines": [line.plain() for line in found]}, indent=1))
    else:
        print(f"{ok} ok, {over} over; {wall:.0f} s, load at the end {machine()['load']}")


if __name__ == "__main__":
    main()
