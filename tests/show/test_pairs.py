"""The pair that is shown."""

from __future__ import annotations

import pytest

from sim.show.pairs import median_pair


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({0: 3.0, 1: 9.0, 2: 5.0}, 2),
        ({0: 3.0, 1: 9.0, 2: 5.0, 3: 4.0}, 3),
        ({4: 1.0}, 4),
        ({0: 2.0, 1: 2.0, 2: 2.0}, 0),
        ({0: float("nan"), 1: 1.0, 2: 7.0, 3: 3.0}, 3),
    ],
)
def test_it_has_the_median_change(changes: dict[int, float], shown: int) -> None:
    assert median_pair(changes) == shown


def test_without_a_change_there_is_none() -> None:
    with pytest.raises(ValueError, match="no pair"):
        median_pair({0: float("nan")})
