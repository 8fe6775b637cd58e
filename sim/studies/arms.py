"""Names of arms that fit into a column or a legend; a package of many levers is called by its first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sim.config.names import arm_name
from sim.i18n import Bilingual

MOST = 44
"""Letters of the longest name that is shown as it is."""
PACKAGE, PACKAGE_ZH = "{first} + {more} more", "{first}等{all}项"


def short_names(arms: Sequence[str], most: int = MOST, package: str = PACKAGE) -> dict[str, str]:
    """Name arms shortly, each differently.

    Parameters
    ----------
    arms : sequence of str
        Names of levers joined by ``+``, or any other label.
    most : int
        Longer names are cut.
    package : str
        How a package is called by its ``first`` lever, the number of ``all`` and of those ``more``.

    Returns
    -------
    dict arm -> str
        The arm itself if it fits; otherwise ``first + 8 more``, numbered where two would be called alike.
    """
    found: dict[str, str] = {}
    met: Counter[str] = Counter()
    for arm in arms:
        levers = arm.split("+")
        name = (
            arm
            if len(arm) <= most or len(levers) < 3
            else package.format(first=levers[0], all=len(levers), more=len(levers) - 1)
        )
        met[name] += 1
        found[arm] = name if met[name] == 1 else f"{name} ({met[name]})"
    return found


def arm_names(arms: Sequence[str]) -> dict[str, Bilingual]:
    """Name arms shortly, each differently, in both languages."""
    english, chinese = short_names(arms), {arm: arm_name(arm).zh for arm in arms}
    short = short_names(list(chinese.values()), MOST // 2, PACKAGE_ZH)
    return {arm: Bilingual(english[arm], short[chinese[arm]]) for arm in arms}


def cut(arms: Sequence[str]) -> dict[str, str]:
    """Those of the arms whose name was cut, and what it stands for."""
    return {name: arm for arm, name in short_names(arms).items() if name != arm}
