"""How disputes are mediated, and how agreements last."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Mediation:
    """How disputes are mediated."""

    hours: float = param(
        4.0, "h", basis="assumed", source="assumption: half a day of talks", low=1.0, high=12.0, allowed=(0.01, 500.0),
        doc="mean hands-on time of a mediation", zh="单案调解工时",
    )  # fmt: skip
    p_agree: float = param(
        0.96, "probability", basis="sourced", source="X030", low=0.95, high=0.999, allowed=(0.0, 1.0),
        doc="a mediation ends in an agreement (reported success)", zh="调解成功率",
    )  # fmt: skip
    p_fulfil: float = param(
        0.95, "probability", basis="assumed", source="assumption: most agreements are kept", low=0.85, high=0.99,
        allowed=(0.0, 1.0), doc="an agreement is fulfilled", zh="履行率",
    )  # fmt: skip
    p_relapse: float = param(
        0.06, "probability", basis="assumed", source="assumption: 1-15 % come back within half a year", low=0.01,
        high=0.15, allowed=(0.0, 1.0), doc="a fulfilled agreement breaks down within relapse_days", zh="复发率",
    )  # fmt: skip
    relapse_days: float = param(
        180.0, "d", basis="assumed", source="assumption: half a year", low=90.0, high=365.0,
        allowed=(1.0, 3650.0), doc="time within which a dispute comes back",
    )  # fmt: skip
    mediators: int = param(
        2, "persons", basis="assumed", source="assumption: a part-time committee in each community", low=1, high=5,
        allowed=(0, 1000), doc="mediators per community", zh="每社区调解员",
    )  # fmt: skip
    time_share: float = param(
        0.3, "share", basis="assumed", source="assumption: mediators have other duties", low=0.1, high=1.0,
        allowed=(0.01, 1.0), doc="of a mediator's time for mediation", zh="调解工时占比",
    )  # fmt: skip
