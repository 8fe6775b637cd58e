"""Stages: where the time of a case goes."""

from __future__ import annotations

from sim.jit import merged
from sim.state.cases import Stage
from sim.state.desks import Net

_DISCOVERY = int(Stage.DISCOVERY)
_DEPARTMENT, _GRID = int(Net.DEPARTMENT), int(Net.GRID)


@merged
def book(cases, case, stage, t):
    """Book the time since the last stamp on a stage, and stamp."""
    cases.spent[case, stage] = float(cases.spent[case, stage]) + (t - float(cases.t_stage[case]))
    cases.t_stage[case] = t


@merged
def book_at(cases, net, case, stage, t):
    """Book the time since the last stamp on a stage at a desk of a net; of departments it is kept by itself too."""
    if _DEPARTMENT <= net < _GRID:
        cases.department_h[case] = float(cases.department_h[case]) + (t - float(cases.t_stage[case]))
    book(cases, case, stage, t)


@merged
def book_discovery(cases, case, t):
    """Book the time since a problem arose, when it becomes known."""
    cases.spent[case, _DISCOVERY] = t - float(cases.t_occur[case])


@merged
def stamp(cases, case, t):
    """Stamp a case that sets out: no stage is over."""
    cases.t_stage[case] = t
