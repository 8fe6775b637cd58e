"""Designs against SciPy and closed forms; the same seed gives the same points."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import qmc

from sim.errors import ConfigError
from sim.studies.designs import cube, points, size
from sim.studies.ranges import Range

AB = [Range("a", 0.0, 1.0), Range("b", 1.0, 100.0, log=True)]


def test_a_grid_is_every_combination_with_both_ends() -> None:
    found = points("grid", AB, 3, 0)
    assert [p["a"] for p in found] == [0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 1.0, 1.0, 1.0]
    assert [p["b"] for p in found] == pytest.approx([1.0, 10.0, 100.0] * 3)
    assert points("grid", AB, 1, 0) == [{"a": 0.5, "b": pytest.approx(10.0)}]
    whole = [Range("a", 1.0, 3.0, whole=True), AB[1]]
    assert len(points("grid", whole, 9, 0)) == 3 * 9  # three whole numbers, each once


def test_a_latin_hypercube_has_one_value_in_each_slice() -> None:
    for seed in range(3):
        u = cube("lhs", 50, 7, seed)
        assert np.array_equal(np.sort(np.floor(50 * u), axis=0), np.tile(np.arange(50.0)[:, None], 7))
    b = np.array([p["b"] for p in points("lhs", AB, 200, 1)])
    assert np.median(np.log10(b)) == pytest.approx(1.0, abs=0.02)


def test_sobol_has_a_point_in_every_box_of_its_size() -> None:
    u = cube("sobol", 64, 2, 5)
    for k in range(7):  # boxes of 2^-k by 2^-(6-k): one point each, a (0, 6, 2) net
        boxes = np.floor(u * [2**k, 2 ** (6 - k)]).astype(int)
        assert len({tuple(b) for b in boxes}) == 64


@pytest.mark.parametrize("design", ["lhs", "sobol", "halton"])
def test_points_are_scipys_and_repeat(design: str) -> None:
    rng = np.random.default_rng(9)
    made = {"lhs": qmc.LatinHypercube, "sobol": qmc.Sobol, "halton": qmc.Halton}[design](5, rng=rng)
    np.testing.assert_array_equal(cube(design, 32, 5, 9), made.random(32))
    np.testing.assert_array_equal(cube(design, 32, 5, 9), cube(design, 32, 5, 9))
    assert not np.array_equal(cube(design, 32, 5, 9), cube(design, 32, 5, 10))
    assert qmc.discrepancy(cube(design, 256, 2, 1)) < qmc.discrepancy(np.random.default_rng(1).random((256, 2)))


def test_sobol_takes_a_power_of_two_and_says_so() -> None:
    for n, full in ((1, 1), (2, 2), (3, 4), (100, 128), (256, 256), (257, 512)):
        count, remark = size("sobol", n, 3)
        assert count == len(cube("sobol", n, 3, 0)) == full
        assert bool(remark) == (n != full)
    assert "100 points were asked for, 128 are run" in size("sobol", 100, 3)[1]
    assert size("lhs", 100, 3) == (100, "")
    assert size("grid", 4, 3) == (64, "")


def test_keys_and_values_belong_together() -> None:
    ranges = [Range(f"k{i}", float(10 * i), float(10 * i + 1)) for i in range(6)]
    for design, point in itertools.product(("lhs", "sobol", "halton"), range(8)):
        found = points(design, ranges, 8, 2)[point]
        assert [int(v // 10) for v in found.values()] == [0, 1, 2, 3, 4, 5]
        assert list(found) == [r.key for r in ranges]


@pytest.mark.parametrize(
    ("design", "n", "said"),
    [("sobool", 8, "did you mean sobol"), ("lhs", 0, r"1\.\.1,000,000"), ("grid", 1001, "1001 levels of 2 numbers"),
     ("halton", 2_000_000, "2,000,000")],
)  # fmt: skip
def test_designs_that_cannot_be_are_refused(design: str, n: int, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        points(design, AB, n, 0)
    with pytest.raises(ConfigError, match="nothing is varied"):
        points("lhs", [], 8, 0)


def test_scipys_designs_are_imported_when_they_are_used() -> None:
    code = (
        "import sys; from sim.studies import designs; before = 'scipy.stats' in sys.modules; "
        "designs.cube('grid', 3, 2, 0); print(before, 'scipy.stats' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
