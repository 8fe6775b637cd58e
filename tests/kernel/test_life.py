"""Where a case stands: each change of its record, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.jit import compiled
from sim.kernel import life
from sim.state.agenda import Area, Count, empty_agenda
from sim.state.cases import Cases, Channel, Outcome, Status


def changed(act: Callable[..., Any], *words: Any, **before: Any) -> dict[str, Any]:
    """Let one thing happen to case 1 of three; return the columns that it changed, and their values."""
    cases = Cases(3)
    for name, value in before.items():
        getattr(cases, name)[1] = value
    was = cases.rows.copy()

    @compiled
    def run(rows: Any) -> None:
        act(rows, 1, *words)

    run(cases.rows)
    moved = [
        (row, name) for name in Cases.SPEC for row in range(3)
        if not np.array_equal(cases.rows[name][row], was[name][row], equal_nan=True)
    ]  # fmt: skip
    assert {row for row, _ in moved} <= {1}, "another case was changed"
    return {name: getattr(cases, name)[1].item() for _, name in moved}


@pytest.mark.parametrize(
    ("act", "words", "before", "after"),
    [
        (life.tell, (int(Channel.VISIT),), {}, {"status": Status.TOLD, "channel": Channel.VISIT}),
        (life.expire, (), {}, {"status": Status.EXPIRED}),
        (life.send, (), {"outcome": Outcome.FORMAL}, {"status": Status.MOVING, "outcome": Outcome.PASS}),
        (life.expect, (int(Outcome.FUND),), {}, {"outcome": Outcome.FUND}),
        (life.queue_at, (7,), {}, {"desk": 7, "status": Status.QUEUED}),
        (life.work_at, (7,), {}, {"desk": 7, "status": Status.AT_WORK}),
        (life.wait_for_money, (), {}, {"status": Status.MONEY}),
        (life.hear, (), {"level": 2, "heard": 1}, {"heard": 5}),
        (life.skip_level, (), {"level": 2, "hops": 1}, {"level": 3}),
        (life.pass_up, (), {"level": 2, "hops": 1, "passes": 4}, {"level": 3, "hops": 0, "passes": 5}),
        (life.hand_off, (), {"hops": 1, "handoffs": 4}, {"hops": 2, "handoffs": 5}),
        (life.push, (1,), {}, {"escalated": 1, "urgency": 1}),
    ],
)
def test_each_step_changes_what_it_says(
    act: Callable[..., Any], words: tuple[Any, ...], before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert changed(act, *words, **before) == after


@compiled
def end(cases, agenda, case, status, kind, t):  # type: ignore[no-untyped-def]
    life.end(cases, agenda, case, status, kind, t)


@compiled
def close(cases, agenda, case, solved, t):  # type: ignore[no-untyped-def]
    life.close(cases, agenda, case, solved, t)


@compiled
def begin_again(cases, agenda, case):  # type: ignore[no-untyped-def]
    life.begin_again(cases, agenda, case)


def test_a_case_ends_once_with_its_status_and_its_hour() -> None:
    agenda, cases = empty_agenda(4, 1), Cases(2)
    agenda.counts[Count.OPEN] = 2
    end(cases.rows, agenda, 1, int(Status.ABANDONED), int(Count.GIVEN_UP), 7.5)
    assert cases.status.tolist()[1] == Status.ABANDONED
    assert np.isnan(cases.t_close[0])
    assert cases.t_close[1] == 7.5
    assert (agenda.counts[Count.OPEN], agenda.counts[Count.GIVEN_UP], agenda.counts[Count.DONE]) == (1, 1, 0)
    assert agenda.area[Area.OPEN] == 2 * 7.5


@pytest.mark.parametrize("solved", [True, False])
def test_a_closed_case_is_solved_or_formal_and_both_are_undone_when_it_comes_back(solved: bool) -> None:
    agenda, cases = empty_agenda(4, 1), Cases(2)
    agenda.counts[Count.OPEN] = 1
    cases.level[1], cases.hops[1], cases.heard[1], cases.escalated[1], cases.passes[1] = 3, 1, 9, 1, 3
    cases.urgency[1], cases.limit_class[1] = 0, 2
    close(cases.rows, agenda, 1, solved, 5.0)
    assert (cases.status[1], cases.solved[1], cases.formal[1], cases.t_close[1]) == (
        Status.CLOSED,
        solved,
        not solved,
        5.0,
    )
    assert (agenda.counts[Count.DONE], agenda.counts[Count.OPEN]) == (1, 0)
    begin_again(cases.rows, agenda, 1)
    assert agenda.counts[Count.DONE] == 0
    assert (cases.solved[1], cases.formal[1], cases.life[1], cases.urgency[1]) == (False, False, 1, 2)
    for name in ("level", "hops", "heard", "escalated"):
        assert getattr(cases, name)[1] == 0, name
    assert cases.passes[1] == 3, "what a case has been through is counted over all its lives"
    assert np.isnan(cases.t_close[1])


def test_a_case_in_hand_goes_along() -> None:
    cases = Cases(3)
    life.take_along(cases, 1, 8)
    assert cases.desk.tolist() == [-1, 8, -1]
