"""Print an answer as its question was asked: a table of one arm, a comparison, a sweep."""

from __future__ import annotations

import io
from collections.abc import Sequence

from sim.cli import answer, sweeps
from sim.cli.asking import Answered
from sim.cli.keep import keep_printed
from sim.cli.terminal import console


def print_answer(came: Answered, names: Sequence[str], *, as_json: bool) -> None:
    """Print what is there.

    Parameters
    ----------
    came : Answered
    names : sequence of str
        Measures.
    as_json : bool
        As one object instead of tables.
    """
    results = came.results
    kind = results.asked.told["kind"]
    if as_json:
        print(
            sweeps.as_json(results, names) if kind == "sweep" else answer.as_json(results, names, came.outcome.peak_mb)
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
