"""Ask the model on behalf of a user: engine, progress, stops; and how it ended, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.cli.how import HowAsked
from sim.cli.terminal import Stop, progress, stoppable
from sim.errors import GovsimError, SomeFailed, Unfinished
from sim.i18n import say
from sim.store.asks import Ask
from sim.study.asking import answer
from sim.study.engines.batches import guess_cpu_s
from sim.study.engines.make import engine_of
from sim.study.results import Results
from sim.study.runner import Outcome
from sim.study.sequential import MAXIMUM, Plan
from sim.study.settling import is_settled


@dataclass(slots=True)
class Answered:
    """What came of a question.

    Attributes
    ----------
    results : Results
    outcome : Outcome
    after : GovsimError or None
        What is to be raised once the results are printed: it was stopped, its time was used up, some tasks failed.
    """

    results: Results
    outcome: Outcome
    after: GovsimError | None


def ask(question: Ask, study: Path, how: HowAsked, title: str) -> Answered:
    """Live what is missing of a question, with progress, until it is done or stopped.

    Raises
    ------
    Interrupted, Unfinished, SomeFailed
        If nothing is there that could be shown.
    FolderInUse, OtherCode
        Before anything is lived.
    """
    tasks = len(question.arms) * question.replications
    work_s = tasks * guess_cpu_s(question.first, tables=bool(question.tables))
    with stoppable() as stop, engine_of(how.engine, question.first.run.jobs, work_s=work_s) as engine:
        with progress(title) as report:
            results, outcome = answer(question, study, engine, how.how, stop, report)
        after = ending(study, outcome, stop)
    if after is not None and not all(results.replications.values()):
        raise after
    return Answered(results, outcome, after)


def ending(study: Path, outcome: Outcome, stop: Stop) -> GovsimError | None:
    """Say how it ended, if not well."""
    go_on = say("store.go_on", folder=study)
    if stop.is_set() and not outcome.complete:
        return stop.interrupted(outcome.there, outcome.asked, go_on)
    if outcome.unfinished:
        return Unfinished(say("store.unfinished", there=outcome.there, asked=outcome.asked, go_on=go_on))
    if outcome.failed:
        first = next(iter(outcome.failed.values()))
        told = say("store.failed", n=len(outcome.failed), asked=outcome.asked, first=first, folder=study / "failed")
        return SomeFailed(f"{told}\n{go_on}")
    if not outcome.complete:
        return Unfinished(say("store.unfinished", there=outcome.there, asked=outcome.asked, go_on=go_on))
    return None


def ask_until_settled(question: Ask, study: Path, how: HowAsked, title: str, names: Sequence[str]) -> Answered:
    """Add pairs, look by look, until every measure asked for is settled against the first arm in every other arm.

    Parameters
    ----------
    question : Ask
    study : Path
    how : HowAsked
    title : str
    names : sequence of str
        Measures that must be settled, at most ten.
    """
    plan = Plan.of(list(names), how.most or MAXIMUM)
    for pairs in plan.looks:
        came = ask(question.with_replications(pairs), study, how, title)
        if came.after is not None or is_settled(came.results, plan):
            break
    return came
