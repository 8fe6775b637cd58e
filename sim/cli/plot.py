"""Draw the figures of results: of the newest answer of a study folder, or of one of its answers.

  govsim plot results/demo                              all figures, into results/demo/answers/.../figures
  govsim plot results/demo worth rests_on --lang both --format pdf --to paper
  govsim plot results/demo agents                       of agents: firms, grid workers, members, residents

worth                    what a yuan buys: gain against cost, the line that no arm beats
change_map waiting_map   where it changes by community; where cases wait by cell, and the difference
communities groups       who gains: communities and groups of residents, before and after
lorenz flows hours       who carries the waiting; where 100 problems go; where the hours go
response_over_time response_distribution    when they part; how long cases wait
paired_differences rests_on                 all headline measures; the assumed numbers that move the answer

Formats png, svg, pdf. Version, place, arms, seed, pairs, code and the command that makes the run again are in every
file's metadata. For figures of agents the first replication of the last arm is lived again.
"""

from __future__ import annotations

from pathlib import Path

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.errors import Problem
from sim.i18n import in_force, say

FOLDER = Words("DIR", most=None, example="results/demo", more="KIND")
TAKES = Takes((LANG, Flag(("--format",), "png,svg,pdf"), Flag(("--to",), "DIR")), FOLDER)


def main(asked: Asked) -> int:
    """Check what was asked, load, draw, and say which files were written."""
    from sim.report.plots import FORMATS, USUAL, make_figures, unknown
    from sim.studies.loading import load
    from sim.writable import try_folder

    formats = list(dict.fromkeys(asked.flags.get("--format", ",".join(USUAL)).split(",")))
    folder, *kinds = asked.words or [""]
    asked.refuse(
        [
            *unknown(kinds),
            *(
                Problem("--format", say("errors.found", x=repr(kind)), ", ".join(FORMATS))
                for kind in formats
                if kind not in FORMATS
            ),
        ]
    )
    saved = load(folder)
    to = Path(asked.flags["--to"]) if "--to" in asked.flags else saved.answer / "figures"
    try_folder(to, "--to" if "--to" in asked.flags else "DIR")
    made = make_figures(saved, kinds, in_force(), formats, to, names_of(saved.arms))
    for path in made.files:
        print(say("terminal.figure", path=path))
    for name, why in made.left_out.items():
        print(say("plot.left_out", name=name, why=why))
    return 0


def names_of(arms: list[str]) -> dict[str, str]:
    """Chinese names of arms made of levers, joined by +."""
    from sim.policies import POLICIES

    chinese = {name: lever.name_zh for name, lever in POLICIES.items()}
    return {arm: "+".join(chinese.get(lever, lever) for lever in arm.split("+")) for arm in arms if arm != "baseline"}
