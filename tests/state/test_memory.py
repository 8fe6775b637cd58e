"""What a lever remembers: declared by name, kept by the world, and never under a misspelt name."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import UnknownNameError
from sim.state.memory import Memory
from sim.state.table import Spec
from sim.types import Array

SPEC: Spec = {"pressure": (np.float64, 0.5), "rank": (np.int32, -1)}


def test_a_column_has_the_type_and_the_start_that_are_declared_and_is_kept() -> None:
    kept: dict[str, Array] = {}
    pressure, rank = (Memory(kept, "inspector", SPEC, 3)[name] for name in SPEC)
    assert (pressure.dtype, pressure.tolist()) == (np.float64, [0.5] * 3)
    assert (rank.dtype, rank.tolist()) == (np.int32, [-1] * 3)
    rank[1] = 7
    assert Memory(kept, "inspector", SPEC, 3)["rank"].tolist() == [-1, 7, -1]
    assert Memory(kept, "another", SPEC, 3)["rank"].tolist() == [-1, -1, -1]


def test_nothing_is_kept_before_the_lever_asks() -> None:
    kept: dict[str, Array] = {}
    memory = Memory(kept, "inspector", SPEC, 3)
    assert kept == {}
    memory["rank"]
    assert list(kept) == ["inspector.pressure", "inspector.rank"]


def test_a_misspelt_name_is_an_error_in_words() -> None:
    kept: dict[str, Array] = {}
    with pytest.raises(UnknownNameError, match=r"inspector .* 'presure'; did you mean pressure\?"):
        Memory(kept, "inspector", SPEC, 3)["presure"]
    with pytest.raises(UnknownNameError, match="it declares none"):
        Memory(kept, "inspector", {}, 3)["rank"]
    assert kept == {}
