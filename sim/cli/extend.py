"""Add replications to what was asked of a study folder.

govsim extend results/xialu --pairs 40      40 of each arm in all; those that are there are not lived again
govsim extend results/xialu --draws 128     128 draws in all, of what the first were drawn from

jobs=2 budget=4h engine=dask     see govsim run --help
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.cli.flags import OUTPUT
from sim.cli.how import ANEW, JOIN, of_a_folder, read_how
from sim.cli.report import NO_REPORT
from sim.errors import Problem
from sim.i18n import say

if TYPE_CHECKING:
    from sim.store.asks import Ask
    from sim.studies.results import Results

PAIRS = Flag(("--pairs",), "N")
DRAWS = Flag(("--draws",), "N")
TAKES = Takes(
    (PAIRS, DRAWS, *OUTPUT, LANG, JOIN, ANEW, NO_REPORT), Words("DIR", example="results/xialu"), settings=True
)


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
    from sim.cli.printing import print_answer, printed
    from sim.cli.report import report_by_itself
    from sim.studies.asking import more_draws
    from sim.studies.results import results_of

    how = read_how(asked.settings, join="--join" in asked.flags, anew="--anew" in asked.flags)
    names, problems = measure_names(asked.flags.get("--measures"))
    given = {flag: asked.flags[flag] for flag in ("--pairs", "--draws") if flag in asked.flags}
    for flag, text in given.items():
        if not text.isdigit() or not 1 <= int(text) <= 100_000:
            problems.append(Problem(flag, say("errors.found", x=repr(text)), say("how.pairs_in_all")))
    if not given:
        problems.append(Problem("--pairs", say("how.not_said"), say("how.pairs_in_all")))
    asked.refuse([*how.problems, *problems, *of_a_folder(how)])
    results = results_of(Path(asked.words[0]))
    there = {"--pairs": int(results.asked.told["replications"]), "--draws": results.asked.draws}
    for flag, text in given.items():
        if int(text) <= there[flag]:
            found = say("how.no_more", n=text, folder=results.path, before=there[flag])
            problems.append(Problem(flag, found, say("how.more_in_all", n=there[flag])))
    asked.refuse(problems)
    question = _extended(results, int(given["--pairs"])) if "--pairs" in given else results.ask
    if "--draws" in given:
        question = more_draws(question, int(given["--draws"]))
    came = ask(question, results.path, how, say("store.going_on", folder=results.path))
    report_by_itself(asked, came)
    print_answer(came, printed(asked.flags, names, how.score), point=came.results.asked.told["question"])
    if came.after is not None:
        raise came.after
    return 0
