"""How disputes are mediated, and how agreements last."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Mediation:
    """How disputes are mediated."""

    hours: float = param(
        4.0, "h", source="assumed: half a day of talks", plausible=(1.0, 12.0), allowed=(0.01, 500.0),
        doc="mean hands-on time of a mediation", zh="单案调解工时",
    )  # fmt: skip
    p_agree: float = param(
        0.96, "probability", source="sourced: X030", plausible=(0.95, 0.999), allowed=(0.0, 1.0),
        doc="a mediation ends in an agreement (reported success)", zh="调解成功率",
    )  # fmt: skip
    p_fulfil: float = param(
        0.95, "probability", source="assumed: most agreements are kept", plausible=(0.85, 0.99), allowed=(0.0, 1.0),
        doc="an agreement is fulfilled", zh="履行率",
    )  # fmt: skip
    p_relapse: float = param(
        0.06, "probability", source="assumed: 1-15 % come back within half a year", plausible=(0.01, 0.15),
        allowed=(0.0, 1.0), doc="a fulfilled agreement breaks down within relapse_days", zh="复发率",
    )  # fmt: skip
    relapse_days: float = param(
        180.0, "d", source="assumed: half a year", plausible=(90.0, 365.0), allowed=(1.0, 3650.0),
        doc="time within which a dispute comes back",
    )  # fmt: skip
    mediators: int = param(
        2, "persons", source="assumed: a part-time committee in each community", plausible=(1, 5), allowed=(0, 1000),
        doc="mediators per community", zh="每社区调解员",
    )  # fmt: skip
    time_share: float = param(
        0.3, "share", source="assumed: mediators have other duties", plausible=(0.1, 1.0), allowed=(0.01, 1.0),
        doc="of a mediator's time for mediation", zh="调解工时占比",
    )  # fmt: skip
