"""Loops over cases, by hand; what they come to is tested with the layers of the replay."""

from __future__ import annotations

import numpy as np

from sim.state.cases import Cases
from sim.state.tally import ACCEPT, CELL, CONTACT, END, OCCUR, ORIGINAL, WAIT, add_each, add_ones, read

NAN = np.nan


def test_stamps_are_days_and_never_is_the_number_of_days() -> None:
    cases = Cases()
    cases.add(3, cell=[4, 5, 6], parent=[-1, 0, -1], t_occur=[0.0, 23.9, 47.9])
    cases.t_accept[:] = [24.0, 47.99, NAN]
    cases.t_contact[:] = [25.5, 48.0, NAN]
    cases.t_close[:] = [47.0, 30.0, NAN]
    made = np.empty((7, 3), np.int32)
    read(cases.rows, 3, 2, made)
    assert made[OCCUR].tolist() == [0, 0, 1]
    assert made[ACCEPT].tolist() == [1, 1, 2]
    assert made[CONTACT].tolist() == [1, 2, 2]  # at the end of the run it is only planned
    assert made[END].tolist() == [1, 1, 2]
    assert made[WAIT].tolist() == [5400, 0, 0]
    assert made[CELL].tolist() == [4, 5, 6]
    assert made[ORIGINAL].tolist() == [1, 0, 1]


def test_events_are_added_where_they_belong_and_others_left_out() -> None:
    day = np.array([0, 1, 1, 2, 1], np.int32)
    area = np.array([0, 1, 1, 0, -1], np.int32)
    made = np.zeros((2, 2), np.int32)
    add_ones(made, day, area, 3)
    assert made.tolist() == [[3, 0], [0, 6]]
    add_each(made, day, area, np.array([1, 2, 4, 8, 16], np.int32))
    assert made.tolist() == [[4, 0], [0, 12]]
