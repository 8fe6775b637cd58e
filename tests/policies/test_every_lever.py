"""What holds of every lever: it says what it is, does nothing at no dose, can be paid for, commutes, is tested."""

from __future__ import annotations

import inspect
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.config.run import load
from sim.district import District
from sim.evidence import load_register
from sim.parameters.param import describe
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.state.costs import FUNDING, LeverCost
from sim.state.rules import RULES
from sim.types import Floats
from tests import bits
from tests.levers import assert_changes_nothing, assert_refused, programme, still
from tests.places import small

HERE = Path(__file__).parent
BUSY: dict[str, Any] = {"needs": {"requests_per_year": 6.0}, "days": 40}
LAYERED: dict[str, Any] = {**BUSY, "place": {"layers": 4, "grids": 12, "workers": 14}}
OLD: dict[str, Any] = {**BUSY, "place": {"old_share": 1.0}}
SURGE: dict[str, Any] = {**BUSY, "emergencies": {"start_day": 10, "days": 20}}
SAID: dict[str, dict[str, Any]] = {"community_renovation": {"share_per_year": 0.9}}
"""What must be said for a lever to have begun something within forty days."""
REDRAWS = [name for name, lever in POLICIES.items() if lever.redraws]


def settings(lever: str) -> dict[str, Any]:
    """A small place in which the lever has something to do."""
    return {"layer_integration": LAYERED, "emergency_response": SURGE, "community_renovation": OLD}.get(lever, BUSY)


@pytest.mark.parametrize("lever", POLICIES)
def test_it_says_what_it_is_in_two_languages(lever: str) -> None:
    kind = POLICIES[lever]
    text = inspect.cleandoc(kind.__doc__ or "")
    assert "can fail" in text or "could fail" in text, "a lever says why it could fail"
    for words in (kind.name_zh, kind.summary_zh, kind.story_zh):
        assert any("\u4e00" <= c <= "\u9fff" for c in words)
    assert kind.summary[0].islower() or not kind.summary[0].isalpha()
    for info in describe(lever, kind):
        assert info.zh, info.key
    assert all(row in load_register() for row in kind.evidence)


@pytest.mark.parametrize("lever", POLICIES)
def test_it_has_a_mirror_test(lever: str) -> None:
    text = (HERE / f"test_{lever}.py").read_text(encoding="utf-8")
    assert text.count("\ndef test_") >= 3


@pytest.mark.parametrize("lever", POLICIES)
def test_at_no_dose_it_moves_no_bit(lever: str) -> None:
    assert_changes_nothing(lever, **settings(lever))


