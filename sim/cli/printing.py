"""Print an answer as its question was asked: a table of one arm, a comparison, a sweep."""

from __future__ import annotations

import io
from collections.abc import Sequence

from sim.cli import answer, sweeps
from sim.cli.asking import Answered
from sim.cli.keep import keep_printed
from sim.cli.score_table import print_score
from sim.cli.terminal import console
from sim.config.scores import Score


def print_answer(came: Answered, names: Sequence[str], *, as_json: bool, score: Score | None = None) -> None:
    """Print what is there.

    Parameters
    ----------
    came : Answered
    names : sequence of str
        Measures.
    as_json : bool
        As one object instead of tables.
    score : Score, optional
        Printed besides, but not of a sweep.
    """
    results = came.results
    kind = results.asked.told["kind"]
    if as_json:
        print(
            sweeps.as_json(results, names)
            if kind == "sweep"
            else answer.as_json(results, names, came.outcome.peak_mb, score=score)
        )
    elif kind == "sweep":
        sweeps.print_sweep(results, names)
    elif kind == "compare":
        text = io.StringIO()
        answer.print_comparison(console(text), results, names, results.asked.told["question"])
        keep_printed(results, names, text.getvalue())
        answer.print_comparison(console(), results, names, results.asked.told["question"])
    else:
        answer.print_run(console(), results, names)
    if score is not None and kind != "sweep" and not as_json:
        print_score(console(), results, score)
