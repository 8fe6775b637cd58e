"""Groups of parameters, and their defaults."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from sim.parameters.settings import GROUPS, Settings


def test_settings_are_the_groups_with_their_defaults() -> None:
    settings = Settings()
    assert [f.name for f in fields(Settings)] == list(GROUPS)
    assert all(getattr(settings, name) == group() for name, group in GROUPS.items())
    with pytest.raises(FrozenInstanceError):
        settings.voice.p_report = 0.4  # type: ignore[misc]