def moved(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Tables in which two runs differ, without the books: a lever that only costs money is none."""
    return [name for name in before if name not in ("ledger", "levers") and after[name] != before[name]]


@cache
def at_full_dose(lever: str, funding: str) -> tuple[dict[str, str], LeverCost]:
    """Tables of forty days with a lever, and what it cost; each lives once."""
    run = small(lever, policies={lever: {"funding": funding, **SAID.get(lever, {})}}, **settings(lever)).live(40)
    run.check()
    return bits.tables(run), run.world.money.costs[lever]


@pytest.mark.parametrize("lever", POLICIES)
def test_at_full_dose_it_moves_something_beside_the_books(lever: str) -> None:
    assert "cases" in moved(still(40, **settings(lever)), at_full_dose(lever, "added")[0])


@pytest.mark.parametrize("funding", FUNDING)
@pytest.mark.parametrize("lever", POLICIES)
def test_it_can_be_paid_for_in_three_ways(lever: str, funding: str) -> None:
    _, cost = at_full_dose(lever, funding)
    assert cost.funding == funding
    if funding == "added":
        assert cost.saved_fen == 0
        assert cost.given_up_h == 0.0
    if funding == "budget_neutral" and cost.spent_fen > 0:
        assert 0 < cost.saved_fen <= cost.spent_fen
        assert cost.given_up_h > 0.0
        cheap = 40 * 60_000_00 // 365 * 12 // 4  # what a quarter of the twelve workers' hours is worth in forty days
        if cost.spent_fen < cheap:
            assert cost.owed_fen <= cost.spent_fen // 8  # all but the last days'


NEIGHBOURS = [
    (one, other)
    for one, other in zip(POLICIES, [*list(POLICIES)[1:], next(iter(POLICIES))], strict=True)
    if not (one in REDRAWS and other in REDRAWS)
]


LAST_BIT = {
    ("party_organisation", "red_property"): "meetings, centres and groups take the office's time: a product of three",
}
"""Pairs that make up a rule of three edits, whose order may change its last bit, and how."""


def planned(lived: District, order: tuple[int, ...]) -> list[Floats]:
    """Let levers plan the next day in an order; return all rules."""
    rules = lived.world.rules
    rules.reset()
    for k in order:
        lever = lived.policies[k]
        lever.plan(lived.world, programme(lived.world, lever))
    rules.settle()
    return [rules[name].value.copy() for name in RULES]


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_two_levers_commute(one: str, other: str) -> None:
    said = settings("layer_integration" if "layer_integration" in (one, other) else one)
    policies = {name: {"start_day": 8} for name in (one, other)}
    first, second = (small(one, other, policies=policies, **said) for _ in range(2))
    second.policies = second.policies[::-1]
    if (one, other) in LAST_BIT:
        for there, back in zip(planned(first.live(12), (0, 1)), planned(first, (1, 0)), strict=True):
            np.testing.assert_allclose(there, back, rtol=1e-14)
        return
    assert bits.tables(first.live(25)) == bits.tables(second.live(25))


def everything() -> list[str]:
    """All levers that can act together in a place of one net."""
    return [name for name in POLICIES if name != "layer_integration"]


def test_all_at_once_live_and_close_their_books() -> None:
    run = small(*everything(), policies=SAID, **SURGE, place=OLD["place"]).live(40)
    run.check()
    assert set(run.world.money.costs) == set(everything())


def test_the_order_in_which_they_are_named_is_nothing() -> None:
    names = everything()
    there, back = (load("demo", order, days=40, warmup_days=0) for order in (names, names[::-1]))
    assert there.digest() == back.digest()
    assert there.policy_names == back.policy_names


BY_DESIGN = {
    "three_chiefs": "attention is a sum: what pushed cases gain, the others lose",
    "supervision_ranking": "communities are ranked against each other",
    "whistle": "crews that stand in one place are missing in departments that all share",
}
"""Levers that reach communities they do not cover, and why."""


def rules_of_nobody(lever: str) -> dict[str, Floats]:
    """Rules of the twentieth day of the place in which a lever has something to do, where nobody pulls it."""
    key = repr(settings(lever))
    if key not in _RULES:
        world = small(**settings(lever)).live(20).world
        _RULES[key] = {name: world.rules[name].value.copy() for name in RULES}
    return _RULES[key]


_RULES: dict[str, dict[str, Floats]] = {}


@pytest.mark.parametrize("way", ["communities", "coverage"])
@pytest.mark.parametrize("lever", POLICIES)
def test_communities_that_are_not_covered_keep_their_rules(lever: str, way: str) -> None:
    named = [0, 1] if lever == "community_merging" else [1]  # which takes neighbours
    said: dict[str, Any] = {"communities": named} if way == "communities" else {"coverage": 0.4}
    if lever == "layer_integration":  # one net for the whole district
        assert_refused(lever, said, f"policies.{lever}.{way}", **settings(lever))
        return
    run = small(lever, policies={lever: said}, **settings(lever)).live(20)
    rules = rules_of_nobody(lever)
    others = run.policies[0].covered(run.world) == 0.0
    assert others.sum() == (3 if way == "coverage" else 5 - len(named))
    for name in RULES:
        if lever not in BY_DESIGN and name != "help_hours":  # volunteers come and go with their own community only
            assert np.array_equal(run.world.rules[name].value[others], rules[name][others]), (
                f"{lever} edits {name} where it is not rolled out"
            )


@pytest.mark.parametrize("lever", POLICIES)
def test_it_waits_for_its_day_and_then_begins(lever: str) -> None:
    said = {**SAID.get(lever, {}), "start_day": 12}
    waiting = small(lever, policies={lever: said}, **settings(lever)).live(12)
    early = moved(still(12, **settings(lever)), bits.tables(waiting))
    assert not early, f"{lever} moves {early} before its day"
    for cost in waiting.world.money.costs.values():
        assert cost.spent_fen == cost.capital_fen == sum(cost.hours.values()) == 0, f"{lever} costs before its day"
    assert moved(still(28, **settings(lever)), bits.tables(waiting.live(28)))


@pytest.mark.parametrize("lever", POLICIES)
def test_it_is_rolled_out_step_by_step_or_refuses_to_be(lever: str) -> None:
    said = {**SAID.get(lever, {}), "ramp_days": 200}
    if POLICIES[lever].redraws or lever == "community_merging":
        assert_refused(lever, said, "0 days: (boundaries move|an office moves) on one day", **settings(lever))
        return
    slowly = small(lever, policies={lever: said}, **settings(lever)).live(40)
    assert moved(at_full_dose(lever, "added")[0], bits.tables(slowly))


def test_a_lever_that_leaks_would_be_found() -> None:
    class Leaky(POLICIES["dual_report"]):  # type: ignore[misc, name-defined]
        def plan(self, world: Any, programme: Any) -> None:
            world.rules["dispatch_h"].add(np.ones(world.n_communities), 1.0)

    run = small(**BUSY)
    run.policies = (Leaky(communities=(1,)),)
    assert not np.array_equal(
        run.live(1).world.rules["dispatch_h"].value, small(**BUSY).live(1).world.rules["dispatch_h"].value
    )


def test_named_communities_are_covered() -> None:
    world = District(load("demo", days=1, warmup_days=0)).world
    lever: Policy = POLICIES["dual_report"]()
    assert replace(lever, communities=(0, 3)).covered(world).tolist() == [1, 0, 0, 1, 0]
    assert replace(lever, coverage=0.4).covered(world).sum() == 2
