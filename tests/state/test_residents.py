"""Households are counted from who begins one."""

from __future__ import annotations

import pytest

from sim.state.residents import NEVER, Residents


def test_households_are_numbered_in_the_order_of_rows() -> None:
    residents = Residents(5)
    residents.new_household[:] = [True, False, True, True, False]
    assert residents.household.tolist() == [0, 0, 1, 2, 2]
    with pytest.raises(ValueError, match="read-only"):
        residents.household[0] = 3


def test_a_new_resident_has_been_visited_never() -> None:
    residents = Residents(1)
    assert residents.visited_day[0] == NEVER == 65535
    assert residents.contacts[0] == residents.experience[0] == 0
