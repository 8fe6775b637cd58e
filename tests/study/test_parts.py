"""Tables of replications wait on disk: all come back, in order, some rows at a time, and the folder goes away."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.study import parts
from sim.study.parts import Parts
from sim.study.replication import Replication


def lived(number: int, rows: int) -> Replication:
    words = pd.Categorical.from_codes([k % 2 for k in range(rows)], ["open", "closed"])
    frame = pd.DataFrame({"status": words, "hours": [10.0 * number + k for k in range(rows)]})
    return Replication(number, {}, {}, {}, 0.0, {"cases": frame, "map": frame})


def test_tables_come_back_in_order_with_arm_and_replication(tmp_path: Path) -> None:
    kept = Parts(tmp_path)
    for at, number in ((1, 0), (0, 1), (0, 0)):  # as threads finish
        assert kept.keep(f"arm {at}", at, lived(number, 2)).tables == {}
    frame = kept.frame("cases", [(0, 0), (0, 1), (1, 0)])
    assert frame is not None
    assert list(frame.columns) == ["arm", "replication", "status", "hours"]
    assert frame.hours.tolist() == [0.0, 1.0, 10.0, 11.0, 0.0, 1.0]
    assert frame.arm.tolist() == ["arm 0"] * 4 + ["arm 1"] * 2
    assert frame.status.tolist() == ["open", "closed"] * 3
    assert kept.frame("daily", [(0, 0)]) is None


def test_the_map_is_kept_once(tmp_path: Path) -> None:
    kept = Parts(tmp_path)
    for number in range(3):
        kept.keep("baseline", 0, lived(number, 1))
    frame = kept.frame("map", [(0, k) for k in range(3)])
    assert frame is not None
    assert frame.replication.tolist() == [0]


@pytest.mark.parametrize(("rows", "groups"), [(1, [2, 2, 2, 1]), (4, [4, 3]), (100, [7]), (7, [7])])
def test_rows_are_handed_on_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, groups: list[int]
) -> None:
    monkeypatch.setattr(parts, "ROWS", rows)
    kept = Parts(tmp_path)
    for number, size in enumerate((2, 2, 2, 1)):
        kept.keep("baseline", 0, lived(number, size))
    assert [table.num_rows for table in kept.read("cases", [(0, k) for k in range(4)])] == groups


def test_the_folder_goes_with_the_object_or_when_it_is_closed(tmp_path: Path) -> None:
    one, other = Parts(tmp_path), Parts(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    one.close()
    assert len(list(tmp_path.iterdir())) == 1
    del other
    assert list(tmp_path.iterdir()) == []
