"""A chance model of one problem, a clock for each way of being heard, for the closed forms of what is heard."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.i18n import say
from sim.mechanisms import heard
from sim.validation.checks import Check, near

TOLD, OTHERS, WATCH, LASTS_D, SOLVED_D = 0.26, 0.064, 0.02, 30.0, 3.0
"""Chance that its resident tells; rates of others and of patrols, per day; mean days until it goes away by itself, and
until it is solved once known: choices in the middle of what is plausible."""


def closed_forms(n: int) -> Iterator[Check]:
    """Live `n` problems and compare shares and means with the closed forms."""
    draw = np.random.default_rng(7)
    told = draw.random(n) < TOLD
    others, found, gone = (draw.exponential(1.0 / rate, n) for rate in (OTHERS, WATCH, 1.0 / LASTS_D))
    first = np.minimum(others, found)
    known = told | (first < gone)
    again = np.where(known, draw.poisson(OTHERS * draw.exponential(SOLVED_D, n)), 0).astype(np.float64)
    reports = (told | (known & (others < found))).astype(np.float64) + again
    late = ~told & (first < gone)
    for name, what, values, expected in (
        ("unheard", say("validate.unheard"), (~known).astype(np.float64),
         heard.p_unheard(TOLD, OTHERS, WATCH, LASTS_D)),
        ("days until heard", say("validate.until_heard"), first[late],
         heard.days_until_heard(OTHERS, WATCH, LASTS_D)),
        ("duplicates", say("validate.further"), again[known], heard.duplicates(OTHERS, SOLVED_D)),
        ("reports", say("validate.per_problem"), reports,
         heard.reports(TOLD, OTHERS, WATCH, LASTS_D, SOLVED_D)),
    ):  # fmt: skip
        error = float(np.std(values) / np.sqrt(len(values)))
        yield near(f"heard: {name}", say("validate.heard", what=what), float(np.mean(values)), float(expected), error)
