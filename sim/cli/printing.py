"""Print an answer as its question was asked: the verdict of a run or a comparison, the table of a sweep."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.cli import answer, sweeps
from sim.cli.asking import Answered
from sim.cli.keep import keep_printed
from sim.cli.score_table import print_score
from sim.cli.terminal import console
from sim.cli.verdict import print_point, print_title, print_verdict
from sim.config.scores import Score
from sim.studies.results import Results
from sim.studies.verdict import answer_about


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed of an answer.

    Attributes
    ----------
    names : tuple of str
        Measures.
    json, full, quiet : bool
        One object instead; all tables besides; one sentence alone.
    score : Score, optional
        Printed besides, but not of a sweep.
    """

    names: tuple[str, ...]
    json: bool = False
    full: bool = False
    quiet: bool = False
    score: Score | None = None


def printed(flags: Mapping[str, str], names: Sequence[str], score: Score | None = None) -> Printed:
    """What flags ask to be printed."""
    asked = {name: f"--{name}" in flags for name in ("json", "full", "quiet")}
    return Printed(tuple(names), score=score, **asked)


def print_answer(came: Answered, how: Printed, *, level: str | None = None, point: str = "") -> None:
    """Print what is there, and keep the tables of a comparison with the answer.

    Parameters
    ----------
    came : Answered
    how : Printed
    level : str, optional
        Areas that a single run is told by, in JSON.
    point : str
        Where a study crosses its arms with values: which. Of such a point one sentence is printed.
    """
    results, names = came.results, how.names
    kind = results.asked.told["kind"]
    if kind == "compare":
        text = io.StringIO()
        answer.print_comparison(console(text), results, names, point, full=how.full)
        keep_printed(results, names, text.getvalue())
    if kind == "sweep":
        if how.json:
            print(sweeps.as_json(results, names))
        else:
            sweeps.print_sweep(results, names)
        return
    if how.json:
        print(answer.as_json(results, names, came.outcome.peak_mb, level, how.score))
        return
    _print_verdict(results, how, point)
    if how.full:
        console().print()
        if kind == "compare":
            answer.print_comparison(console(), results, names, point, full=True)
        else:
            answer.print_run(console(), results, names, full=True)
    if how.score is not None:
        print_score(console(), results, how.score)


def _print_verdict(results: Results, how: Printed, point: str) -> None:
    found = answer_about(results, how.names)
    if how.quiet:
        print_title(console(), found, point)
    elif point:
        print_point(console(), found, point)
    else:
        print_verdict(console(), found, results.answer, results.path)
