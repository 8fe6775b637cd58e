"""Before the first day nobody is in post, nobody is asked away, and whoever is asked can be spared."""

from __future__ import annotations

from sim.state.day import Sums, Today


def test_before_the_first_day() -> None:
    today = Today.before(3)
    for name in ("workers", "asked_away", "taken_away"):
        assert getattr(today, name).tolist() == [0.0] * 3, name
    assert today.filled.tolist() == [1.0] * 3
    assert today.workers is not today.asked_away is not today.taken_away
    assert (today.in_post, today.paid, today.cut_fen, today.cut_share, today.first_case, today.reached) == (0,) * 6
    assert all(getattr(Sums(), name) == 0 for name in Sums.__annotations__)
