"""How much volunteers give, and what they can do."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Volunteering:
    """How much volunteers give."""

    share: float = param(
        0.10, "share", basis="assumed", source="assumption: registered volunteers among residents", low=0.03, high=0.2,
        allowed=(0.0, 1.0), doc="residents who volunteer at all", zh="志愿者占比",
    )  # fmt: skip
    turns_per_year: float = param(
        1.33, "per volunteer-year", basis="sourced", source="X028", low=0.5, high=12.0, allowed=(0.0, 400.0),
        doc="turns of a volunteer", zh="每年参与次数",
    )  # fmt: skip
    hours_per_turn: float = param(
        3.1, "h", basis="sourced", source="X027", low=1.0, high=5.0, allowed=(0.1, 24.0), doc="hours of a turn",
        zh="每次时长",
    )  # fmt: skip
    case_share: float = param(
        0.2, "share", basis="assumed", source="assumption: most turns are events and campaigns", low=0.05, high=0.5,
        allowed=(0.0, 1.0), doc="of volunteer hours given to residents' cases", zh="用于诉求占比",
    )  # fmt: skip
    paper_share: float = param(
        0.15, "share", basis="assumed", source="assumption: X027 is self-recorded in an app that earns credit", low=0.0,
        high=0.4, allowed=(0.0, 1.0), doc="of the hours written down that nobody gave", zh="虚报时长占比",
    )  # fmt: skip
    attrition_per_year: float = param(
        0.33, "per year", basis="sourced", source="X029", low=0.2, high=0.5, allowed=(0.0, 1.0),
        doc="volunteers who stop within a year", zh="年流失率",
    )  # fmt: skip
    recruits_per_year: float = param(
        0.33, "per year", basis="assumed", source="assumption: as many join as leave", low=0.1, high=0.6,
        allowed=(0.0, 2.0), doc="new volunteers a year, of the number at the start", zh="年新增率",
    )  # fmt: skip
    p_solve: float = param(
        0.8, "probability", basis="assumed", source="assumption: helpers take on what they think they can do", low=0.5,
        high=0.95, allowed=(0.0, 1.0), doc="a helper solves a case taken on", zh="志愿者解决率",
    )  # fmt: skip
    opens: float = param(
        8.0, "hour", basis="assumed", source="assumption: daylight", low=7.0, high=9.0,
        allowed=(0.0, 23.0), doc="hour from which helpers come",
    )  # fmt: skip
    closes: float = param(
        20.0, "hour", basis="assumed", source="assumption: after work", low=18.0, high=22.0,
        allowed=(0.5, 24.0), doc="hour until which helpers come",
    )  # fmt: skip
    match: float = param(
        0.35, "share", basis="assumed", source="assumption: what laymen can do", low=0.15, high=0.6, allowed=(0.0, 1.0),
        doc="cases that a helper takes on when free", zh="可承接占比",
    )  # fmt: skip
