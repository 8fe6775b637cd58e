"""Silence: the list of problems that nobody knows of, kept together because all of them are looked at every day."""

from __future__ import annotations

import math

from sim.fate import Decision, draw
from sim.jit import merged
from sim.rng import log
from sim.state.agenda import Count
from sim.state.residents import NEVER

_SEEN, _N_SILENT = int(Decision.SEEN), Count.SILENT


@merged
def keep_silent(work, silent_h, case):
    """Note a problem that nobody tells of, how much watching finds it, and when it has gone away (mean, h)."""
    cases, silent, counts = work.cases, work.agenda.silent, work.agenda.counts
    u_seen, u_life, _a, _b = draw(work.fate, cases, case, _SEEN)
    i = counts[_N_SILENT]
    silent.case[i] = case
    silent.cell[i] = cases.cell[case]
    silent.resident[i] = cases.resident[case]
    silent.category[i] = cases.category[case]
    silent.vulnerable[i] = cases.vulnerable[case]
    silent.extent[i] = cases.extent[case]
    silent.unseen[i] = -log(u_seen)
    gone_day = math.ceil((cases.t_occur[case] - silent_h * log(u_life)) / 24.0)
    silent.gone_day[i] = min(gone_day, NEVER)
    counts[_N_SILENT] += 1


@merged
def wear_down(silent, i, watching):
    """Wear down the threshold of a problem; return whether it now is seen."""
    silent.unseen[i] -= watching
    return not silent.unseen[i] > 0.0


@merged
def keep(silent, kept, i):
    """Move a problem that stays silent up to place ``kept``."""
    if kept < i:
        silent[kept] = silent[i]


@merged
def cut(agenda, kept):
    """Cut the list after those that stay silent."""
    agenda.counts[_N_SILENT] = kept
