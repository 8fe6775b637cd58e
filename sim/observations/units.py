"""Units that people write, and how a value of one becomes a value of another."""

from __future__ import annotations

from sim.measures import SHARE_DIFFERENCE

ALIASES = {
    "%": ("percent", "per cent", "pct", "％", "百分比", "百分之"),
    "share": ("0-1", "fraction", "ratio", "proportion", "比例"),
    "points": ("point", "分"),
    SHARE_DIFFERENCE: ("percentage points", "percentage point", "pp", "points of difference", "百分点", "个百分点"),
    "h": ("hour", "hours", "hr", "hrs", "小时", "时"),
    "d": ("day", "days", "天", "日"),
    "min": ("minute", "minutes", "分钟"),
    "week": ("weeks", "周"),
    "cases": ("case", "count", "n", "number", "件", "起", "个", "例"),
    "cases/yr": ("cases per year", "case/yr", "件/年", "每年件数"),
    "cases/d": ("cases per day", "cases/day", "per day", "件/日", "件/天", "日均件数"),
    "per 1000": ("per 1,000", "per thousand", "千人", "每千人", "‰", "件/千人"),
    "per 1000/yr": ("per 1,000/yr", "per 1,000 per year", "per 1000 per year", "每千人每年", "件/千人/年"),
    "per person/yr": ("per person-year", "per capita per year", "per capita/yr", "每人每年", "人均每年"),
    "yuan": ("rmb", "cny", "元"),
    "persons": ("people", "人"),
    "h/1000/yr": ("h/1,000/yr",),
    "yuan/person/yr": ("yuan per person per year", "元/人/年", "人均元/年"),
}
"""{unit: other ways to write it}"""

FACTORS: dict[tuple[str, str], float] = {
    ("share", "%"): 100.0, ("share", "points"): 100.0, ("%", "0-1"): 0.01, ("points", "0-1"): 0.01,
    ("points", "%"): 1.0, ("%", "points"): 1.0, ("share", SHARE_DIFFERENCE): 100.0, ("%", SHARE_DIFFERENCE): 1.0,
    ("points", SHARE_DIFFERENCE): 1.0, ("share", "0-1"): 1.0,
    ("h", "d"): 1.0 / 24.0, ("d", "h"): 24.0, ("min", "h"): 1.0 / 60.0, ("min", "d"): 1.0 / 1440.0,
    ("week", "d"): 7.0, ("week", "h"): 168.0,
    ("per person/yr", "per 1000/yr"): 1000.0,
    ("per 100", "per 1000"): 10.0,
    ("%", "per 100"): 1.0, ("share", "per 100"): 100.0,
}  # fmt: skip
"""{(written, wanted): factor}"""

_NAMED = {other.casefold(): unit for unit, others in ALIASES.items() for other in (unit, *others)}


def unit_named(text: str, own: str = "") -> str | None:
    """The unit that somebody wrote; None if there is none such.

    Parameters
    ----------
    text : str
    own : str
        Unit that is meant where it is written as it is.
    """
    said = " ".join(text.split())
    return own if said == own else _NAMED.get(said.casefold())


def factor(written: str, wanted: str) -> float | None:
    """By what a value in one unit is multiplied to be one in another; None where they do not go together."""
    return 1.0 if written == wanted else FACTORS.get((written, wanted))


def written_for(wanted: str) -> list[str]:
    """Units in which a value may be written that is wanted in one."""
    return [wanted, *(written for written, other in FACTORS if other == wanted)]
