"""The agenda grows with what is on it."""

from __future__ import annotations

from sim.state.agenda import Count, empty_agenda, reserve_agenda


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
