"""What is printed of a comparison."""

from __future__ import annotations

import math

import pytest

from sim.cli.answer import _cut


@pytest.mark.parametrize(
    ("cut", "shown"),
    [(math.nan, "-"), (0.96, "1.0 x"), (9.94, "9.9 x"), (12.3, "12 x"), (1000.0, "1,000 x"), (1000.1, "over 1,000 x"),
     (math.inf, "over 1,000 x")],
)  # fmt: skip
def test_a_cut_of_the_variance_is_a_factor_up_to_a_thousand(cut: float, shown: str) -> None:
    assert _cut(cut) == shown
