"""Tables: what a copy takes along."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.state.residents import Residents
from sim.state.staff import Staff
from sim.state.table import record_type, records


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


def test_new_rows_have_their_defaults_and_what_is_said() -> None:
    table = Staff(2)
    assert len(table) == 2
    assert table.skill.tolist() == [1.0, 1.0]
    rows = table.add(3, desk=[4, 5, 6], skill=0.5)
    assert rows.tolist() == [2, 3, 4]
    assert len(table) == 5
    assert table.desk.tolist() == [-1, -1, 4, 5, 6]
    assert table.skill.tolist() == [1.0, 1.0, 0.5, 0.5, 0.5]
    assert table.vacant_until.tolist() == [-1] * 5


def test_columns_can_be_written_and_are_cut_to_the_rows_in_use() -> None:
    table = Staff(2, capacity=10)
    assert len(table.rows) == 10
    table.skill[:] = 0.3
    assert table.rows["skill"][:2].tolist() == [0.3, 0.3]
    assert len(table.skill) == 2


def test_room_is_made_for_more_and_at_least_doubled() -> None:
    table = Staff(4)
    table.desk[:] = [1, 2, 3, 4]
    table.reserve(3)
    assert len(table.rows) == 4
    table.reserve(5)
    assert len(table.rows) == 8
    table.reserve(50)
    assert len(table.rows) == 50
    assert table.desk.tolist() == [1, 2, 3, 4]
    assert table.nbytes == 50 * record_type(Staff.SPEC).itemsize


def test_there_is_no_column_of_another_name() -> None:
    with pytest.raises(AttributeError, match="no column 'wage'"):
        _ = Staff(1).wage


def test_records_are_blank() -> None:
    rows = records({"a": (np.int32, 7), "b": ((np.float64, (2,)), -1.0)}, 3)
    assert rows["a"].tolist() == [7, 7, 7]
    assert rows["b"].tolist() == [[-1.0, -1.0]] * 3
