"""A desk takes a case up: what will come of it, and when."""

from __future__ import annotations

import numpy as np
import pytest

from sim.state.cases import KEPT_AT_CONTACT, Channel, Stage, Status
from tests.shops import one_net, serve, table_of


def test_somebody_walks_there_along_the_streets() -> None:
    cases = table_of(np.array([0.0]), np.zeros(1, int))
    desks, routes, rules = one_net(np.ones(1), 2.0, 0.0)
    routes.table.travels[:, 0] = 1
    desks.travel_h[:], desks.x[:], desks.y[:] = 0.5, 3.0, -4.0
    serve(cases, desks, routes, rules)
    assert cases.spent[0, Stage.TRAVEL] == cases.t_contact[0] == 0.5 * (3.0 + 4.0)
    assert cases.effort_h[0] == 3.5 + 2.0


@pytest.mark.parametrize(("alarm", "share"), [(False, 0.25), (True, 0.5)])
def test_a_second_report_is_told_by_its_text_and_a_false_alarm_by_going_there(alarm: bool, share: float) -> None:
    cases = table_of(np.array([0.0]), np.zeros(1, int))
    cases.parent[:], cases.channel[:] = 0, int(Channel.CAMERA if alarm else Channel.DUPLICATE)
    desks, routes, rules = one_net(np.ones(1), 2.0, 0.0)
    routes.table.travels[:, 0], routes.table.wrong_share[:], routes.table.look_share[:] = 1, 0.25, 0.5
    desks.travel_h[:], desks.x[:] = 1.0, 3.0
    serve(cases, desks, routes, rules)
    assert cases.status[0] == Status.MERGED
    assert cases.t_close[0] == (3.0 if alarm else 0.0) + share * 2.0


@pytest.mark.parametrize(("urgency", "overtime"), [(0, True), (2, False)])
def test_work_begun_outside_open_hours_is_overtime_without_a_pause(urgency: int, overtime: bool) -> None:
    cases = table_of(np.array([16.0]), np.zeros(1, int), urgency)
    if overtime:
        cases.t_occur[:] = 18.0
    desks, routes, rules = one_net(np.ones(1), 2.0, 0.0)
    desks.open_from[:], desks.open_to[:], desks.callout[:] = 9.0, 17.0, True
    serve(cases, desks, routes, rules)
    assert cases.overtime[0] == overtime
    assert cases.effort_h[0] == 2.0
    assert cases.t_close[0] == (20.0 if overtime else 24.0 + 10.0)  # pauses at closing, goes on in the morning
    assert (desks.overtime_h[0], desks.worked_h[0]) == ((2.0, 0.0) if overtime else (0.0, 2.0))


def test_speed_and_rules_change_how_long_it_takes() -> None:
    cases = table_of(np.array([0.0]), np.zeros(1, int))
    desks, routes, rules = one_net(np.ones(1), 2.0, 0.0)
    desks.speed[:] = 0.5
    rules["work"].value[:] = 1.5
    serve(cases, desks, routes, rules)
    assert cases.t_close[0] == 2.0 * 1.5 / 0.5


def test_a_gloss_closes_without_solving() -> None:
    cases = table_of(np.array([0.0]), np.zeros(1, int))
    desks, routes, rules = one_net(np.ones(1), 2.0, 0.0)
    routes.table.formal_share[:] = 0.25
    rules["gloss"].value[:] = 1.0
    serve(cases, desks, routes, rules)
    assert (bool(cases.formal[0]), bool(cases.solved[0])) == (True, False)
    assert cases.t_close[0] == 0.5


def test_hours_by_stage_are_kept_at_the_first_contact_only() -> None:
    # two cases, one worker: the second waits 2 h, then both go up a level where they wait and are worked on again
    cases = table_of(np.array([0.0, 0.0]), np.zeros(2, int))
    desks, routes, rules = one_net(np.ones(1), 2.0, 0.0)
    routes.table.travels[:, :2] = 1
    desks.travel_h[:], desks.x[:] = 0.5, 1.0
    routes.table.net[:, 1], routes.table.work_mean[:, 1], routes.table.look_share[:] = routes.table.net[:, 0], 2.0, 1.0
    rules["solve"].value[:, :, 0] = 0.0
    serve(cases, desks, routes, rules)
    travel = KEPT_AT_CONTACT.index(Stage.TRAVEL)
    assert cases.t_contact.tolist() == [0.5, 3.0]
    assert cases.spent_to_contact[:, travel].tolist() == [0.5, 0.5]
    assert cases.spent_to_contact.sum(axis=1).tolist() == [0.5, 0.5]  # what is left was the queue: 0 and 2.5 h
    assert cases.spent[:, Stage.TRAVEL].tolist() == [1.0, 1.0]
    assert (cases.passes == 1).all()
