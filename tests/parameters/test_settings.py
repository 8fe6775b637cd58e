"""Groups of parameters: each has its place in the list, because drawn numbers are addressed by it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from sim.parameters.settings import GROUPS, Settings

ORDER = [
    "needs", "voice", "dispatch", "service", "offices", "mediation", "property", "volunteering", "satisfaction",
    "workers", "finance", "emergencies", "incidents", "solvability",
]  # fmt: skip


def test_groups_keep_their_places_and_new_ones_come_last() -> None:
    assert list(GROUPS)[: len(ORDER)] == ORDER


def test_settings_are_the_groups_with_their_defaults() -> None:
    settings = Settings()
    assert [f.name for f in fields(Settings)] == list(GROUPS)
    assert all(getattr(settings, name) == group() for name, group in GROUPS.items())
    with pytest.raises(FrozenInstanceError):
        settings.voice.p_report = 0.4  # type: ignore[misc]
