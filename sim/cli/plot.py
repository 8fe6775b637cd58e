"""Draw the figures of results: of the newest answer of a study folder, or of one of its answers.

  govsim plot results/demo                              into results/demo/answers/.../figures
  govsim plot results/demo/answers/60b4773c8022 --lang zh --format png
  govsim plot results/demo --agents                     of agents: firms, grid workers, members, residents

Response time over time, paired differences, distribution of response times, map of waiting. Place, seed, commit and
the command that makes the run again are in every file's metadata. Figures of agents (agents_*) live the first
replication of the last arm again, because results keep cases and not agents.
"""

from __future__ import annotations

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.errors import Problem
from sim.i18n import in_force, say

FOLDER = Words("DIR", example="results/demo")
TAKES = Takes((LANG, Flag(("--format",), "png,svg"), Flag(("--agents",))), FOLDER)


def main(asked: Asked) -> int:
    """Check what was asked, load, draw, and say which files were written."""
    from sim.report.plots import FORMATS, left_out, make_agent_figures, make_figures
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
    if "--agents" in asked.flags:
        made, missing = make_agent_figures(saved, in_force(), formats)
    else:
        made, missing = make_figures(saved, in_force(), formats, names_of(saved.arms)), left_out(saved)
    for path in made:
        print(say("terminal.figure", path=path))
    for name, why in missing.items():
        print(say("plot.left_out", name=name, why=why))
    return 0


def names_of(arms: list[str]) -> dict[str, str]:
    """Chinese names of arms made of levers, joined by +."""
    from sim.policies import POLICIES

    chinese = {name: lever.name_zh for name, lever in POLICIES.items()}
    return {arm: "+".join(chinese.get(lever, lever) for lever in arm.split("+")) for arm in arms if arm != "baseline"}
