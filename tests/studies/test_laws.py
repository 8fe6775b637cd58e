"""Laws are two triangles that meet in the median, on the scale that their kind names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logit

from sim.studies.laws import around, has_room, quantile

SCALES: dict[str, tuple[Any, Any]] = {
    "log": (np.log, np.exp), "logit": (logit, expit), "triangular": (np.asarray, np.asarray), "int": (np.log, np.exp)
}  # fmt: skip
CASES = [
    ("log", 1.0, 16.0, 2.0), ("log", 0.04, 0.3, 0.206), ("logit", 0.03, 0.37, 0.05), ("logit", 0.95, 0.999, 0.96),
    ("triangular", 0.0, 0.6, 0.25), ("triangular", -1.0, 4.0, 0.0), ("int", 1.0, 10.0, 3.0),
]  # fmt: skip


@pytest.mark.parametrize(("prior", "low", "high", "centre"), CASES)
def test_each_half_is_a_triangle_with_its_peak_at_the_median(
    prior: Any, low: float, high: float, centre: float
) -> None:
    to, back = SCALES[prior]
    a, b, c = (float(to(x)) for x in (low, high, centre))
    u = (np.arange(2000) + 0.5) / 2000
    found = np.array([quantile(prior, v, low, high, centre) for v in u])
    rising, falling = stats.triang(1.0, a, c - a), stats.triang(0.0, c, b - c)
    expected = np.where(u < 0.5, rising.ppf(np.minimum(2.0 * u, 1.0)), falling.ppf(np.maximum(2.0 * u - 1.0, 0.0)))
    np.testing.assert_allclose(found, back(expected), rtol=1e-12, atol=1e-15)
    assert quantile(prior, 0.5, low, high, centre) == centre
    assert quantile(prior, 0.0, low, high, centre) == pytest.approx(low, rel=1e-14, abs=1e-15)
    assert quantile(prior, 1.0, low, high, centre) == pytest.approx(high, rel=1e-14)
    assert low <= found.min() < found.max() <= high


def test_the_bits_are_known() -> None:
    found = [quantile(p, 0.3, low, high, centre).hex() for p, low, high, centre in CASES[:5]]  # type: ignore[arg-type]
    assert found == [
        "0x1.b5f1341fa3bf6p+0", "0x1.2393be9827268p-3", "0x1.6d67a61f9f44bp-5", "0x1.ea7592298b6d6p-1",
        "0x1.8c97ef43f7248p-3",
    ]  # fmt: skip


def test_what_is_not_drawn_keeps_its_value() -> None:
    assert quantile("fixed", 0.3, 1.0, 16.0, 99.0) == quantile("derived", 0.3, 1.0, 16.0, 99.0) == 99.0


def test_around_another_centre_the_range_is_as_wide_on_its_scale() -> None:
    assert around("log", 1.0, 16.0, 2.0, 2.0) == (1.0, 16.0)
    assert around("log", 1.0, 16.0, 3.0, 2.0) == pytest.approx((1.5, 24.0))
    assert around("int", 1.0, 10.0, 6.0, 3.0) == pytest.approx((2.0, 20.0))
    assert around("triangular", 0.0, 0.6, 0.3, 0.25) == pytest.approx((0.05, 0.65))
    low, high = around("logit", 0.2, 0.7, 0.3, 0.5)
    assert (logit(low), logit(high)) == pytest.approx((logit(0.2) + logit(0.3), logit(0.7) + logit(0.3)))


def test_a_value_that_a_scale_has_not_has_no_room() -> None:
    assert has_room("log", 1.0, 0.1)
    assert not has_room("log", 1.0, 0.0)
    assert not has_room("int", 1.0, 0.0)
    assert has_room("int", 0.0, 0.0)
    assert has_room("triangular", 0.0, -3.0)
    assert [has_room("logit", 0.1, x) for x in (0.0, 0.5, 1.0)] == [False, True, False]
