"""The communities' money, and how far grid workers can be made to pay for a lever."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Finance:
    """The communities' money, and how far grid workers can be made to pay for a lever."""

    base_funds_yuan: float = param(
        50000.0, "yuan/yr", source="derived: E039: tens of thousands a year; E047 is of the same order",
        plausible=(10000.0, 75000.0), allowed=(0.0, 1e8), doc="base funds of a community", zh="社区工作经费",
    )  # fmt: skip
    repair_share: float = param(
        0.5, "share", source="assumed: the rest keeps the office running", plausible=(0.2, 0.8), allowed=(0.0, 1.0),
        doc="of base funds for repairs", zh="用于维修占比",
    )  # fmt: skip
    reserve_days: float = param(
        60.0, "d", source="assumed: two months' funds at the start", plausible=(0.0, 365.0), allowed=(0.0, 3650.0),
        doc="repair money at hand at the start, in days of funding", zh="初始结余",
    )  # fmt: skip
    most_given_up: float = param(
        0.6, "share", source="assumed: somebody must still be there", plausible=(0.3, 0.8), allowed=(0.0, 0.9),
        doc="of grid workers' time that levers can take away at most", zh="最多可抽调工时占比",
    )  # fmt: skip
