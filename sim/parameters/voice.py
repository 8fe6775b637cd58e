"""Who speaks up, and how problems are found."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks up, and how problems are found."""

    p_notice: float = param(
        0.8, "probability", source="assumed: most problems are met by somebody", plausible=(0.6, 0.95),
        allowed=(0.0, 1.0), doc="a resident notices a problem", zh="发现概率",
    )  # fmt: skip
    p_report: float = param(
        0.30, "probability", source="assumed: X008 gives ratios between areas, not the level", plausible=(0.1, 0.7),
        allowed=(0.0, 1.0), doc="a resident who noticed a problem reports it", zh="上报概率",
    )  # fmt: skip
    category_factor: tuple[float, ...] = param(
        (0.9, 1.1, 1.1, 0.7, 0.8, 0.9, 3.2, 2.2), "times",
        source="assumed: enquiries nearly always reach somebody, disputes stay at home", allowed=(0.0, 10.0),
        doc="reporting by category relative to p_report", zh="分类上报系数",
    )  # fmt: skip
    area_ratio: float = param(
        3.0, "times", source="derived: X008", plausible=(1.5, 5.0), allowed=(1.0, 20.0),
        doc="readiness to report, 90th over 10th percentile of communities", zh="社区间上报差异",
    )  # fmt: skip
    trust_slope: float = param(
        0.5, "per unit of trust", source="assumed: those who trust speak up more", plausible=(0.0, 1.5),
        allowed=(0.0, 3.0), doc="relative change of reporting with trust, around trust_middle", zh="信任影响",
    )  # fmt: skip
    trust_middle: float = param(
        0.6, "share", source="assumed: trust at the start", plausible=(0.4, 0.8), allowed=(0.0, 1.0),
        doc="trust at which reporting is as p_report says",
    )  # fmt: skip
    app_factor: float = param(
        1.2, "times", source="assumed: an app or group chat makes reporting easier", plausible=(1.0, 1.6),
        allowed=(0.5, 3.0), doc="reporting by users of the app or the grid's group chat", zh="线上渠道系数",
    )  # fmt: skip
    elder_factor: float = param(
        0.85, "times", source="assumed: fewer channels", plausible=(0.5, 1.1), allowed=(0.1, 2.0),
        doc="reporting by elders", zh="老人上报系数",
    )  # fmt: skip
    success_ratio: float = param(
        1.57, "times", source="sourced: X007", plausible=(1.2, 1.8), allowed=(1.0, 3.0),
        doc="reporting after a solved case relative to reporting after one that was not (induced demand)",
        zh="成功与失败后再上报之比",
    )  # fmt: skip
    after_failure: float = param(
        0.8, "times", source="assumed: half of the ratio is disappointment", plausible=(0.6, 1.0), allowed=(0.1, 1.5),
        doc="reporting after the last case was not solved, relative to no experience", zh="失败后再上报",
    )  # fmt: skip
    heard: float = param(
        0.1, "times", source="assumed: less than one's own case (X007)", plausible=(0.0, 0.3), allowed=(0.0, 1.0),
        doc="relative change of reporting when all friends who had a case were helped; the other way if none was",
        zh="听闻对上报的作用",
    )  # fmt: skip
    heard_days: float = param(
        90.0, "d", source="assumed: news of a season", plausible=(30.0, 180.0), allowed=(1.0, 10000.0),
        doc="time constant with which what friends tell fades", zh="听闻消退时间",
    )  # fmt: skip
    delay_h: float = param(
        12.0, "h", source="assumed: noticed and told within a day", plausible=(2.0, 72.0), allowed=(0.0, 1000.0),
        doc="mean time from a problem to its report (urgent: divided by urgent_haste)", zh="上报时延",
    )  # fmt: skip
    urgent_haste: float = param(
        12.0, "times", source="assumed: within the hour", plausible=(4.0, 48.0), allowed=(1.0, 1000.0),
        doc="how much sooner urgent problems are told",
    )  # fmt: skip
    households_per_patrol_hour: float = param(
        60.0, "households/h",
        source="assumed: a walk past one building in ten minutes; X014 2 visits a day are far fewer but thorough",
        plausible=(20.0, 150.0), allowed=(1.0, 1000.0), doc="how far a patrol gets", zh="巡查速度",
    )  # fmt: skip
    p_seen: float = param(
        0.08, "probability",
        source="assumed: the model finds 0.05 per person-year with it; X004 has 0.10 in an emergency year, 0.03 to 0.5",
        plausible=(0.02, 0.25), allowed=(0.0, 1.0),
        doc="a silent problem is seen when a patrol passes", zh="巡查发现概率",
    )  # fmt: skip
    visible: tuple[float, ...] = param(
        (2.0, 1.5, 0.8, 0.4, 0.5, 1.5, 0.2, 0.6), "times", source="assumed: rubbish is seen, quarrels are not",
        allowed=(0.0, 10.0), doc="visibility by category relative to p_seen", zh="分类可见度",
    )  # fmt: skip
    visit_h: float = param(
        0.4, "h", source="assumed: a talk at the door and the way there", plausible=(0.2, 1.0), allowed=(0.01, 24.0),
        doc="a visit to a vulnerable resident", zh="单次走访时长",
    )  # fmt: skip
    p_tell: float = param(
        0.5, "probability", source="assumed: half of what is asked about is told", plausible=(0.2, 0.9),
        allowed=(0.0, 1.0), doc="a vulnerable resident tells a visitor of a silent problem", zh="告知概率",
    )  # fmt: skip
    p_neighbour: float = param(
        0.1, "probability", source="assumed: some have a neighbour who speaks for them", plausible=(0.0, 0.3),
        allowed=(0.0, 1.0), doc="a neighbour reports for a vulnerable resident who does not", zh="邻居代为反映概率",
    )  # fmt: skip
    silent_days: float = param(
        30.0, "d", source="assumed: unheard problems last about a month", plausible=(10.0, 120.0),
        allowed=(0.1, 1000.0), doc="mean time until a silent problem goes away or is lived with", zh="沉默问题存续",
    )  # fmt: skip
    patience_days: float = param(
        90.0, "d", source="assumed: few residents withdraw a case", plausible=(30.0, 365.0), allowed=(0.1, 10000.0),
        doc="mean time until a waiting resident gives up", zh="耐心",
    )  # fmt: skip
