"""How cases are accepted, sent to a desk, handed over and closed."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How cases are passed on."""

    acceptance_h: float = param(
        4.0, "h", source="assumed: grid centre 4 h; X017 is a hotline's 6 minutes", plausible=(0.06, 24.0),
        allowed=(0.0, 1000.0), doc="mean time from report to a desk", zh="受理派单时延",
    )  # fmt: skip
    misroute_exponent: float = param(
        0.15, "exponent", source="assumed: X015 and X080 bound it; E022 gives the layers", plausible=(0.02, 0.24),
        allowed=(0.0, 2.0), doc="misrouting with L layers is 1 - (1/L)^exponent", zh="错派指数",
    )  # fmt: skip
    handover_h: float = param(
        8.0, "h", source="assumed: a working day between two desks", plausible=(1.0, 72.0), allowed=(0.0, 1000.0),
        doc="mean time a case lies between two desks", zh="流转时延",
    )  # fmt: skip
    p_handoff: float = param(
        0.15, "probability", source="sourced: X016", plausible=(0.06, 0.30), allowed=(0.0, 0.9),
        doc="a department passes a case on and it comes back prepared anew", zh="部门转办概率",
    )  # fmt: skip
    p_merge: float = param(
        0.5, "probability", source="assumed: half of the duplicates are spotted at the centre", plausible=(0.1, 0.9),
        allowed=(0.0, 1.0), doc="the centre spots a duplicate", zh="合并重复概率",
    )  # fmt: skip
    p_formal: float = param(
        0.05, "probability", source="sourced: X022", plausible=(0.03, 0.37), allowed=(0.0, 1.0),
        doc="a case is closed without being solved", zh="形式办结概率",
    )  # fmt: skip
    p_come_back: float = param(
        0.5, "probability", source="assumed: half of those put off try again", plausible=(0.1, 0.9), allowed=(0.0, 1.0),
        doc="the resident comes back after a formal closure", zh="再次反映概率",
    )  # fmt: skip
    come_back_days: float = param(
        7.0, "d", source="assumed: about a week", plausible=(1.0, 30.0), allowed=(0.01, 1000.0),
        doc="mean time until then", zh="再次反映时延",
    )  # fmt: skip
    supervised: bool = param(
        True, "yes/no", source="assumed: E027 ends the loop with supervision by the grid centre",
        doc="overdue cases are pushed up the queue", zh="超期督办",
    )  # fmt: skip
