"""The settings with which agents do what they did before they decided: the old bits."""

from __future__ import annotations

from typing import Any

FIRMS: dict[str, Any] = {"rule": "as_before", "committee_effort": 0.1}
WORKERS: dict[str, Any] = {"load": "cases", "overload_from": 0.7}
RESIDENTS: dict[str, Any] = {"heard": 0.0}
MEMBERS: dict[str, Any] = {"turnout": "decay"}
"""Of the lever dual_report."""
ALL: dict[str, dict[str, Any]] = {"property": FIRMS, "workers": WORKERS, "voice": RESIDENTS}
