"""From results to a brief: the answer as it was concluded, and the days of the pair that is shown."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.studies.results import Results
from sim.studies.shown import frames_of_answer
from sim.studies.verdict import read_answer


def brief_of(results: Results) -> Brief:
    """Collect what a brief is made of; the pair that is shown is lived again if that was not done before."""
    return Brief(results, read_answer(results.answer), frames_of_answer(results))
