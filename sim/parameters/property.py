"""How property firms behave, and what owners pay."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Property:
    """How property firms behave."""

    rule: str = param(
        "decide", "word", source="choice: as_before holds all firms to the same, whatever they earn or are called",
        allowed=("decide", "as_before"), doc="how firms set themselves a target of effort", zh="物业决策规则",
    )  # fmt: skip
    effort: float = param(
        0.6, "probability", source="assumed: about three of five cases are answered properly", plausible=(0.3, 0.9),
        allowed=(0.0, 1.0), doc="a firm really solves a case, at the start", zh="物业解决率",
    )  # fmt: skip
    floor: float = param(
        0.4, "probability", source="assumed: contracts oblige a firm to something", plausible=(0.1, 0.6),
        allowed=(0.0, 1.0), doc="where effort drifts without rating or competition", zh="努力下限",
    )  # fmt: skip
    floor_sd: float = param(
        0.12, "probability", source="assumed: firms differ; nobody has counted how much", plausible=(0.0, 0.25),
        allowed=(0.0, 1.0), doc="standard deviation of the floor between firms", zh="企业间努力差异",
    )  # fmt: skip
    fees_effort: float = param(
        0.15, "per unit", source="assumed: who is paid in full can do the work in full", plausible=(0.0, 0.4),
        allowed=(0.0, 2.0), doc="effort aimed at with fees above what upkeep costs, relative to it",
        zh="缴费对努力的作用",
    )  # fmt: skip
    best: float = param(
        0.95, "probability", source="assumed: some cases no firm solves", plausible=(0.8, 1.0), allowed=(0.0, 1.0),
        doc="highest effort that pressure can bring about", zh="努力上限",
    )  # fmt: skip
    drift_per_month: float = param(
        0.02, "share", source="assumed: slow decay", plausible=(0.0, 0.1), allowed=(0.0, 1.0),
        doc="part of the way covered each month when effort falls", zh="努力衰减",
    )  # fmt: skip
    rise_per_month: float = param(
        0.2, "share", source="assumed: a firm reorganises within half a year", plausible=(0.05, 0.5),
        allowed=(0.0, 1.0), doc="part of the way covered each month when effort rises", zh="努力提升",
    )  # fmt: skip
    committee_effort: float = param(
        0.15, "probability", source="assumed: E100 committees watch their firm", plausible=(0.0, 0.4),
        allowed=(0.0, 1.0),
        doc="effort added by an owners' committee that can dismiss the firm; twice for a firm in the last tenth",
        zh="业委会监督作用",
    )  # fmt: skip
    vacant_days: int = param(
        30, "days", source="assumed: notice, handing over of files and keys", plausible=(7, 90), allowed=(0, 1000),
        doc="days without a firm when it is replaced", zh="物业更换空档",
    )  # fmt: skip
    households_per_crew: float = param(
        800.0, "households", source="assumed: one repairer for 800 flats", plausible=(200.0, 2000.0),
        allowed=(1.0, 1e6), doc="households per member of the crew", zh="每名维修工户数",
    )  # fmt: skip
    time_share: float = param(
        0.4, "share", source="assumed: the rest is routine upkeep", plausible=(0.2, 0.8), allowed=(0.01, 1.0),
        doc="of the crew's time for cases", zh="处理诉求工时占比",
    )  # fmt: skip
    fee_yuan: float = param(
        120.0, "yuan/household/month", source="assumed: 1.2 yuan/m2 and 100 m2", plausible=(40.0, 300.0),
        allowed=(0.0, 1e5), doc="property fee", zh="物业费",
    )  # fmt: skip
    cost_yuan: float = param(
        120.0, "yuan/household/month", source="assumed: the usual fee pays for the usual upkeep",
        plausible=(80.0, 200.0), allowed=(1.0, 1e5), doc="fee that pays for the upkeep and the usual crew",
        zh="物业服务成本",
    )  # fmt: skip
    fee_elasticity: float = param(
        0.5, "per unit", source="assumed: dissatisfied owners pay late or not", plausible=(0.0, 1.0),
        allowed=(0.0, 2.0), doc="change of fees paid with a firm's rating, around start_rating", zh="缴费弹性",
    )  # fmt: skip
    fee_cap: float = param(
        1.2, "share of the fee", source="assumed: a good firm collects old debts too", plausible=(1.0, 1.5),
        allowed=(1.0, 3.0), doc="most that owners pay, arrears included",
    )  # fmt: skip
    start_rating: float = param(
        0.7, "share", source="assumed: a little below residents' satisfaction", plausible=(0.5, 0.9),
        allowed=(0.0, 1.0), doc="satisfied owners at the start, at which fees are paid in full",
    )  # fmt: skip
    rating_memory: float = param(
        5.0, "cases", source="assumed: a firm with few cases keeps its name", plausible=(1.0, 30.0),
        allowed=(0.0, 1000.0), doc="cases that the old rating weighs against a month's new ones",
    )  # fmt: skip
    opens: float = param(
        8.0, "hour", source="assumed: usual", plausible=(7.0, 9.0), allowed=(0.0, 23.0),
        doc="hour at which a firm's crew begins",
    )  # fmt: skip
    closes: float = param(
        18.0, "hour", source="assumed: usual", plausible=(17.0, 22.0), allowed=(0.5, 24.0), doc="hour at which it ends"
    )
