"""Neighbourhood councils: what they agree on goes no further; what they do not has lost a week."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.mechanisms.service import level_of
from sim.state.cases import Category, Stage, Status, Urgency
from sim.state.desks import Net, Office
from sim.types import Bools
from tests.levers import assert_changes_nothing, differences, measured, pair, surely
from tests.places import small

LEVER = "neighbourhood_council"
WEEKLY = 18.5 * 12.0 * 7.0 / 365.0
COMMON: dict[str, Any] = {
    "needs": {"requests_per_year": 8.0, "enquiries_per_year": 0.0, "mix": (0.5, 0.5, 0, 0, 0, 0, 0, 0)}, "days": 60,
}  # fmt: skip
ALL_OF_THEM = {"cases": 1.0, "disputes": 1.0, "voice": 0.0, "ties": 0.0}
LEVEL = level_of(Category.ENVIRONMENT, Net.COUNCIL)


def one_morning(days: int = 1, **said: Any) -> District:
    return small(LEVER, policies={LEVER: said}, days=days).live(days)


def closed_by_council(run: District) -> Bools:
    cases = run.world.cases
    at_council = run.world.desks.net[cases.desk] == Net.COUNCIL
    return np.asarray(at_council & (cases.status == Status.CLOSED))


def test_meetings_and_questions_are_as_said() -> None:
    world = one_morning().world
    rules = world.rules
    # 18.5 platforms that meet twelve times a year: about 4.3 meetings in a week's evening
    assert pytest.approx(4.258, abs=0.001) == WEEKLY
    assert rules["posts"].value[:, Office.COUNCIL] == pytest.approx(WEEKLY)
    for category in (Category.ENVIRONMENT, Category.FACILITIES, Category.PROPERTY):
        assert rules["asked"].value[:, category, level_of(category, Net.COUNCIL)] == pytest.approx(0.4)
    quarrels = (Category.DISPUTES, level_of(Category.DISPUTES, Net.COUNCIL))
    assert rules["asked"].value[:, *quarrels] == pytest.approx(0.3)
    ratio = rules["report"].value[0] / rules["report"].base[0]
    assert ratio == pytest.approx(np.array([1, 1, 1, 1, 0, 0, 0, 0]) * 0.01 * WEEKLY + 1.0)
    assert rules["ties"].value == pytest.approx(1.0 + 0.03 * WEEKLY)
    # a community worker's three hours for each, of four persons who are there 8.5 h on five days
    assert rules["time"].value[:, Office.COMMUNITY] == pytest.approx(0.5 * (1.0 - 3.0 * WEEKLY / 5.0 / (4 * 8.5)))


def test_what_they_agree_on_goes_no_further() -> None:
    fewer = []
    for k in range(4):
        without, with_it = pair(LEVER, ALL_OF_THEM, replication=k, **COMMON)
        fewer.append(np.subtract(*[int((run.world.cases.level > LEVEL).sum()) for run in (with_it, without)]))
    assert surely(-1, np.array(fewer, np.float64))


def test_councils_meet_on_friday_evenings_only() -> None:
    _, with_it = pair(LEVER, ALL_OF_THEM, **COMMON)
    closed = closed_by_council(with_it)
    assert closed.sum() > 30
    when = with_it.world.cases.t_close[closed]
    assert set((when // 24).astype(int) % 7) == {4}
    assert (when % 24.0).min() >= 19.0
    assert (when % 24.0).max() <= 21.0 + 1e-6


def test_urgent_cases_are_not_kept_for_a_meeting() -> None:
    urgent = {**COMMON, "needs": {**COMMON["needs"], "urgent_share": 0.4}}
    _, with_it = pair(LEVER, ALL_OF_THEM, **urgent)
    closed = closed_by_council(with_it)
    assert closed.sum() > 15
    assert (with_it.world.cases.limit_class[closed] != Urgency.URGENT).all()


def test_what_they_agree_on_needs_no_money_of_the_community() -> None:
    poor = {"needs": {**COMMON["needs"], "p_money": 1.0}, "finance": {"base_funds_yuan": 0.0, "reserve_days": 0.0}}
    passed_on = {"service": {"p_grid": 0.0, "p_community": 0.0, "p_council": 1.0}}
    _, with_it = pair(LEVER, ALL_OF_THEM, days=60, **poor, **passed_on)
    cases = with_it.world.cases
    solved = closed_by_council(with_it) & cases.solved
    assert solved.sum() > 30
    assert (cases.cost_fen[solved] > 0).all()
    assert not cases.paid[solved].any()
    assert with_it.world.sums.repairs_fen == 0


def test_without_platforms_nothing_changes() -> None:
    assert_changes_nothing(LEVER, {"platforms": 0.0}, {"meetings_a_year": 0.0})


def test_uncovered_communities_see_none_of_it() -> None:
    rules = one_morning(coverage=0.4).world.rules
    here = rules["posts"].value[:, Office.COUNCIL] > 0.0
    assert here.sum() == 2
    for name in ("asked", "report", "ties", "time"):
        moved = (rules[name].value != rules[name].base).reshape(5, -1).any(axis=1)
        assert np.array_equal(moved, here), name


def test_cases_wait_up_to_a_week_for_the_next_evening() -> None:
    in_vain = {**COMMON, "service": {"p_council": 0.0}}
    without, with_it = pair(LEVER, ALL_OF_THEM, **in_vain)
    cases = with_it.world.cases
    heard = (cases.level > LEVEL) & (cases.parent < 0) & (cases.life == 0) & (cases.urgency != Urgency.URGENT)
    queued = cases.spent[heard, Stage.QUEUE]
    assert heard.sum() > 30
    # a case that comes at any time waits half a week on average, on top of what it waits elsewhere
    assert queued.mean() > 0.4 * 168.0
    assert measured(without, "on_time") > measured(with_it, "on_time")
    assert surely(-1, differences("on_time", LEVER, ALL_OF_THEM, **in_vain))
    assert surely(1, differences("resolution_median", LEVER, ALL_OF_THEM, **{**in_vain, "service": SLOW}))


SLOW = {"p_council": 0.0, "p_grid": 0.0, "p_community": 0.0}


def test_the_hours_of_meetings_are_missing_at_the_office() -> None:
    nothing_put = {"cases": 0.0, "disputes": 0.0, "voice": 0.0, "ties": 0.0, "staff_h": 6.0}
    enquiries = {"needs": {"requests_per_year": 2.0, "enquiries_per_year": 20.0}, "days": 60}
    assert surely(1, differences("backlog", LEVER, nothing_put, **enquiries))


def test_it_costs_tea_and_evenings() -> None:
    world = one_morning(days=35).world
    cost = world.money.costs[LEVER]
    # five Fridays in five communities
    assert cost.spent_fen / 100.0 == pytest.approx(5 * 5 * WEEKLY * 100.0, abs=0.1)
    assert cost.hours["residents"] == pytest.approx(5 * 5 * WEEKLY * 10.0 * 2.0)
    assert cost.hours["community workers"] == pytest.approx(5 * 5 * WEEKLY * 3.0)
    assert world.money.ledger.yuan(f"programme: {LEVER}") == pytest.approx(cost.spent_fen / 100.0)
