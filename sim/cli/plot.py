"""Draw the figures of results: of the newest answer of a study folder, or of one of its answers.

  govsim plot results/demo                              into results/demo/answers/.../figures
  govsim plot results/demo/answers/60b4773c8022 --lang zh --format png

Response time over time, paired differences, distribution of response times, map of waiting. Place, seed, commit and
the command that makes the run again are in every file's metadata.
"""

from __future__ import annotations

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.errors import Problem
from sim.i18n import in_force, say

FOLDER = Words("DIR", example="results/demo")
TAKES = Takes((LANG, Flag(("--format",), "png,svg")), FOLDER)


def main(asked: Asked) -> int:
    """Check what was asked, load, draw, and say which files were written."""
    from sim.report.plots import FORMATS, left_out, make_figures
    from sim.studies.loading import load
    from sim.writable import try_folder

    formats = list(dict.fromkeys(asked.flags.get("--format", ",".join(FORMATS)).split(",")))
    asked.refuse(
        [
            Problem("--format", say("errors.found", x=repr(kind)), ", ".join(FORMATS))
            for kind in formats
            if kind not in FORMATS
        ]
    )
    saved = load(asked.words[0])
    try_folder(saved.answer / "figures", "DIR")
    for path in make_figures(saved, in_force(), formats, names_of(saved.arms)):
        print(say("terminal.figure", path=path))
    for name, why in left_out(saved).items():
        print(say("plot.left_out", name=name, why=why))
    return 0


def names_of(arms: list[str]) -> dict[str, str]:
    """Chinese names of arms made of levers, joined by +."""
    from sim.policies import POLICIES

    chinese = {name: lever.name_zh for name, lever in POLICIES.items()}
    return {arm: "+".join(chinese.get(lever, lever) for lever in arm.split("+")) for arm in arms if arm != "baseline"}
