"""How often problems arise, and of what kind."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param


@dataclass(frozen=True, slots=True)
class Needs:
    """How often problems arise."""

    requests_per_year: float = param(
        -1.0, "per person-year", source="choice: -1 is derived from what is reported, see needs.reports_per_year",
        allowed=(-1.0, 50.0), doc="problems other than enquiries, reported or not; -1 derived", zh="每人每年遇到的问题",
    )  # fmt: skip
    enquiries_per_year: float = param(
        -1.0, "per person-year", source="choice: -1 is derived from what is asked, see needs.enquiries_reported",
        allowed=(-1.0, 50.0), doc="enquiries and window services wanted; -1 derived", zh="每人每年咨询办事",
    )  # fmt: skip
    mix: tuple[float, ...] = param(
        (0.22, 0.18, 0.22, 0.10, 0.10, 0.11, 0.0, 0.07), "shares",
        source="assumed: shape of X043, mapped to our categories by judgement; X005 bounds disputes",
        allowed=(0.0, 1.0), doc="shares of the eight categories among requests; services come from enquiries",
        zh="八类诉求构成",
    )  # fmt: skip
    child_factor: float = param(
        0.5, "times", source="assumed: adults speak for children", plausible=(0.2, 1.0), allowed=(0.0, 3.0),
        doc="problems of a child relative to an adult", zh="儿童系数",
    )  # fmt: skip
    elder_factor: float = param(
        1.4, "times", source="assumed: more at home, more needs", plausible=(1.0, 2.0), allowed=(0.0, 3.0),
        doc="problems of an elder relative to an adult", zh="老人系数",
    )  # fmt: skip
    vulnerable_factor: float = param(
        2.0, "times", source="assumed: need of care is what makes them vulnerable", plausible=(1.0, 3.0),
        allowed=(1.0, 3.0), doc="care problems of a vulnerable resident relative to others", zh="困难群体系数",
    )  # fmt: skip
    old_building_factor: float = param(
        1.5, "times", source="assumed: E002 renovates because old compounds have more problems", plausible=(1.0, 2.5),
        allowed=(1.0, 3.0), doc="problems in compounds built before 2000", zh="老旧小区系数",
    )  # fmt: skip
    overdispersion_k: int = param(
        3, "shape", source="assumed: 311 daily counts are overdispersed, k 1-10", plausible=(1, 10), allowed=(0, 40),
        doc="gamma shape of a category's daily level; 0 switches overdispersion off", zh="日波动",
    )  # fmt: skip
    season_amplitude: float = param(
        0.25, "share", source="assumed: 311 literature, 0-0.6", plausible=(0.0, 0.6), allowed=(0.0, 0.9),
        doc="yearly swing of the rate of problems, peak at the end of July", zh="季节振幅",
    )  # fmt: skip
    daytime_share: float = param(
        0.8, "share", source="assumed: people meet problems while awake", plausible=(0.6, 0.95), allowed=(0.05, 0.95),
        doc="problems that arise between wakes and sleeps", zh="白天占比",
    )  # fmt: skip
    urgent_share: float = param(
        0.06, "share", source="assumed: X020 names the classes, not their shares", plausible=(0.02, 0.15),
        allowed=(0.0, 0.5), doc="problems of the 2 h class, except safety and health", zh="紧急占比",
    )  # fmt: skip
    urgent_times: float = param(
        5.0, "times", source="assumed: their nature", plausible=(2.0, 10.0), allowed=(1.0, 1000.0),
        doc="how much more often safety and health problems are urgent",
    )  # fmt: skip
    utility_share: float = param(
        0.20, "share", source="assumed: X020 names the classes, not their shares", plausible=(0.1, 0.4),
        allowed=(0.0, 0.5), doc="problems of the 24 h class", zh="民生类占比",
    )  # fmt: skip
    hard_share: float = param(
        0.15, "share", source="assumed: X020 names the classes, not their shares", plausible=(0.05, 0.3),
        allowed=(0.0, 0.4), doc="problems of the 15 d class", zh="疑难占比",
    )  # fmt: skip
    p_money: float = param(
        0.12, "share", source="assumed: E039 E040 show repairs paid by the community", plausible=(0.03, 0.3),
        allowed=(0.0, 1.0), doc="environment, facility and property problems that need money", zh="需资金占比",
    )  # fmt: skip
    repair_yuan: float = param(
        200.0, "yuan", source="assumed: so that base funds (E039) cover a normal year", plausible=(50.0, 3000.0),
        allowed=(1.0, 5e4), doc="mean cost of such a repair (lognormal, log-sd 1)", zh="维修均价",
    )  # fmt: skip
    wakes: float = param(
        7.0, "hour", source="assumed: most people are up", plausible=(5.0, 8.0), allowed=(0.5, 12.0),
        doc="hour from which problems arise as by day; over the night they arise evenly", zh="白天开始时刻",
    )  # fmt: skip
    sleeps: float = param(
        21.0, "hour", source="assumed: most people are at home and resting", plausible=(20.0, 23.0),
        allowed=(12.5, 23.5), doc="hour until which problems arise as by day", zh="白天结束时刻",
    )  # fmt: skip
    unsolvable_times: float = param(
        1.0, "times", source="assumed: at 1 about a tenth of requests cannot be solved by anybody; R of X0380 to X0388",
        plausible=(0.2, 6.0), allowed=(0.0, 12.0), doc="factor on solvability.nobody", zh="无解诉求倍数",
    )  # fmt: skip
    reports_per_year: float = param(
        0.206, "per person-year",
        source="sourced: X001, Beijing, a capital with a busy hotline; ordinary cities have a quarter of it",
        plausible=(0.04, 0.30), allowed=(0.0, 50.0), prior="log-triangular",
        doc="problems other than enquiries that residents report, repeated reports too; gives requests_per_year",
        zh="每人每年上报诉求",
    )  # fmt: skip
    enquiries_reported: float = param(
        0.29, "per person-year", source="sourced: X003", plausible=(0.20, 0.70), allowed=(0.0, 50.0),
        prior="triangular",
        doc="enquiries and window services that reach somebody; gives enquiries_per_year", zh="每人每年受理咨询办事",
    )  # fmt: skip
