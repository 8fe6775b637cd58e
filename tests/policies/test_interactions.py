"""Levers share desks, hours and money: two good ones can be worse together, and two can be more than their sum."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.district import District
from sim.types import Floats
from tests.levers import measured, surely
from tests.places import small


def lived(names: tuple[str, ...], policies: dict[str, Any], fate: int, **settings: Any) -> District:
    run = small(*names, policies={n: policies[n] for n in names}, replication=fate, **settings)
    run.live(run.config.run.days).check()
    return run


def of_all_four(
    one: str, other: str, policies: dict[str, Any], *, fates: int, **settings: Any
) -> dict[tuple[str, ...], list[District]]:
    """The same fates without a lever, with each, and with both."""
    arms = ((), (one,), (other,), (one, other))
    return {arm: [lived(arm, policies, fate, **settings) for fate in range(fates)] for arm in arms}


def change(
    runs: dict[tuple[str, ...], list[District]], arm: tuple[str, ...], measure: str, first_day: int = 30
) -> Floats:
    after, before = ([measured(run, measure, first_day) for run in runs[names]] for names in (arm, ()))
    return np.subtract(after, before)


@pytest.mark.slow
def test_two_good_levers_that_use_the_same_office_are_worse_together() -> None:
    """Merged offices save staff at no loss that matters; services at the window please; the merged window is too few.

    Waiting grows without bound as a desk nears its capacity, so what each takes is small and what both take is not.
    """
    merge, window = "community_merging", "service_decentralisation"
    quiet = {"ties_broken": 0.0, "unheard": 0.0, "stop": 0.0, "farther": 0.0, "move_weeks": 0}
    policies = {merge: {"coverage": 1.0, "staff_kept": 0.7, **quiet}, window: {}}
    runs = of_all_four(
        merge, window, policies, fates=6, days=120, population=4000, service={"community_staff": 2},
        needs={"requests_per_year": 1.5, "enquiries_per_year": 3.6},
        place={"communities": 4, "workers": 20, "grids": 12},
    )  # fmt: skip
    alone, other, both = (change(runs, arm, "on_time") for arm in ((merge,), (window,), (merge, window)))
    assert surely(-1, change(runs, (merge,), "spending"))
    assert surely(1, alone + 1.0), "what merging costs in punctuality is less than a point, which does not matter"
    assert surely(1, other), "the window alone makes more cases close on time"
    assert surely(-1, both), "both together make fewer cases close on time than neither"
    assert surely(-1, both - alone)
    assert surely(-1, both - other)
    assert surely(-1, both - alone - other), "and that is less than the sum"


def helped(runs: list[District]) -> Floats:
    return np.array([float((run.world.cases.helped > 0).sum()) for run in runs])


@pytest.mark.slow
def test_hours_and_tasks_that_fit_are_worth_more_together() -> None:
    """Members bring hours, a matching fair brings tasks they can do; without hours a fair does little."""
    members, fair = "dual_report", "need_matching"
    runs = of_all_four(
        members, fair, {members: {"active_share": 0.8}, fair: {}}, fates=4, days=90, population=4000,
        needs={"requests_per_year": 8.0}, place={"reporting_members": 400},
    )  # fmt: skip
    none, one, other, both = (helped(runs[arm]) for arm in ((), (members,), (fair,), (members, fair)))
    assert surely(1, one - none)
    assert surely(1, both - one)
    assert surely(1, both - one - other + none)
