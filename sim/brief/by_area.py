"""How areas and groups of residents fared, as a brief tells it: worked out once for all its parts."""

from __future__ import annotations

from sim.brief.brief import Brief
from sim.i18n import in_force
from sim.studies import pictured
from sim.studies.pictured import AreaChange

__all__ = ["AreaChange", "area_changes"]


def area_changes(brief: Brief, arm: str, level: str, measure: str) -> list[AreaChange]:
    """Compare an arm with the first one, area by area.

    Parameters
    ----------
    brief : Brief
    arm : str
    level : {"street", "community", "group"}
    measure : str

    Returns
    -------
    list of AreaChange
        Empty where nothing was kept by area.
    """
    key = ("areas", arm, level, measure, in_force())  # names speak the language in which they are asked for
    return brief.once(key, lambda: pictured.area_changes(brief.areas, (brief.first, arm), level, measure))
