"""Observations in words."""

from __future__ import annotations

from sim.i18n import Bilingual, word
from sim.measures import MEASURES
from sim.observations.of_cases import SPECIAL
from sim.observations.table import Observation


def said_of(row: Observation) -> Bilingual:
    """What a row is about, short."""
    name = MEASURES[row.name].called if row.name in MEASURES else word("statistics", row.name)
    parts: list[str] = [
        word("categories", area.__str__()) if area.level == "category" else str(area) for area in row.areas
    ]
    where = "".join(f" {part}" for part in parts)
    english = row.name if row.name in MEASURES else name.en.replace("_", " ")
    unit = "" if row.name in SPECIAL else row.unit
    measured = f"（{word('units', unit).zh}）" if unit else ""
    return Bilingual(f"{english}{where} {unit}".strip(), f"{name.zh}{where}{measured}")
