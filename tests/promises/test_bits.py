"""Same seed, same bytes; the compiler, threads, the order of levers and a lever at zero dose move no bit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.types import Array
from tests import bits
from tests.places import small

ROOT = Path(__file__).resolve().parents[2]
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 6.0}, "days": 40}
LAYERED: dict[str, Any] = {**BUSY, "place": {"layers": 4, "grids": 12, "workers": 14}}


def test_same_seed_same_bytes() -> None:
    first, second = (bits.tables(small("dual_report", seed=5, **BUSY).live(30)) for _ in range(2))
    assert first == second


def test_another_seed_or_replication_is_another_fate() -> None:
    runs = [small(seed=seed, replication=k, **BUSY).live(20) for seed in (5, 6) for k in (0, 1)]
    times = [set(run.world.cases.t_occur.tolist()) for run in runs]
    assert all(not a & b for a, b in combinations(times, 2))
    assert len({bits.tables(run)["residents"] for run in runs}) == len(runs)


def test_replications_live_in_the_same_place() -> None:
    one, two = small(seed=5, replication=0), small(seed=6, replication=3)
    for name in ("residents", "desks", "staff", "firms", "map"):
        assert bits.tables(one)[name] == bits.tables(two)[name]


def test_compiled_and_plain_python_give_the_same_bits() -> None:
    plain = subprocess.run(
        [sys.executable, "-m", "tests.bits", "district"], cwd=ROOT, env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(plain.stdout) == bits.district()


def test_threads_change_no_bit() -> None:
    def run(replication: int) -> dict[str, str]:
        return bits.tables(small("dual_report", "grid_redivision", replication=replication, **BUSY).live(30))

    one_by_one = [run(k) for k in range(6)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(6))) == one_by_one
    assert len({found["cases"] for found in one_by_one}) == 6


@pytest.mark.parametrize(
    ("policy", "settings"),
    [(("dual_report", "grid_redivision"), BUSY), (("dual_report", "layer_integration"), LAYERED)],
)
def test_levers_commute(policy: tuple[str, ...], settings: dict[str, Any]) -> None:
    policies = {name: {"start_day": 8} for name in policy}
    one, other = (small(*policy, policies=policies, **settings) for _ in range(2))
    other.policies = other.policies[::-1]
    assert [p.name for p in one.policies] != [p.name for p in other.policies]
    assert bits.tables(one.live(30)) == bits.tables(other.live(30))


NOTHING = [
    ("dual_report", {"coverage": 0.0}, BUSY),
    ("dual_report", {"start_day": 30}, BUSY),
    ("dual_report", {"active_share": 0.0}, BUSY),
    ("grid_redivision", {"coverage": 0.0}, BUSY),
    ("grid_redivision", {"start_day": 30}, BUSY),
    ("grid_redivision", {"grids": 12, "mode": "split"}, BUSY),
    ("layer_integration", {"coverage": 0.0}, LAYERED),
    ("layer_integration", {"start_day": 30}, LAYERED),
]


@pytest.mark.parametrize(("lever", "said", "settings"), NOTHING)
def test_a_lever_at_zero_dose_changes_no_bit(lever: str, said: dict[str, Any], settings: dict[str, Any]) -> None:
    without = bits.tables(small(**{**settings, "days": 31}).live(30))
    idle = bits.tables(small(lever, policies={lever: said}, **{**settings, "days": 31}).live(30))
    del without["ledger"], idle["ledger"]  # organising it may cost money
    assert idle == without


@pytest.mark.parametrize("lever", ["dual_report", "grid_redivision", "layer_integration"])
def test_a_lever_at_full_dose_changes_bits(lever: str) -> None:
    settings = LAYERED if lever == "layer_integration" else BUSY
    moved, still = bits.tables(small(lever, **settings).live(30)), bits.tables(small(**settings).live(30))
    assert moved["cases"] != still["cases"]


# -- fate


def problems(district: District) -> list[Array]:
    """Everything that is fate about the problems that arose, in the order of their addresses."""
    cases = district.world.cases
    first = np.flatnonzero(cases.parent < 0)
    first = first[np.lexsort((cases.index[first], cases.born[first]))]
    fate = ("born", "index", "cell", "category", "t_occur", "cost_fen", "extent", "owner")
    own = np.where(cases.extent[first] == 0, cases.resident[first], -1)  # for what is shared, who comes upon it speaks
    return [*(getattr(cases, c)[first] for c in fate), own]


def every_combination(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(names, n) for n in range(1, len(names) + 1)))


@pytest.mark.parametrize(
    ("policy", "settings"),
    [(p, BUSY) for p in every_combination(("dual_report", "grid_redivision"))]
    + [(p, LAYERED) for p in every_combination(("dual_report", "layer_integration"))],
)
def test_the_same_problems_befall_the_same_people_under_every_lever(
    policy: tuple[str, ...], settings: dict[str, Any]
) -> None:
    policies = {name: {"start_day": 5} for name in policy}
    without, under = small(**settings).live(40), small(*policy, policies=policies, **settings).live(40)
    assert under.world.cases.n > 300
    for column, before in zip(problems(under), problems(without), strict=True):
        assert np.array_equal(column, before)


def test_the_same_fate_under_other_services() -> None:
    slow = {"service": {"grid_h": 3.0}, "dispatch": {"p_formal": 0.5}, "voice": {"p_report": 0.1}}
    busy = {**BUSY, "needs": {**BUSY["needs"], "enquiries_per_year": 0.4}}  # else they would follow from p_report
    for column, before in zip(problems(small(**busy, **slow).live(40)), problems(small(**busy).live(40)), strict=True):
        assert np.array_equal(column, before)
