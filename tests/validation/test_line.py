"""The line of desks: one island by hand, and the independent peer case by case."""

from __future__ import annotations

import numpy as np
import pytest

from sim.validation.line import Arrivals, Desk, Line, arrivals, by_kernel, means
from sim.validation.luck import Own, Same, Turn

by_simpy = pytest.importorskip("sim.validation.peer").by_simpy

ALWAYS = Desk(1, 2.0, 1.0, 8.0, 18.0, 7)
PLAIN = Line(levels=(ALWAYS, ALWAYS, ALWAYS))


class Fixed:
    def turn(self, case: int, level: int) -> Turn:
        return Turn(solved=0.0, hours=1.0, handover=0.0, lead=0.0)


def test_the_most_urgent_goes_first_and_work_waits_for_the_morning() -> None:
    # at seven a general and an urgent case; at half past four one that is not done before closing time
    came = Arrivals(np.array([7.0, 7.5, 16.5]), np.zeros(3, int), np.zeros(3, int), np.array([2, 0, 2]))
    seen = by_simpy(PLAIN, came, Fixed())
    assert seen.contact.tolist() == [10.0, 8.0, 16.5]
    assert seen.closed.tolist() == [12.0, 10.0, 24.0 + 8.5]


def test_both_engines_agree_case_by_case() -> None:
    came = arrivals(Line(), 2, 60, 4)
    ours, theirs = by_kernel(Line(), came, 4), by_simpy(Line(), came, Same(4))
    assert len(came.times) > 500
    assert (ours.passes == 2).sum() > 50
    assert np.array_equal(ours.passes, theirs.passes)
    assert np.abs(ours.contact - theirs.contact).max() < 1e-6
    assert np.abs(ours.closed - theirs.closed).max() < 1e-6


def test_a_peer_with_another_rule_is_noticed() -> None:
    came = arrivals(Line(), 2, 60, 4)
    ours = by_kernel(Line(), came, 4)
    other = by_simpy(Line(look_share=0.6), came, Same(4))
    assert np.abs(ours.closed - other.closed).max() > 0.5


def test_draws_of_its_own_give_other_cases_and_like_means() -> None:
    came = arrivals(Line(), 6, 200, 4)
    ours, theirs = by_kernel(Line(), came, 4), by_simpy(Line(), came, Own(4))
    assert not np.array_equal(ours.closed, theirs.closed)
    (mean, error), (other, its) = means(ours, 200, 20), means(theirs, 200, 20)
    assert np.all(np.abs(mean - other) < 5.0 * np.hypot(error, its))
