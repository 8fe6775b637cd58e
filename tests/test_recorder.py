"""The recorder writes each value of an evening under its own name, and has room for years."""

from __future__ import annotations

import numpy as np
import pytest

from sim.recorder import Recorder
from sim.state.agenda import Count
from sim.state.costs import LeverCost
from sim.state.opinion import of_communities
from tests.places import small

PLAIN = {
    "in_post": ("today.in_post", 3),
    "worked_h": ("sums.hours_worked", 4.5),
    "paid_h": ("sums.hours_paid", 5.5),
    "offered_h": ("sums.hours_offered", 6.5),
    "given_h": ("sums.hours_given", 7.5),
    "forms_h": ("sums.hours_forms", 8.5),
    "visits": ("sums.visits", 9),
    "reached": ("today.reached", 10),
}
"""{column of the recorder: (field of a record of the world, a value of its own)}"""


def test_every_value_is_found_under_its_name() -> None:
    world = small().world
    for field, value in PLAIN.values():
        record, name = field.split(".")
        setattr(getattr(world, record), name, value)
    world.agenda.counts[Count.OPEN] = 2
    world.money.ledger.move("district", "wages", 1100)
    world.money.costs = {
        "one": LeverCost("budget_neutral", running_fen=1200, hours={"residents": 13.0}, given_up_h=14.0),
        "two": LeverCost("added", given_up_h=1.0),
    }
    recorder = Recorder(world)
    recorder.collect(world)
    found = {name: getattr(recorder, name).tolist() for name in PLAIN}
    assert found == {name: [value] for name, (_, value) in PLAIN.items()}
    assert recorder.open_cases.tolist() == [2]
    assert recorder.spent_yuan.tolist() == [11.0]
    assert recorder.levers_yuan.tolist() == [12.0]
    assert recorder.asked_h.tolist() == [13.0]
    assert recorder.given_up_h.tolist() == [15.0]
    assert recorder.cut_h.tolist() == [14.0]
    assert np.array_equal(recorder.satisfaction[0], of_communities(world) / world.map.by_community(world.map.residents))


def test_evenings_outlive_the_room_there_was_at_first() -> None:
    world = small().world
    world.people.opinion["ambient"][:] = 0.7
    recorder = Recorder(world)
    for day in range(1100):
        world.sums.visits = day
        recorder.collect(world)
    assert recorder.days == 1100
    assert recorder.visits.tolist() == list(range(1100))
    assert recorder.satisfaction.shape == (1100, world.n_communities)
    assert recorder.satisfaction == pytest.approx(np.full_like(recorder.satisfaction, 0.7))
