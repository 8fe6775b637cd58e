"""Measures: what we look at. One function each, from what was recorded to a number with a unit."""

from __future__ import annotations

from sim.measures.live import recent_response_h
from sim.measures.registry import HEADLINE, MEASURES, Measure, measure_all
from sim.measures.view import View

__all__ = ["HEADLINE", "MEASURES", "Measure", "View", "measure_all", "recent_response_h"]
