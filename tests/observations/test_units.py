"""Units that people write."""

from __future__ import annotations

import pytest

from sim.observations.units import ALIASES, FACTORS, factor, unit_named, written_for


@pytest.mark.parametrize(
    ("written", "meant"), [("小时", "h"), (" Days ", "d"), ("％", "%"), ("件/日", "cases/d"), ("bananas", None)]
)
def test_a_unit_is_known_by_its_other_names(written: str, meant: str | None) -> None:
    assert unit_named(written) == meant


def test_there_and_back_is_the_same() -> None:
    for (a, b), there in FACTORS.items():
        if (back := FACTORS.get((b, a))) is not None:
            assert there * back == pytest.approx(1.0)
    assert factor("d", "h") == 24.0
    assert factor("h", "h") == 1.0
    assert factor("h", "%") is None
    assert set(written_for("d")) == {"d", "h", "min", "week"}


def test_no_name_means_two_units() -> None:
    names = [name.casefold() for unit, others in ALIASES.items() for name in (unit, *others)]
    assert len(names) == len(set(names))
