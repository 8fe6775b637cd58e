"""Add replications to what was asked of a study folder.

govsim extend results/xialu --pairs 40      40 of each arm in all; those that are there are not lived again

jobs=2 budget=4h engine=dask     see govsim run --help
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.arguments import JSON, LANG, MEASURES, Asked, Flag, Takes, Words
from sim.cli.how import ANEW, JOIN, of_a_folder, read_how
from sim.errors import Problem
from sim.i18n import say

if TYPE_CHECKING:
    from sim.store.asks import Ask
    from sim.studies.results import Results

PAIRS = Flag(("--pairs",), "N")
TAKES = Takes((PAIRS, MEASURES, LANG, JSON, JOIN, ANEW), Words("DIR", example="results/xialu"), settings=True)


def _extended(results: Results, pairs: int) -> Ask:
    """The same question with more replications; a plan of looks gets a later end, for which it has kept some error."""
    question = results.ask.with_replications(pairs)
    plan = results.plan
    if plan is None or pairs <= plan.end:
        return question
    return replace(question, extra={**question.extra, "plan": plan.extended(pairs).to_dict()})


def main(asked: Asked) -> int:
    """Ask the same, more often."""
    from sim.cli.answer import measure_names
    from sim.cli.asking import ask
    from sim.cli.printing import print_answer
    from sim.studies.results import results_of

    how = read_how(asked.settings, join="--join" in asked.flags, anew="--anew" in asked.flags)
    names, problems = measure_names(asked.flags.get("--measures"))
    text = asked.flags.get("--pairs", "")
    if not text.isdigit() or not 1 <= int(text) <= 100_000:
        found = say("errors.found", x=repr(text)) if text else say("how.not_said")
        problems.append(Problem("--pairs", found, say("how.pairs_in_all")))
    asked.refuse([*how.problems, *problems, *of_a_folder(how)])
    results = results_of(Path(asked.words[0]))
    before = int(results.asked.told["replications"])
    if int(text) <= before:
        found = say("how.no_more", n=text, folder=results.path, before=before)
        asked.refuse([Problem("--pairs", found, say("how.more_in_all", n=before))])
    question = _extended(results, int(text))
    came = ask(question, results.path, how, say("store.going_on", folder=results.path))
    print_answer(came, names, as_json="--json" in asked.flags, score=how.score)
    if came.after is not None:
        raise came.after
    return 0
