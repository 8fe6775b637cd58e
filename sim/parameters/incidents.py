"""How far a problem reaches, and how often others come upon it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.parameters.param import param

_BOUND = "assumed: by judgement; events of a city's platform, nearly all in the street, bound the share of the street"


@dataclass(frozen=True, slots=True)
class Incidents:
    """How far a problem reaches, and how often others come upon it."""

    shared: float = param(
        1.0, "times", source="choice: at 0 every problem is a household's own, as in the first form of the model",
        allowed=(0.0, 1.0), doc="factor on the shares of stairwell, compound and street", zh="公共问题系数",
    )  # fmt: skip
    stairwell: tuple[float, ...] = param(
        (0.15, 0.15, 0.20, 0.20, 0.0, 0.25, 0.0, 0.05), "shares", source=_BOUND, allowed=(0.0, 1.0),
        doc="problems of each category that are a stairwell's", zh="楼道问题占比",
    )  # fmt: skip
    compound: tuple[float, ...] = param(
        (0.25, 0.25, 0.40, 0.0, 0.0, 0.20, 0.0, 0.05), "shares", source=_BOUND, allowed=(0.0, 1.0),
        doc="problems of each category that are a compound's", zh="小区问题占比",
    )  # fmt: skip
    street: tuple[float, ...] = param(
        (0.50, 0.50, 0.0, 0.0, 0.0, 0.35, 0.0, 0.0), "shares", source=_BOUND, allowed=(0.0, 1.0),
        doc="problems of each category that are a street's; what is left is a household's own", zh="街面问题占比",
    )  # fmt: skip
    stairwell_encounters: float = param(
        0.045, "per day", source="assumed: few pass", plausible=(0.015, 0.135), allowed=(0.0, 50.0),
        doc="others who come upon a stairwell's problem and would report it if everybody did", zh="楼道遇见率",
    )  # fmt: skip
    compound_encounters: float = param(
        0.13, "per day", source="assumed: between stairwell and street", plausible=(0.045, 0.39), allowed=(0.0, 50.0),
        doc="the same of a compound's problem", zh="小区遇见率",
    )  # fmt: skip
    street_encounters: float = param(
        0.18, "per day", source="derived: X075 X076 X078 over X045 X049: duplicates over days open, over p_report",
        plausible=(0.06, 0.54), allowed=(0.0, 50.0), prior="log-triangular",
        doc="the same of a street's problem", zh="街面遇见率",
    )  # fmt: skip
    p_chase: float = param(
        0.04, "share", source="assumed: rats, which are nobody else's, are reported again in 0.04 (X077)",
        plausible=(0.01, 0.15), allowed=(0.0, 0.5),
        doc="reports of a household's own problem that the same resident makes again", zh="自家问题催办占比",
    )  # fmt: skip
    solved_days: float = param(
        9.0, "d", source="assumed: as the model itself shows at the defaults", plausible=(4.0, 20.0),
        allowed=(0.0, 1000.0),
        doc="mean time for which a known shared problem can be reported again, by which needs are derived",
        zh="推算需求所用公共问题平均存续天数",
    )  # fmt: skip
