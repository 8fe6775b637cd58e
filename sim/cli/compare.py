"""Compare arms with the same fate: paired differences, 95 % intervals, a verdict in words.

An arm is `baseline`, a lever, levers joined by +, or has a name and says what it changes:

  weak=dual_report:active_share=0.1        a lever with a dose of its own
  more100=place.workers+=100               a number of the place; += -= *= act on what the place has
  merge80=community_merging+place.workers-=80

The first arm is what the others are compared with.

  pairs=10            replications of each arm (same as replications=10)
  policies.NAME.key=value   doses, in every arm that uses the lever
  arms.NAME.key=value       for one arm alone
  until=settled max=160     add pairs (10, 20, 40, ... max) until every measure printed is settled
  draws=64            beside the pairs at the defaults, draws of every number nobody has said (default: 64 where the
                      place has a posterior, else none; 0: none); from=prior, from=posterior, posterior=FILE.parquet
  into=NAME jobs=2 budget=4h engine=dask   see govsim run --help

  study=NAME or study=./winter.yaml     named arms in a file (configs/study/NAME.yaml)
  --small             the study as its test: says, in seconds, into a folder of its own
  score=NAME          also a score: city_management, hotline, or a file; score.weights.on_time=50
  --full              all tables: every measure, what each draw says, costs, by how much pairing cut the variance
  --quiet             one sentence, and no progress

Examples
--------
  govsim compare baseline dual_report place=xialu pairs=20
  govsim compare baseline weak=dual_report:active_share=0.1 strong=dual_report:active_share=0.6 place=xialu
  govsim compare baseline grid_redivision place=xialu place.workers=378 policies.grid_redivision.funding=staff_neutral

Intervals are Student's t over pairs; "higher" and "lower" are said where Holm's correction over the measures
printed keeps p below 0.05 and the change is not surely within what matters.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.cli.arguments import LANG, Asked, Flag, Takes, Words
from sim.cli.flags import OUTPUT
from sim.cli.how import ANEW, JOIN, HowAsked, read_how, with_study
from sim.cli.report import NO_REPORT
from sim.errors import ConfigError, Problem
from sim.i18n import say

if TYPE_CHECKING:
    from sim.cli.asking import Answered
    from sim.cli.questions import Questions
    from sim.config.run import RunConfig
    from sim.studies.results import Results

SMALL = Flag(("--small",))
TAKES = Takes(
    (*OUTPUT, LANG, SMALL, JOIN, ANEW, NO_REPORT),
    Words("ARM", 0, None, example="baseline dual_report"),
    settings=True,
)


def main(asked: Asked) -> int:
    """Run, print, save."""
    run_and_print(asked)
    return 0


def run_and_print(asked: Asked) -> Results:
    """Validate all arms, run them side by side, print and save; return the last comparison.

    Raises
    ------
    ConfigError
        With the problems of all arms.
    Interrupted, Unfinished, SomeFailed
        After what is there was printed; it is in the folder, and what is missing can be resumed.
    """
    from sim.cli.answer import measure_names
    from sim.cli.compose import remarks
    from sim.cli.notes import warn
    from sim.cli.printing import print_answer, printed
    from sim.cli.report import report_by_itself
    from sim.config.changes import fates_apart
    from sim.studies.asking import same_days

    how = read_how(_in_order(asked), join="--join" in asked.flags, anew="--anew" in asked.flags)
    names, problems = measure_names(asked.flags.get("--measures"))
    questions = _checked(asked, how, [*problems, *how.problems])
    if questions.study is not None:
        names = (
            list(questions.study.measures) if "--measures" not in asked.flags and questions.study.measures else names
        )
        how = with_study(how, questions.study)
    for remark in remarks(questions.settings):
        print(say("notes.of_settings", command="compare", said=remark), file=sys.stderr)
    for question in questions.questions:
        arms = same_days(question.arms)
        warn(list(arms.values()))
        for remark in fates_apart(arms):
            print(say("notes.of_settings", command="compare", said=remark), file=sys.stderr)
        came = _answered(arms, how, names, question.name, quiet="--quiet" in asked.flags)
        report_by_itself(asked, came)
        print_answer(came, printed(asked.flags, names, how.score), point=question.name)
        if came.after is not None:
            raise came.after
    return came.results


def _in_order(asked: Asked) -> list[str]:
    """Words and settings in the order in which they were typed: the first arm is what others are compared with."""
    given = [*asked.words, *asked.settings]
    at = {word: i for i, word in reversed(list(enumerate(asked.typed)))}
    return sorted(given, key=lambda word: at.get(word, len(at)))


def _checked(asked: Asked, how: HowAsked, problems: list[Problem]) -> Questions:
    from sim.cli.keep import folder_problems
    from sim.cli.questions import read_questions

    configs: list[RunConfig] = []
    found, rest = None, how.settings
    try:
        found = read_questions(how.settings, small="--small" in asked.flags)
        rest = found.settings
        configs = [next(iter(question.arms.values())) for question in found.questions]
    except ConfigError as error:
        problems += error.problems
    problems += folder_problems(configs if not problems else [], rest)
    asked.refuse(problems)
    assert found is not None  # else there was a problem
    return found


def _answered(arms: dict[str, RunConfig], how: HowAsked, names: list[str], point: str, *, quiet: bool) -> Answered:
    from sim.cli.asking import ask
    from sim.config.names import place_name
    from sim.measures import HEADLINE
    from sim.studies.asking import Looks, ask_of, folder_of, left_aside, with_draws

    first = next(iter(arms.values()))
    title = say("terminal.arms", place=place_name(first.place), arms=len(arms))
    asked = ask_of("compare", arms, how.settings, question=point)
    if tuple(names) != HEADLINE:
        asked = replace(asked, extra={"measures": list(names)})
    if how.draws is None and not how.source and (why := left_aside(asked)) is not None:
        print(say("notes.of_settings", command="compare", said=why), file=sys.stderr)
    question = with_draws(asked, how.draws, how.source)
    looks = Looks(tuple(names), how.most) if how.until_settled else None
    return ask(question, folder_of(first), how, title, looks, quiet=quiet)
