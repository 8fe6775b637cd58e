"""Live tasks of a study folder again and compare the bits of every measure.

  govsim verify results/xialu          one task of each arm
  govsim verify results/xialu --all    every task

Exit code 4 where a measure came out otherwise; each is named with both values.
"""

from __future__ import annotations

import json
from pathlib import Path

from sim.cli.arguments import JSON, LANG, Asked, Flag, Takes, Words
from sim.cli.how import of_a_folder, read_how
from sim.errors import Mismatch, Problem, ResultError
from sim.i18n import joined, say

TAKES = Takes((Flag(("--all",)), LANG, JSON), Words("DIR", example="results/xialu"), settings=True)


def main(asked: Asked) -> int:
    """Live again, compare, tell."""
    from sim.cli.terminal import stoppable
    from sim.studies.engines.make import engine_of
    from sim.studies.results import results_of
    from sim.studies.verify import verify

    how = read_how(asked.settings)
    score = [Problem("score", say("score.not_here"))] if how.score else []
    asked.refuse([*how.problems, *score, *of_a_folder(how)])
    path = results_of(Path(asked.words[0])).path
    with stoppable() as stop, engine_of(how.engine, how.jobs or 0) as engine:
        found = verify(path, engine, every="--all" in asked.flags, stop=stop)
        if stop.is_set():
            raise stop.interrupted(found.tasks, found.tasks, say("store.nothing_written"))
    if not found.tasks and found.agrees:
        raise ResultError(say("store.nothing_there", folder=path))
    wrong = [*map(str, found.differences), *found.failed, *found.changed, *found.damaged]
    if "--json" in asked.flags:
        print(json.dumps({"folder": str(path), "tasks": found.tasks, "agrees": found.agrees, "wrong": wrong}))
    elif found.agrees:
        print(say("store.verified", n=found.tasks, folder=path))
    if not found.agrees:
        raise Mismatch(say("store.mismatch", folder=path, told=joined(wrong[:20], "\n  "), n=len(wrong)))
    return 0
