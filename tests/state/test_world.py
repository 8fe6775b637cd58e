"""The ledger has two sides, the agenda grows with what is on it, levers remember."""

from __future__ import annotations

import numpy as np

from sim.state.money import Ledger
from sim.state.world import Count, empty_agenda, reserve_agenda
from tests.places import small


def test_money_leaves_one_account_and_comes_to_another() -> None:
    ledger = Ledger()
    ledger.move("a", "b", 150)
    ledger.move("b", "c", 50)
    assert ledger.accounts == {"a": -150, "b": 100, "c": 50}
    assert ledger.yuan("b") == 1.0
    assert ledger.yuan("nobody") == 0.0


def test_an_agenda_grows_and_keeps_what_is_on_it() -> None:
    agenda = empty_agenda(4, 3)
    assert len(agenda.funds) == 3
    agenda.time[:], agenda.item[:], agenda.closed[:], agenda.lost[:] = 1.5, 7, 3, 2
    agenda.silent["cell"][:] = 9
    agenda.counts[Count.EVENTS] = 4
    assert reserve_agenda(agenda, 4) is agenda
    for wanted, size in ((5, 6), (40, 40)):
        grown = reserve_agenda(agenda, wanted)
        for name, value in (("time", 1.5), ("item", 7), ("closed", 3), ("lost", 2)):
            column = getattr(grown, name)
            assert len(column) == size
            assert (column[:4] == value).all()
        assert grown.silent["cell"][:4].tolist() == [9] * 4
        assert grown.counts is agenda.counts
        assert grown.funds is agenda.funds


def test_closed_cases_are_todays() -> None:
    world = small().world
    world.agenda.closed[:3] = [5, 6, 7]
    world.agenda.counts[Count.CLOSED], world.agenda.counts[Count.OPEN] = 2, 11
    assert world.closed_today().tolist() == [5, 6]
    assert world.open_cases() == 11
    assert np.array_equal(np.arange(5), np.arange(world.n_communities))
