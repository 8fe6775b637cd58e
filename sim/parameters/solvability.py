"""Who can solve a problem."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param

_JUDGED = "assumed: by judgement; records with closing codes would tell"


@dataclass(frozen=True, slots=True)
class Solvability:
    """Who can solve a problem."""

    owned: bool = param(
        True, "yes/no", source="choice: without owners whoever is asked may solve, as in the first form of the model",
        doc="problems have an owner, and nobody else can solve them", zh="问题有责任主体",
    )  # fmt: skip
    nobody: tuple[float, ...] = param(
        (0.08, 0.10, 0.15, 0.15, 0.10, 0.05, 0.03, 0.05), "shares", source=_JUDGED, allowed=(0.0, 1.0),
        doc="problems of each category that nobody can solve: no owner, no law, not feasible", zh="无解问题占比",
    )  # fmt: skip
    firm: tuple[float, ...] = param(
        (0.0, 0.0, 0.45, 0.0, 0.0, 0.0, 0.0, 0.0), "shares", source=_JUDGED, allowed=(0.0, 1.0),
        doc="problems that only the property firm can solve, where the compound has one", zh="物业责任占比",
    )  # fmt: skip
    department: tuple[float, ...] = param(
        (0.15, 0.25, 0.10, 0.0, 0.15, 0.30, 0.0, 0.30), "shares", source=_JUDGED, allowed=(0.0, 1.0),
        doc="problems that only a department can solve", zh="部门责任占比",
    )  # fmt: skip
    formal_pressure: float = param(
        0.5, "per unit of pressure", source="assumed: X022 reaches from 0.03 to 0.37 between kinds of case",
        plausible=(0.0, 2.0), allowed=(0.0, 10.0),
        doc="how formal closing grows with the overdue share of the desk and with the pressure of ranks",
        zh="压力致形式办结系数",
    )  # fmt: skip
