"""Statistics beside the registry of measures."""

from __future__ import annotations

import pytest

from sim.measures import MEASURES
from sim.observations.of_cases import SPECIAL
from sim.observations.special import special


def test_each_is_named_once_and_says_what_it_is() -> None:
    assert not SPECIAL.keys() & MEASURES.keys()
    assert all(one.definition.endswith(".") and one.unit for one in SPECIAL.values())
    with pytest.raises(ValueError, match="weekend_ratio"):
        special("ratio")(SPECIAL["weekend_ratio"].function)
