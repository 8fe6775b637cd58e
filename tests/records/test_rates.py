"""Rates with their denominators, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.records.cases import Cases
from sim.records.rates import areas_of, five_rates, lateness_sd, on_time_of

NAT = np.datetime64("NaT", "s")
DAY = [np.datetime64(f"2024-01-{d:02d}", "s") for d in range(1, 32)]


def times(*days: int) -> np.ndarray:
    """Days of January 2024; none for 0."""
    return np.array([DAY[d - 1] if d else NAT for d in days], "datetime64[s]")


def test_on_time_by_the_two_times_or_by_a_flag_that_is_settled() -> None:
    found = Cases(4, {"reported": times(1, 1, 1, 1), "due": times(5, 5, 0, 5), "closed": times(4, 6, 4, 0)})
    hit, known = on_time_of(found, DAY[5])
    assert (hit[known].tolist(), known.tolist()) == ([True, False, False], [True, True, False, True])  # open, and late
    assert not on_time_of(found, DAY[3])[1].any()  # no limit has passed
    flag = np.array([1, 1, 0, 0, -1] * 20, np.int8)
    found = Cases(100, {"reported": times(*[1] * 100), "closed": times(*[2, 0, 2, 0, 2] * 20)}, flags={"on_time": flag})
    hit, known = on_time_of(found, DAY[5])
    assert known[:5].tolist() == [True, False, True, True, False]  # open and "on time" is not settled; open and late is
    assert hit[:5].tolist() == [True, True, False, False, False]


def test_five_rates_leave_out_what_is_not_yet_due() -> None:
    """Forty cases each: closed in time, closed late, open and due, open and not yet due, never accepted."""
    rows = [(2, 9, 10, 8, 9), (2, 9, 10, 11, 12), (2, 0, 10, 0, 0), (2, 0, 30, 0, 0), (0, 0, 10, 0, 0)]
    parts = [(a, due, done, closed) for a, _, due, done, closed in rows for _ in range(40)]
    accepted, due, done, closed = (times(*column) for column in zip(*parts, strict=True))
    cases = Cases(
        200, {"reported": times(*[1] * 200), "accepted": accepted, "due": due, "done": done, "closed": closed},
        counts={"rework": np.array([0, 1, 1, 1, 1], np.int16).repeat(40)},
        flags={"satisfied": np.array([1, 0, -1, -1, -1], np.int8).repeat(40)},
    )  # fmt: skip
    found = {name: (round(rate.value, 2), rate.n) for name, rate in five_rates(cases, DAY[19], None).items()}
    assert found == {
        "handled": (50.0, 160), "handled_on_time": (33.33, 120), "closed": (66.67, 120), "closed_on_time": (33.33, 120),
        "rework": (50.0, 80), "satisfied": (50.0, 80),
    }  # fmt: skip


def test_lateness_between_communities_is_told_from_chance() -> None:
    rng = np.random.default_rng(8)
    where = np.repeat(np.arange(80), 250)
    one = lateness_sd(where, rng.random(20_000) < 0.8, np.ones(20_000, np.bool_), chance_out=True)
    p = 1.0 / (1.0 + np.exp(-(1.4 + 0.6 * rng.standard_normal(80))))
    two = lateness_sd(where, rng.random(20_000) < p[where], np.ones(20_000, np.bool_), chance_out=True)
    assert one is not None
    assert two is not None
    assert one.value < 0.12
    assert two.value == pytest.approx(0.6, abs=3.0 * two.sd)
    assert two.sd == pytest.approx(0.6 / math.sqrt(2 * 79), rel=0.4)
    assert lateness_sd(where[:500], np.ones(500, np.bool_), np.ones(500, np.bool_), chance_out=True) is None


def test_small_communities_and_names_that_may_not_be_printed_are_pooled() -> None:
    names = ["甲社区", "乙社区", "13987654321", "丙社区"]
    codes = np.array([0] * 30 + [1] * 29 + [2] * 40 + [-1] * 7)
    good = np.arange(len(codes)) % 2 == 0
    found = areas_of(codes, names, good, np.ones(len(codes), np.bool_))
    assert [(a.name, a.cases, a.known, a.parts) for a in found] == [("甲社区", 30, 30, 1), ("", 69, 69, 2)]
    assert sum(a.on_time for a in found) == int(good[codes >= 0].sum())


def test_where_chance_explains_all_spread_between_communities_is_not_known_to_be_none() -> None:
    """Three communities exactly alike: every draw of them says so, and yet 300 cases each could hide some spread."""
    codes, hit = np.repeat(np.arange(3), 300), np.tile(np.arange(300) % 10 != 0, 3)
    found = lateness_sd(codes, hit, np.ones(900, np.bool_), chance_out=True)
    assert found is not None
    assert found.value < 0.02
    assert 0.1 < found.sd < 0.3
