"""From results to a brief: the answer as it was concluded, and the days of the pair that is shown."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.show.thinned import thinned
from sim.studies.results import Results
from sim.studies.shown import frames_of_answer
from sim.studies.verdict import read_answer

MOST = 1_400_000
"""Characters of frames within a page; a page of more than 2 MB is not mailed."""
STEPS = (1, 2, 7, 14, 28)
"""Days from one frame to the next, the fewest that keep a page small."""


def brief_of(results: Results) -> Brief:
    """Collect what a brief is made of; the pair that is shown is lived again if that was not done before."""
    answer = read_answer(results.answer)
    frames = frames_of_answer(results)
    for every in STEPS:
        small = thinned(frames, every=every)
        if sum(map(len, small["blocks"].values())) <= MOST:
            break
    return Brief(results, answer, small)
