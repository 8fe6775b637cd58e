"""What is varied is varied between its own ends, on its own scale; whatever cannot be is said, all at once."""

from __future__ import annotations

import numpy as np
import pytest

from sim.config.run import RunConfig, load, merged, parse
from sim.errors import ConfigError
from sim.studies.designs import points
from sim.studies.priors import inputs
from sim.studies.ranges import Range, ranges_of

U = np.linspace(0.0, 1.0, 5)


@pytest.fixture(scope="module")
def config() -> RunConfig:
    return load("demo", ["dual_report"], days=90)


def problems(config: RunConfig, *args: object) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        ranges_of(config, *args)  # type: ignore[arg-type]
    return {p.where: str(p) for p in caught.value.problems}


def test_equal_steps_are_differences_or_ratios() -> None:
    assert Range("a", 1.0, 3.0).at(U) == [1.0, 1.5, 2.0, 2.5, 3.0]
    assert Range("a", 1.0, 16.0, log=True).at(U) == pytest.approx([1.0, 2.0, 4.0, 8.0, 16.0])


def test_no_rounding_leaves_the_range() -> None:
    rng = np.random.default_rng(1)
    over = 0
    for _ in range(2000):
        low = float(rng.uniform(0.001, 0.9))
        high = float(rng.uniform(low, 1.0))
        u = np.array([1.0 - 1e-16, 1e-17, 1e-16, rng.uniform(), 0.0, 1.0])
        values = Range("a", low, high, log=True).at(u)
        assert values[-2:] == [low, high]
        assert all(low <= v <= high for v in values)
        plain = low ** (1.0 - u) * high**u
        over += bool(((plain < low) | (plain > high)).any())
    assert over > 0  # the plain formula does leave it


def test_whole_numbers_are_whole_and_inside() -> None:
    assert Range("a", 1.0, 5.0, whole=True).at(U) == [1, 2, 3, 4, 5]
    assert Range("a", 1.2, 3.7, whole=True).at(U) == [2, 2, 2, 3, 3]
    assert all(type(v) is int for v in Range("a", 1.0, 100.0, log=True, whole=True).at(U))


def test_several_values_are_one_factor(config: RunConfig) -> None:
    (side,) = ranges_of(config, [], {"needs.mix": (0.5, 2.0)})
    mix = config.settings.needs.mix
    low, _, middle, _, high = side.at(U)
    assert low == pytest.approx([0.5 * v for v in mix])
    assert middle == pytest.approx(list(mix))
    assert high == pytest.approx([2.0 * v for v in mix])
    (far,) = ranges_of(config, [], {"needs.mix": (1.0, 100.0)})
    assert max(max(v) for v in far.at(U)) == 1.0  # what is allowed


def test_ranges_are_the_parameters_own(config: RunConfig) -> None:
    infos = {info.key: info for info, _ in config.parameters()}
    keys = ["policies.dual_report.active_share", "voice.p_report", "workers.admin_share"]
    found = ranges_of(config, keys)
    assert {r.key for r in found} == set(keys)
    for side in found:
        assert (side.low, side.high) == (infos[side.key].low, infos[side.key].high)
    scales = {r.key: r.log for r in found}
    assert scales == {keys[0]: True, keys[1]: True, keys[2]: False}  # 0.05..0.8, 0.1..0.7, 0.2..0.7
    # the ends are the user's, the scale the parameter's
    (narrow,) = ranges_of(config, [], {keys[1]: (0.3, 0.4)})
    assert (narrow.low, narrow.high, narrow.log) == (0.3, 0.4, True)
    (zero,) = ranges_of(config, [], {keys[1]: (0.0, 0.4)})
    assert not zero.log
    (own,) = ranges_of(config, [], {"place.workers": (10, 60)})
    assert (own.log, own.whole) == (True, True)


def test_assumed_is_what_a_draw_would_touch_and_nobody_has_measured(config: RunConfig) -> None:
    found = [r.key for r in ranges_of(config, "assumed")]
    assert len(found) == len(set(found)) > 100
    assumed = {info.key for info, _ in config.parameters() if info.basis == "assumed"}
    drawn = {one.key for one in inputs(config)} & assumed
    assert {key for key in found if key.startswith(("voice.", "policies."))} == {
        key for key in drawn if key.startswith(("voice.", "policies."))
    }
    said = load("demo", ["dual_report"], **{"voice.p_report": 0.3})
    assert set(found) - {r.key for r in ranges_of(said, "assumed")} == {"voice.p_report"}
    more = ranges_of(config, ["assumed", "voice.p_report"], {"place.workers": (8, 16)})
    assert {r.key for r in more} == {*found, "place.workers"}


def test_the_order_of_names_is_of_no_account(config: RunConfig) -> None:
    keys = ["workers.admin_share", "voice.p_report", "policies.dual_report.active_share"]
    assert ranges_of(config, keys) == ranges_of(config, keys[::-1])


def test_all_that_cannot_be_varied_is_said_at_once(config: RunConfig) -> None:
    names = ["voice.p_reprt", "voice", "policies.whistle.active", "dispatch.supervised", "satisfaction.rule",
             "needs.mix", "place.workers", "policies.dual_report.communities"]  # fmt: skip
    ends = {"voice.p_report": (0.1, 7.0), "place.grids": (1.2, 1.4), "workers.admin_share": (0.5, 0.4),
            "voice.visible": (0.0, 2.0)}  # fmt: skip
    said = problems(config, names, ends)
    assert set(said) == {*names, *ends}
    assert "did you mean voice.p_report" in said["voice.p_reprt"]
    assert "voice.p_notice" in said["voice"]
    assert "policy=[whistle]" in said["policies.whistle.active"]
    assert "no number" in said["dispatch.supervised"]
    assert "performance" in said["satisfaction.rule"]
    assert "needs.mix=interval(0.5,2)" in said["needs.mix"]
    assert "no plausible range" in said["place.workers"]
    assert "within 0..1" in said["voice.p_report"]
    assert "whole number" in said["place.grids"]
    assert "low < high" in said["workers.admin_share"]
    assert "factor" in said["voice.visible"]


def test_what_is_given_a_value_is_not_varied_too() -> None:
    typed = load("demo", **{"voice.p_report": 0.3})
    assert "one of the two" in problems(typed, ["voice.p_report"])["voice.p_report"]
    assert ranges_of(typed, [], {"voice.p_report": (0.2, 0.4)})


def test_nothing_to_vary_is_said(config: RunConfig) -> None:
    assert "nothing is varied" in problems(config, [])["vary"]


def test_every_point_over_all_assumed_numbers_is_accepted(config: RunConfig) -> None:
    ranges = ranges_of(config, "assumed")
    for point in points("lhs", ranges, 40, 3):
        over: dict[str, object] = {}
        for key, value in point.items():
            node = over
            *path, name = key.split(".")
            for part in path:
                node = node.setdefault(part, {})  # type: ignore[assignment]
            node[name] = value
        assert parse(merged(config.to_dict(), over)).digest() != config.digest()


def test_two_ends_that_are_one_are_no_range() -> None:
    with pytest.raises(ConfigError, match=r"voice\.p_report"):
        ranges_of(load("demo"), [], {"voice.p_report": (0.3, 0.3)})
