"""Tables: what a copy takes along."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.state.residents import Residents


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda table: pickle.loads(pickle.dumps(table))])
def test_a_copy_has_the_rows_in_use_and_grows_by_itself(copied: Callable[[Any], Any]) -> None:
    table = Residents(3, capacity=100_000)
    table.trust[:] = [0.1, 0.2, 0.3]
    twin = copied(table)
    assert len(twin.rows) == 3  # the room behind was never filled, and may be gigabytes
    twin.add(2, trust=0.9)
    assert twin.trust.tolist() == [0.1, 0.2, 0.3, 0.9, 0.9]
    assert (table.n, table.trust.tolist(), len(table.rows)) == (3, [0.1, 0.2, 0.3], 100_000)
    assert not np.shares_memory(twin.rows, table.rows)
    assert len(copied(Residents(0)).rows) == 1  # compiled code takes no empty table
