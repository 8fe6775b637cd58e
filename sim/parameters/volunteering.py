"""How much volunteers give, and what they can do."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Volunteering:
    """How much volunteers give."""

    share: float = param(
        0.10, "share", source="assumed: registered volunteers among residents", plausible=(0.03, 0.2),
        allowed=(0.0, 1.0), doc="residents who volunteer at all", zh="志愿者占比",
    )  # fmt: skip
    turns_per_year: float = param(
        1.33, "per volunteer-year", source="sourced: X028", plausible=(0.5, 12.0), allowed=(0.0, 400.0),
        doc="turns of a volunteer", zh="每年参与次数",
    )  # fmt: skip
    hours_per_turn: float = param(
        3.1, "h", source="sourced: X027", plausible=(1.0, 5.0), allowed=(0.1, 24.0), doc="hours of a turn",
        zh="每次时长",
    )  # fmt: skip
    case_share: float = param(
        0.2, "share", source="assumed: most turns are events and campaigns", plausible=(0.05, 0.5), allowed=(0.0, 1.0),
        doc="of volunteer hours given to residents' cases", zh="用于诉求占比",
    )  # fmt: skip
    paper_share: float = param(
        0.15, "share", source="assumed: X027 is self-recorded in an app that earns credit", plausible=(0.0, 0.4),
        allowed=(0.0, 1.0), doc="of the hours written down that nobody gave", zh="虚报时长占比",
    )  # fmt: skip
    attrition_per_year: float = param(
        0.33, "per year", source="sourced: X029", plausible=(0.2, 0.5), allowed=(0.0, 1.0),
        doc="volunteers who stop within a year", zh="年流失率",
    )  # fmt: skip
    recruits_per_year: float = param(
        0.33, "per year", source="assumed: as many join as leave", plausible=(0.1, 0.6), allowed=(0.0, 2.0),
        doc="new volunteers a year, of the number at the start", zh="年新增率",
    )  # fmt: skip
    p_solve: float = param(
        0.8, "probability", source="assumed: helpers take on what they think they can do", plausible=(0.5, 0.95),
        allowed=(0.0, 1.0), doc="a helper solves a case taken on", zh="志愿者解决率",
    )  # fmt: skip
    opens: float = param(
        8.0, "hour", source="assumed: daylight", plausible=(7.0, 9.0), allowed=(0.0, 23.0),
        doc="hour from which helpers come",
    )  # fmt: skip
    closes: float = param(
        20.0, "hour", source="assumed: after work", plausible=(18.0, 22.0), allowed=(0.5, 24.0),
        doc="hour until which helpers come",
    )  # fmt: skip
    match: float = param(
        0.35, "share", source="assumed: what laymen can do", plausible=(0.15, 0.6), allowed=(0.0, 1.0),
        doc="cases that a helper takes on when free", zh="可承接占比",
    )  # fmt: skip
