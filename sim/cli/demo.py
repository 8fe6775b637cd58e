"""A small invented place, three arms with the same fate: baseline, dual report, a grid split with new workers.

Prints paired differences with 95 % intervals and what the model shows, writes a run folder with figures.
Under a minute; try the same on a real district: govsim compare baseline dual_report place=xialu pairs=10
"""

from __future__ import annotations

import sys
from dataclasses import replace

from sim.cli.arguments import LANG, Asked, Takes
from sim.cli.flags import OUTPUT
from sim.i18n import say

TAKES = Takes((*OUTPUT, LANG), settings=True)
ARMS = ("baseline", "dual_report", "grid_redivision")
PAIRS, DAYS = 10, 365


def main(asked: Asked) -> int:
    """Compare on the demo place and draw the figures."""
    from sim.cli import compare

    given = {setting.split("=")[0] for setting in asked.settings}
    defaults = {
        "place": "place=demo",
        "replications": f"replications={PAIRS}",
        "days": f"days={DAYS}",
        "into": "into=demo",
    }
    if "pairs" in given:
        del defaults["replications"]
    ours = [value for key, value in defaults.items() if key not in given]
    saved = compare.run_and_print(
        replace(asked, words=list(ARMS), settings=[*ours, *asked.settings], flags={**asked.flags, "--anew": ""})
    )
    from sim.report.plots import make_figures

    for path in make_figures(saved, formats=("png",)).files:
        print(say("terminal.figure", path=path), file=sys.stderr if "--json" in asked.flags else sys.stdout)
    return 0
