"""Ask the model on behalf of a user: engine, progress, stops; and how it ended, in words."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from pathlib import Path

from sim.cli.first_use import compile_once
from sim.cli.how import HowAsked
from sim.cli.terminal import Stop, progress, stoppable
from sim.errors import GovsimError, SomeFailed, Unfinished
from sim.i18n import joined, say
from sim.store.asks import Ask
from sim.studies.asking import Looks, lived, until_settled
from sim.studies.results import Results
from sim.studies.runner import Outcome


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


def ask(
    question: Ask, study: Path, how: HowAsked, title: str, looks: Looks | None = None, *, quiet: bool = False
) -> Answered:
    """Live what is missing of a question, with progress, until it is done, settled, or stopped.

    Parameters
    ----------
    question : Ask
    study : Path
        The study folder.
    how : HowAsked
    title : str
    looks : Looks, optional
        Until which measures are settled; by default as many pairs as are asked for.
    quiet : bool
        Whether nothing is said of progress.

    Raises
    ------
    Interrupted, Unfinished, SomeFailed
        If nothing is there that could be shown.
    FolderInUse, OtherCode
        Before anything is lived.
    GovsimError
        If what was lived could not be written.
    """
    compile_once()
    gc.freeze()  # what is imported stays, so nobody need look through it again
    live = replace(how.how, jobs=question.first.run.jobs if how.jobs is None else how.jobs)
    with stoppable() as stop:
        with progress(title, quiet=quiet) as report:
            if looks is None:
                results, outcome = lived(question, study, how.engine, live, stop, report)
            else:
                results, outcome = until_settled(question, study, how.engine, live, looks, stop, report)
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
        return SomeFailed(joined([told, go_on], "\n"))
    if not outcome.complete:
        return Unfinished(say("store.unfinished", there=outcome.there, asked=outcome.asked, go_on=go_on))
    return None
