"""Hands-on times, chances to solve, opening hours and sizes of the desks."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Service:
    """Hands-on times, chances to solve, opening hours and sizes of the desks."""

    grid_h: float = param(
        1.0, "h", source="assumed: an errand", plausible=(0.3, 3.0), allowed=(0.01, 200.0),
        doc="mean hands-on time in the grid",
    )  # fmt: skip
    community_h: float = param(
        1.0, "h", source="assumed: as grid", plausible=(0.3, 3.0), allowed=(0.01, 200.0),
        doc="mean hands-on time in the community office",
    )  # fmt: skip
    window_h: float = param(
        0.3, "h", source="assumed: 20 minutes", plausible=(0.1, 1.0), allowed=(0.01, 200.0),
        doc="mean time of an enquiry at the window",
    )  # fmt: skip
    property_h: float = param(
        1.5, "h", source="assumed: a repair", plausible=(0.5, 4.0), allowed=(0.01, 200.0),
        doc="mean hands-on time of a property crew",
    )  # fmt: skip
    social_work_h: float = param(
        3.0, "h", source="assumed: several talks and visits", plausible=(1.0, 8.0), allowed=(0.01, 200.0),
        doc="mean hands-on time of a case manager",
    )  # fmt: skip
    council_h: float = param(
        0.5, "h", source="assumed: four in an evening", plausible=(0.2, 2.0), allowed=(0.01, 200.0),
        doc="mean meeting time that a case takes in a council",
    )  # fmt: skip
    court_h: float = param(
        3.0, "h", source="assumed: half a day", plausible=(1.0, 8.0), allowed=(0.01, 200.0),
        doc="mean hands-on time of a judge or officer in a community",
    )  # fmt: skip
    street_h: float = param(
        2.0, "h", source="assumed: coordination", plausible=(0.5, 6.0), allowed=(0.01, 200.0),
        doc="mean hands-on time in the street centre",
    )  # fmt: skip
    department_h: float = param(
        3.0, "h", source="assumed: half a shift", plausible=(1.0, 12.0), allowed=(0.01, 500.0),
        doc="mean hands-on time of a crew",
    )  # fmt: skip
    work_cv: float = param(
        1.2, "ratio", source="assumed: long tail", plausible=(0.5, 2.0), allowed=(0.0, 5.0),
        doc="coefficient of variation of hands-on times",
    )  # fmt: skip
    look_share: float = param(
        0.4, "share", source="assumed: a visit", plausible=(0.1, 1.0), allowed=(0.0, 1.0),
        doc="of hands-on time before a case is passed up",
    )  # fmt: skip
    wrong_share: float = param(
        0.25, "share", source="assumed: a look", plausible=(0.1, 0.5), allowed=(0.0, 1.0),
        doc="of hands-on time at a wrong desk",
    )  # fmt: skip
    formal_share: float = param(
        0.2, "share", source="assumed: a form", plausible=(0.05, 0.5), allowed=(0.0, 1.0),
        doc="of hands-on time of a formal closure",
    )  # fmt: skip
    p_grid: float = param(
        0.45, "probability", source="assumed: small things stay", plausible=(0.2, 0.7), allowed=(0.0, 1.0),
        doc="the grid can solve a case",
    )  # fmt: skip
    p_grid_dispute: float = param(
        0.5, "probability", source="assumed: most are small", plausible=(0.2, 0.8), allowed=(0.0, 1.0),
        doc="the grid settles a quarrel",
    )  # fmt: skip
    p_community: float = param(
        0.5, "probability", source="assumed: half", plausible=(0.2, 0.8), allowed=(0.0, 1.0),
        doc="the community can solve what reaches it",
    )  # fmt: skip
    p_window: float = param(
        0.9, "probability", source="assumed: first contact", plausible=(0.6, 0.98), allowed=(0.0, 1.0),
        doc="the window answers an enquiry",
    )  # fmt: skip
    p_services_grid: float = param(
        0.6, "probability", source="assumed: papers stay", plausible=(0.3, 0.9), allowed=(0.0, 1.0),
        doc="a grid worker who is asked settles an enquiry",
    )  # fmt: skip
    p_social_work: float = param(
        0.7, "probability", source="assumed: their trade", plausible=(0.4, 0.9), allowed=(0.0, 1.0),
        doc="a case manager solves what reaches him",
    )  # fmt: skip
    p_council: float = param(
        0.55, "probability", source="assumed: not every quarrel ends", plausible=(0.3, 0.8), allowed=(0.0, 1.0),
        doc="a council agrees on a solution",
    )  # fmt: skip
    p_court: float = param(
        0.8, "probability", source="assumed: authority", plausible=(0.6, 0.95), allowed=(0.0, 1.0),
        doc="a judge or officer settles a hard dispute",
    )  # fmt: skip
    p_street: float = param(
        0.4, "probability", source="assumed: fewer", plausible=(0.1, 0.7), allowed=(0.0, 1.0),
        doc="the street can solve what reaches it",
    )  # fmt: skip
    lead_days: tuple[float, ...] = param(
        (3.0, 3.0, 11.0, 13.0, 11.0, 1.0, 1.0, 1.0), "d",
        source="derived: X018 medians 1/3/11/13 by class; mapping to categories assumed", allowed=(0.0, 1000.0),
        doc="median preparation time of departments by category", zh="部门前置时间",
    )  # fmt: skip
    lead_sigma: float = param(
        1.2, "log-sd", source="derived: X019", plausible=(0.9, 1.6), allowed=(0.0, 3.0),
        doc="spread of preparation times", zh="前置时间离散",
    )  # fmt: skip
    limit_h: tuple[float, ...] = param(
        (2.0, 24.0, 168.0, 360.0), "h", source="sourced: X020", allowed=(0.1, 10000.0),
        doc="limits for urgent, utility, general and hard cases, from acceptance to closure", zh="办理时限",
    )  # fmt: skip
    minutes_per_cell: float = param(
        3.0, "min", source="assumed: 150 m on foot", plausible=(1.0, 8.0), allowed=(0.0, 120.0),
        doc="walking time per cell of 100 households",
    )  # fmt: skip
    office_opens: float = param(
        9.0, "hour", source="assumed: usual", plausible=(8.0, 9.5), allowed=(0.0, 23.0),
        doc="hour at which offices open",
    )  # fmt: skip
    office_closes: float = param(
        17.5, "hour", source="assumed: usual", plausible=(17.0, 18.0), allowed=(0.5, 24.0),
        doc="hour at which offices close",
    )  # fmt: skip
    community_staff: int = param(
        4, "persons", source="assumed: of eight, half see residents", plausible=(2, 10), allowed=(1, 1000),
        doc="community workers who see residents, per community",
    )  # fmt: skip
    community_share: float = param(
        0.5, "share", source="assumed: forms", plausible=(0.2, 0.8), allowed=(0.01, 1.0),
        doc="of their time for residents' cases",
    )  # fmt: skip
    street_staff: int = param(
        6, "persons", source="assumed: a desk of the governance centre", plausible=(2, 20), allowed=(1, 10000),
        doc="case handlers per street centre",
    )  # fmt: skip
    street_share: float = param(
        0.6, "share", source="assumed: meetings", plausible=(0.3, 0.9), allowed=(0.01, 1.0),
        doc="of their time for cases",
    )  # fmt: skip
    residents_per_crew: float = param(
        40000.0, "persons", source="assumed: a few crews a district", plausible=(15000.0, 100000.0),
        allowed=(100.0, 1e7), doc="residents per crew of a mean department",
    )  # fmt: skip
    crew_shares: tuple[float, ...] = param(
        (0.18, 0.22, 0.08, 0.01, 0.05, 0.13, 0.25, 0.08), "shares",
        source="assumed: crews follow the work; hours that come to each department in Xialu at the defaults",
        allowed=(0.0, 1.0), doc="of the departments' crews, by category; each has two at least", zh="各部门人手占比",
    )  # fmt: skip
