"""A small invented place, three arms with the same fate: baseline, dual report, a grid split with new workers.

usage: govsim demo [key=value ...] [--json]

Prints paired differences with 95 % intervals and what the model shows, writes a run folder with figures.
Under a minute; try the same on a real district: govsim compare baseline dual_report place=xialu pairs=10
"""

from __future__ import annotations

import sys

FLAGS = ("--json", "--measures")
PAIRS, DAYS = 10, 365


def main(args: list[str]) -> int:
    """Compare on the demo place and draw the figures."""
    from sim.cli import compare

    given = {a.split("=")[0] for a in args if "=" in a}
    defaults = {
        "place": "place=demo",
        "replications": f"replications={PAIRS}",
        "days": f"days={DAYS}",
        "study": "study=demo",
    }
    if "pairs" in given:
        del defaults["replications"]
    asked = [value for key, value in defaults.items() if key not in given]
    saved = compare.run_and_print(["baseline", "dual_report", "grid_redivision", *asked, *args])
    from sim.report.plots import make_figures

    for path in make_figures(saved, formats=("png",)):
        print(f"figure {path}", file=sys.stderr if "--json" in args else sys.stdout)
    return 0
