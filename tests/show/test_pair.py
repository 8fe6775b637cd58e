"""The pair that is shown, from configurations to frames."""

from __future__ import annotations

import pytest

from sim.config.run import load
from sim.show.frames import frames_of, view_of, written
from sim.show.pair import shown_pair
from sim.show.stamps import lived_again


def test_it_is_the_pair_lived_again() -> None:
    configs = {"baseline": load("demo", days=12), "dual_report": load("demo", ["dual_report"], days=12)}
    frames, details = shown_pair(configs, 2)
    assert details == {}
    lived = {label: lived_again(config, 2) for label, config in configs.items()}
    ground = lived["baseline"][0]
    again = frames_of(ground, {k: s for k, (_, s) in lived.items()}, view_of(ground, 12), replication=2)
    assert written(frames) == written(again)


def test_an_arm_of_another_map_is_left_out() -> None:
    other = load("demo", days=5, **{"place.population": load("demo").place.population // 2})
    frames, _ = shown_pair({"baseline": load("demo", days=5), "smaller": other}, 0)
    assert [arm["key"] for arm in frames["arms"]] == ["baseline"]


def test_streets_come_with_a_place_that_is_drawn_by_community(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.show.frames.MOST_CELLS", 2)
    frames, details = shown_pair({"baseline": load("demo", days=8)}, 0, streets=[0])
    assert frames["unit"] == "community"
    assert frames["details"] == list(details) == [0]
    assert details[0]["unit"] == "cell"


def test_no_arm_is_an_error() -> None:
    with pytest.raises(ValueError, match="no arm"):
        shown_pair({}, 0)
