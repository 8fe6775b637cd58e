"""Hands-on times, chances to solve, opening hours and sizes of the desks."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


def _assumed(
    default: float, unit: str, low: float, high: float, allowed: tuple[float, float], doc: str, why: str
) -> float:
    return param(  # type: ignore[no-any-return]
        default,
        unit,
        basis="assumed",
        source=f"assumption: {why}",
        low=low,
        high=high,
        allowed=allowed,
        doc=doc,
    )


@dataclass(frozen=True, slots=True)
class Service:
    """Hands-on times, chances to solve, opening hours and sizes of the desks."""

    grid_h: float = _assumed(1.0, "h", 0.3, 3.0, (0.01, 200.0), "mean hands-on time in the grid", "an errand")
    community_h: float = _assumed(
        1.0, "h", 0.3, 3.0, (0.01, 200.0), "mean hands-on time in the community office", "as grid"
    )
    window_h: float = _assumed(0.3, "h", 0.1, 1.0, (0.01, 200.0), "mean time of an enquiry at the window", "20 minutes")
    property_h: float = _assumed(1.5, "h", 0.5, 4.0, (0.01, 200.0), "mean hands-on time of a property crew", "a repair")
    social_work_h: float = _assumed(
        3.0, "h", 1.0, 8.0, (0.01, 200.0), "mean hands-on time of a case manager", "several talks and visits"
    )
    council_h: float = _assumed(
        0.5, "h", 0.2, 2.0, (0.01, 200.0), "mean meeting time that a case takes in a council", "four in an evening"
    )
    court_h: float = _assumed(
        3.0, "h", 1.0, 8.0, (0.01, 200.0), "mean hands-on time of a judge or officer in a community", "half a day"
    )
    street_h: float = _assumed(
        2.0, "h", 0.5, 6.0, (0.01, 200.0), "mean hands-on time in the street centre", "coordination"
    )
    department_h: float = _assumed(3.0, "h", 1.0, 12.0, (0.01, 500.0), "mean hands-on time of a crew", "half a shift")
    work_cv: float = _assumed(
        1.2, "ratio", 0.5, 2.0, (0.0, 5.0), "coefficient of variation of hands-on times", "long tail"
    )
    look_share: float = _assumed(
        0.4, "share", 0.1, 1.0, (0.0, 1.0), "of hands-on time before a case is passed up", "a visit"
    )
    wrong_share: float = _assumed(0.25, "share", 0.1, 0.5, (0.0, 1.0), "of hands-on time at a wrong desk", "a look")
    formal_share: float = _assumed(
        0.2, "share", 0.05, 0.5, (0.0, 1.0), "of hands-on time of a formal closure", "a form"
    )
    p_grid: float = _assumed(
        0.45, "probability", 0.2, 0.7, (0.0, 1.0), "the grid can solve a case", "small things stay"
    )
    p_grid_dispute: float = _assumed(
        0.5, "probability", 0.2, 0.8, (0.0, 1.0), "the grid settles a quarrel", "most are small"
    )
    p_community: float = _assumed(
        0.5, "probability", 0.2, 0.8, (0.0, 1.0), "the community can solve what reaches it", "half"
    )
    p_window: float = _assumed(
        0.9, "probability", 0.6, 0.98, (0.0, 1.0), "the window answers an enquiry", "first contact"
    )
    p_services_grid: float = _assumed(
        0.6, "probability", 0.3, 0.9, (0.0, 1.0), "a grid worker who is asked settles an enquiry", "papers stay"
    )
    p_social_work: float = _assumed(
        0.7, "probability", 0.4, 0.9, (0.0, 1.0), "a case manager solves what reaches him", "their trade"
    )
    p_council: float = _assumed(
        0.55, "probability", 0.3, 0.8, (0.0, 1.0), "a council agrees on a solution", "not every quarrel ends"
    )
    p_court: float = _assumed(
        0.8, "probability", 0.6, 0.95, (0.0, 1.0), "a judge or officer settles a hard dispute", "authority"
    )
    p_street: float = _assumed(
        0.4, "probability", 0.1, 0.7, (0.0, 1.0), "the street can solve what reaches it", "fewer"
    )
    lead_days: tuple[float, ...] = param(
        (3.0, 3.0, 11.0, 13.0, 11.0, 1.0, 1.0, 1.0), "d", basis="derived",
        source="X018 medians 1/3/11/13 by class; mapping to categories assumed", allowed=(0.0, 1000.0),
        doc="median preparation time of departments by category", zh="部门前置时间",
    )  # fmt: skip
    lead_sigma: float = param(
        1.2, "log-sd", basis="derived", source="X019", low=0.9, high=1.6, allowed=(0.0, 3.0),
        doc="spread of preparation times", zh="前置时间离散",
    )  # fmt: skip
    limit_h: tuple[float, ...] = param(
        (2.0, 24.0, 168.0, 360.0), "h", basis="sourced", source="X020", allowed=(0.1, 10000.0),
        doc="limits for urgent, utility, general and hard cases, from acceptance to closure", zh="办理时限",
    )  # fmt: skip
    minutes_per_cell: float = _assumed(
        3.0, "min", 1.0, 8.0, (0.0, 120.0), "walking time per cell of 100 households", "150 m on foot"
    )
    office_opens: float = _assumed(9.0, "hour", 8.0, 9.5, (0.0, 23.0), "hour at which offices open", "usual")
    office_closes: float = _assumed(17.5, "hour", 17.0, 18.0, (0.5, 24.0), "hour at which offices close", "usual")
    community_staff: int = param(
        4, "persons", basis="assumed", source="assumption: of eight, half see residents", low=2, high=10,
        allowed=(1, 1000), doc="community workers who see residents, per community",
    )  # fmt: skip
    community_share: float = _assumed(
        0.5, "share", 0.2, 0.8, (0.01, 1.0), "of their time for residents' cases", "forms"
    )
    street_staff: int = param(
        6, "persons", basis="assumed", source="assumption: a desk of the governance centre", low=2, high=20,
        allowed=(1, 10000), doc="case handlers per street centre",
    )  # fmt: skip
    street_share: float = _assumed(0.6, "share", 0.3, 0.9, (0.01, 1.0), "of their time for cases", "meetings")
    residents_per_crew: float = _assumed(
        40000.0, "persons", 15000.0, 100000.0, (100.0, 1e7), "residents per crew of each department",
        "a few crews a district"
    )  # fmt: skip
