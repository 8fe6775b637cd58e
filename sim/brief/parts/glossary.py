"""To come."""

from __future__ import annotations

from sim.brief.brief import Brief


def glossary(brief: Brief, arm: str) -> str:
    """To come."""
    return ""
