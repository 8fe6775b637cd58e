"""Firms and compounds are taken one after another inside their community."""

from __future__ import annotations

import numpy as np

from sim.mechanisms.property import rank_in_community


def test_rows_are_numbered_inside_their_community() -> None:
    community = np.array([2, 0, 2, 1, 0, 2], np.int32)
    assert rank_in_community(community).tolist() == [0, 0, 1, 0, 1, 2]
    assert rank_in_community(community[:0]).tolist() == []
