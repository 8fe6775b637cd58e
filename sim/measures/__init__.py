"""Measures: what we look at. One function each, from what was recorded to a number with a unit."""

from __future__ import annotations

from sim.measures.areas import BY, BY_AREA, measure_areas
from sim.measures.live import recent_response_h
from sim.measures.measure import SHARE_DIFFERENCE, Measure
from sim.measures.registry import HEADLINE, MEASURES, measure_all
from sim.measures.view import LEVELS, View

__all__ = [
    "BY",
    "BY_AREA",
    "HEADLINE",
    "LEVELS",
    "MEASURES",
    "SHARE_DIFFERENCE",
    "Measure",
    "View",
    "measure_all",
    "measure_areas",
    "recent_response_h",
]
