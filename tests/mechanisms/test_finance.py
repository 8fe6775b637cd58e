"""Finance: what a lever costs, and what is given up for it, to the fen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pytest

from sim.district import District
from sim.kernel.heap import ROW_MASK
from sim.mechanisms import finance, workers
from sim.policies import Policy
from sim.policies.programme import Programme
from sim.state.agenda import Count
from sim.state.cases import Outcome, Stage, Status
from sim.state.costs import LeverCost
from sim.state.desks import Net
from sim.state.world import World
from sim.types import Array
from tests import bits
from tests.places import hamlet, serve_until, small


@dataclass(frozen=True, slots=True)
class Hired(Policy):
    """People who do nothing but cost."""

    name: ClassVar[str] = "hired"
    posts: float = 0.2
    yuan_a_year: float = 36500.0

    def plan(self, world: World, programme: Programme) -> None:
        """Employ them; their hours look for problems."""
        posts = programme.employ(self.dose(world) * self.posts, self.yuan_a_year, "hired hands")
        world.rules["patrol_hours"].add(posts, 4.0)


@dataclass(frozen=True, slots=True)
class Bought(Policy):
    """A thing that lasts, and a yearly fee for it."""

    name: ClassVar[str] = "bought"
    price: float = 1000.01
    years: float = 10.0 / 365.0
    fee: float = 365.0

    def start(self, world: World, programme: Programme) -> None:
        """Buy it."""
        programme.invest(self.price, self.years)

    def plan(self, world: World, programme: Programme) -> None:
        """Pay the fee."""
        programme.pay_yearly(self.dose(world), self.fee)


STAY: dict[str, Any] = {"workers": {"turnover_per_year": 0.0}}


def lived(days: int, *levers: Policy, **said: Any) -> District:
    run = small(days=days, **{**STAY, **said})
    run.policies = levers
    for _ in range(days):
        run.live(1).check()
    return run


def cost(run: District, name: str = "hired") -> LeverCost:
    return run.world.money.costs[name]


def given_away(run: District) -> float:
    return -run.world.money.ledger.accounts["district"]


# -- added money and posts


def test_added_posts_cost_what_they_are_paid_and_nobody_gives_anything_up() -> None:
    without, with_it = lived(14), lived(14, Hired())
    # 0.2 posts in each of five communities are one post, at 100 yuan a day
    assert cost(with_it).running_fen == 14 * 100_00
    assert with_it.world.money.ledger.accounts["programme: hired"] == 14 * 100_00
    assert given_away(with_it) - given_away(without) == 14 * 100_00
    assert cost(with_it).post_days == pytest.approx(14.0)
    assert cost(with_it).hours == pytest.approx({"hired hands": 10 * 8.0})  # ten weekdays
    assert cost(with_it).given_up_h == 0.0
    assert not with_it.world.rules["away"].value.any()


# -- staff-neutral


def test_staff_neutral_posts_are_filled_with_grid_workers_hours() -> None:
    run = lived(15, Hired(funding="staff_neutral", posts=0.5))
    workers = run.world.today.workers
    assert (workers * 0.6 > 0.5).all()
    assert run.world.rules["away"].value == pytest.approx(0.5 / workers)
    # 2 of the 15 days are Sundays, on which grid workers have nothing to give up
    assert cost(run).post_days == pytest.approx(15 * 2.5)
    assert cost(run).given_up_h == pytest.approx(13 * 2.5 * 8.0)
    assert cost(run).spent_fen == 0
    assert given_away(run) == given_away(lived(15))


def test_the_hours_are_missing_for_cases_patrols_and_visits() -> None:
    visits = {"population": 6000}
    without, with_it = lived(29, **visits), lived(29, Hired(funding="staff_neutral", posts=0.5), **visits)
    workers = with_it.world.today.workers
    left = (1.0 - 0.5 / workers) * workers
    rate = np.diff(without.recorder.visits)[:27].mean() / workers.sum()
    assert np.diff(with_it.recorder.visits)[:27].mean() == pytest.approx(rate * left.sum(), rel=0.03)
    desks = with_it.world.desks
    grid = desks.net >= Net.GRID
    kept = (left / workers)[desks.community[grid]]
    assert desks.speed[grid] == pytest.approx(without.world.desks.speed[grid] * kept[:, None])


def test_grid_workers_can_be_spared_up_to_a_limit() -> None:
    run = lived(10, Hired(funding="staff_neutral", posts=50.0))
    workers = run.world.today.workers
    assert run.world.rules["away"].value == pytest.approx(np.full(5, 0.6))
    # of the 250 posts wanted only what can be spared is filled
    assert cost(run).post_days == pytest.approx(10 * 0.6 * workers.sum())
    assert cost(run).given_up_h == pytest.approx(9 * 0.6 * workers.sum() * 8.0)


def test_a_community_without_grid_workers_fills_no_staff_neutral_post() -> None:
    run = lived(8, Hired(funding="staff_neutral", posts=0.5), place={"workers": 3, "grids": 5})
    workers = run.world.today.workers
    assert (workers == 0.0).any()
    assert cost(run).post_days == pytest.approx(8 * 0.5 * (workers > 0.0).sum())
    assert not run.world.rules["away"].value[workers == 0.0].any()


# -- budget-neutral


def test_wages_saved_are_what_a_budget_neutral_lever_costs() -> None:
    without, with_it = lived(28), lived(28, Hired(funding="budget_neutral"))
    # one post at 100 yuan a day against 12 grid workers at 60,000 a year
    bill = round(12 * 60_000_00 / 365)
    assert cost(with_it).spent_fen == cost(with_it).saved_fen == 28 * 100_00
    assert cost(with_it).owed_fen == 0
    # the wages of the first morning are not known before anybody has come: they are saved on the second
    share = 100_00 / bill
    assert with_it.world.today.cut_share == pytest.approx(share)
    assert with_it.world.rules["away"].value == pytest.approx(np.full(5, share))
    assert given_away(with_it) == given_away(without)
    wages = "wages of grid workers"
    assert with_it.world.money.ledger.accounts[wages] == without.world.money.ledger.accounts[wages] - 28 * 100_00
    paid = without.world.sums.hours_paid
    assert paid == 24 * 12 * 8.0
    assert cost(with_it).given_up_h == pytest.approx(paid - with_it.world.sums.hours_paid)


def test_no_more_wages_are_cut_than_the_limit_and_the_rest_stays_owed() -> None:
    run = lived(15, Hired(funding="budget_neutral", yuan_a_year=3_650_000.0))
    bill = round(12 * 60_000_00 / 365)
    assert run.world.today.cut_share == pytest.approx(0.6, abs=1e-6)
    assert cost(run).saved_fen == 14 * int(0.6 * bill)
    assert cost(run).owed_fen == 15 * 10_000_00 - 14 * int(0.6 * bill)


def test_what_is_saved_is_shared_in_proportion_to_what_is_owed() -> None:
    dear = Hired(funding="budget_neutral", yuan_a_year=3_650_000.0)
    other = Bought(funding="budget_neutral", price=0.0, fee=365.0 * 2500.0)
    run = lived(12, dear, other)
    saved = {name: run.world.money.costs[name].saved_fen for name in ("hired", "bought")}
    # 10,000 and 12,500 yuan a day
    assert saved["hired"] / saved["bought"] == pytest.approx(10_000 / 12_500, rel=1e-4)
    bill = round(12 * 60_000_00 / 365)
    assert sum(saved.values()) == pytest.approx(11 * int(0.6 * bill), abs=22)


# -- together


@pytest.mark.parametrize(
    ("one", "other"),
    [(a, b) for a in ("added", "staff_neutral", "budget_neutral") for b in ("staff_neutral", "budget_neutral")],
)
def test_the_order_of_levers_is_irrelevant_however_they_are_paid(one: str, other: str) -> None:
    levers = (
        Hired(funding=one, posts=2.0, coverage=0.6),
        Bought(funding="budget_neutral", fee=40_000.0, start_day=2),
        replace(SecondHired(), funding=other, posts=1.5, start_day=4),
    )
    busy = {"needs": {"requests_per_year": 6.0}}
    first, last = lived(18, *levers, **busy), lived(18, *levers[::-1], **busy)
    assert bits.tables(first) == bits.tables(last)
    for lever in levers:
        mine, yours = (run.world.money.costs[lever.name] for run in (first, last))
        assert replace(mine, given_up_h=0.0) == replace(yours, given_up_h=0.0)
        assert mine.given_up_h == pytest.approx(yours.given_up_h)


@dataclass(frozen=True, slots=True)
class SecondHired(Hired):
    """Another lever of the same kind."""

    name: ClassVar[str] = "second"


# -- what lasts


@pytest.mark.parametrize(("days", "charged"), [(1, 100_00), (4, 400_00), (9, 900_00), (10, 1000_01), (25, 1000_01)])
def test_what_lasts_is_written_off_to_the_fen_over_its_life(days: int, charged: int) -> None:
    run = lived(days, Bought(fee=0.0))
    assert cost(run, "bought").capital_fen == 1000_01
    assert cost(run, "bought").charge_fen == pytest.approx(charged, abs=1 if days < 10 else 0)
    assert run.world.money.ledger.accounts["programme: bought"] == cost(run, "bought").charge_fen
    assert cost(run, "bought").write_off == (
        [] if days >= 10 else [[1000_01 - cost(run, "bought").charge_fen, 10 - days]]
    )


def test_a_year_of_fees_and_a_life_of_three_years() -> None:
    run = lived(20, Bought(price=3650.0 * 3, years=3.0, fee=730.0))
    # 10 yuan of the price and 2 yuan in each of five communities, a day
    assert cost(run, "bought").charge_fen == 20 * 10_00
    assert cost(run, "bought").running_fen == 20 * 10_00
    assert cost(run, "bought").spent_fen == 20 * 20_00


# -- the communities' funds


def test_gifts_go_into_the_fund_and_cost_the_district_nothing() -> None:
    said = {"needs": {"p_money": 0.0}}
    without, with_it = small(days=10, **said), small(days=10, **said)
    given = np.array([0.0, 1.0, 2.0, 0.0, 10.01])
    with_it.world.rules["gifts_yuan"].base[:] = given
    with_it.world.rules["gifts_yuan"].value[:] = given
    without.live(10)
    with_it.live(10).check()
    more = with_it.world.agenda.funds["fen"] - without.world.agenda.funds["fen"]
    assert more.tolist() == [0, 1000, 2000, 0, 10010]
    assert given_away(with_it) == given_away(without)
    assert with_it.world.money.ledger.accounts["collective income and gifts"] == -13010


# -- one day by hand


def day_of(**said: Any) -> World:
    """Two workers at 73,000 yuan a year, funds of 36,500 yuan a year, of which 0.4 for repairs; no levers."""
    place = {"workers": 2, **said.pop("place", {})}
    return hamlet(
        place=place, workers={"wage_yuan": 73000.0, "turnover_per_year": 0.0},
        finance={"base_funds_yuan": 36500.0, "repair_share": 0.4, "reserve_days": 10.0}, **said,
    )  # fmt: skip


def test_the_accounts_of_a_day() -> None:
    world = day_of(place={"part_time_workers": 5, "part_time_fte": 0.2})
    workers.open_posts(world)
    finance.settle(world)
    accounts = world.money.ledger.accounts
    # two workers at 200 yuan a day; five part-time people stand for one; 100 yuan a day of funds, 40 for repairs
    assert accounts["wages of grid workers"] == 2 * 200_00
    assert accounts["wages of part-time staff"] == 200_00
    assert accounts["community offices"] == 60_00
    assert accounts["community funds"] == 10 * 40_00 + 40_00 == world.agenda.funds["fen"][0]
    assert accounts["earlier years"] == -10 * 40_00
    assert accounts["district"] == -(400_00 + 200_00 + 60_00 + 40_00)
    assert accounts["repairs"] == 0
    assert sum(accounts.values()) == 0


def test_wages_follow_the_rule_on_pay_by_where_workers_are() -> None:
    world = small(workers={"wage_yuan": 73000.0, "turnover_per_year": 0.0}).world
    workers.open_posts(world)
    there = world.today.workers
    assert finance.wage_bill_fen(world) == 12 * 200_00
    world.rules["pay"].value[:] = [1.5, 1.0, 1.0, 1.0, 1.0]
    assert finance.wage_bill_fen(world) == 12 * 200_00 + there[0] * 100_00
    world.today.paid = 0
    assert finance.wage_bill_fen(world) == 0


def test_cut_wages_are_not_paid() -> None:
    world = day_of()
    workers.open_posts(world)
    world.today.cut_fen = 150_00
    finance.settle(world)
    assert world.money.ledger.accounts["wages of grid workers"] == 250_00


def waiting_for(world: World, *fen: int) -> Array:
    """Let cases wait for money, in this order."""
    rows = world.cases.add(len(fen), cost_fen=list(fen), community=0, cell=0, status=Status.MONEY, t_stage=1.0)
    world.cases.next[rows] = [*rows[1:], -1]
    world.agenda.funds["head"][0], world.agenda.funds["tail"][0] = rows[0], rows[-1]
    return rows


@pytest.mark.parametrize(
    ("have", "paid", "left"),
    # 40 yuan come in the evening; who cannot be paid keeps all behind him waiting
    [(0, 0, 40_00), (60_00, 1, 0), (95_00, 2, 5_00), (100_00, 3, 0), (200_00, 3, 100_00)],
)
def test_repairs_are_paid_first_come_first_served(have: int, paid: int, left: int) -> None:
    world = day_of()
    world.day = 3
    a, b, c = waiting_for(world, 100_00, 30_00, 10_00)
    world.agenda.funds["fen"][0] = have
    finance.settle(world)
    agenda = world.agenda
    costs = [100_00, 30_00, 10_00]
    assert world.cases.paid[[a, b, c]].tolist() == [k < paid for k in range(3)]
    assert agenda.funds["fen"][0] == left
    assert agenda.funds["head"][0] == [a, b, c, -1][paid]
    assert agenda.funds["tail"][0] == (c if paid < 3 else -1)
    n = int(agenda.counts[Count.EVENTS])
    assert sorted(agenda.item[:n] & ROW_MASK) == [a, b, c][:paid]
    assert (agenda.time[:n] == 4 * 24.0).all()  # at midnight
    assert world.money.ledger.accounts["repairs"] == sum(costs[:paid]) == world.sums.repairs_fen
    finance.settle(world)
    assert world.money.ledger.accounts["repairs"] == world.sums.repairs_fen


def test_a_paid_repair_is_done_in_full_without_being_assessed_again() -> None:
    world = day_of(volunteering={"share": 0.0})
    (a,) = waiting_for(world, 50_00)
    world.agenda.funds["fen"][0] = 50_00
    world.cases.outcome[a] = Outcome.FUND
    world.cases.t_open[a] = world.cases.t_accept[a] = world.cases.t_contact[a] = 0.5
    world.agenda.counts[Count.OPEN] = world.agenda.counts[Count.ACCEPTED] = 1
    for name, value in (("solve", 1.0), ("formal", 0.0), ("match", 0.0)):
        world.rules[name].value[:] = value
    grid = int(world.staff.desk[0])
    world.desks.open_from[grid], world.desks.open_to[grid], world.desks.open_days[grid] = 0.0, 24.0, 127
    world.desks.speed[grid], world.desks.travel_h[grid] = 1.0, 0.0
    world.routes.table.work_sigma[:] = 0.0
    finance.settle(world)
    serve_until(world, 48.0)
    assert world.cases.spent[a, Stage.MONEY] == 23.0
    assert (world.cases.status[a], world.cases.t_close[a]) == (Status.CLOSED, 25.0)


# -- what levers bought and whom they hired


def test_posts_made_by_a_lever_cost_while_somebody_is_there() -> None:
    world = day_of()
    cost = finance.cost_of(world, "hired", "added")
    assert finance.cost_of(world, "hired", "staff_neutral") is cost
    cost.grid_posts = 4
    added = world.staff.add(4, desk=world.staff.desk[0], added=True)
    world.day, hiring = 5, world.settings.workers.hiring_days
    # in post, not yet hired, leaves today, has left
    world.staff.vacant_until[added] = [-1, 9, 5 + 1 + hiring, 5 + hiring]
    finance.settle(world)
    assert cost.wages_fen == 2 * 200_00


def test_things_are_written_off_to_the_last_fen() -> None:
    world = day_of()
    finance.invest(world, "bought", "added", 10.0, 3.0 / 365.0)
    finance.invest(world, "bought", "added", 1.0, 0.0)  # nothing lasts less than a day
    cost = world.money.costs["bought"]
    assert cost.write_off == [[1000, 3], [100, 1]]
    assert cost.capital_fen == 1100
    charged = []
    for _ in range(4):
        finance.settle(world)
        charged.append(cost.charge_fen)
    assert charged == [333 + 100, 333 + 100 + 333, 1100, 1100]
    assert cost.write_off == []
    finance.pay(world, "bought", "added", 2.5)
    assert cost.running_fen == 250
    assert world.money.ledger.accounts["programme: bought"] == 1350


def test_what_is_taken_and_asked_of_workers_is_spared_up_to_the_limit() -> None:
    world = small(finance={"most_given_up": 0.5}).world
    world.today.workers[:] = [4.0, 4.0, 2.0, 0.0, 1.0]
    world.today.taken_away[:] = [1.0, 3.0, 0.0, 5.0, 0.2]
    world.today.asked_away[:] = [1.0, 4.0, 0.0, 5.0, 0.5]
    finance.fund(world)
    world.rules.settle()
    assert world.rules["away"].value == pytest.approx([0.25, 0.5, 0.0, 0.0, 0.2])
    assert world.today.filled == pytest.approx([1.0, 0.5, 1.0, 0.0, 1.0])
    assert not world.today.taken_away.any()
    assert not world.today.asked_away.any()
    assert (world.today.cut_fen, world.today.cut_share) == (0, 0.0)


@pytest.mark.parametrize(("day", "hours"), [(1, 16.0 * 0.25), (6, 0.0)])
def test_wages_are_cut_for_what_levers_owe(day: int, hours: float) -> None:
    world = day_of()
    workers.open_posts(world)
    world.day = day
    for name, fen in (("one", 75_00), ("other", 25_00)):
        world.money.costs[name] = LeverCost("budget_neutral", running_fen=fen)
    finance.fund(world)
    world.rules.settle()
    # 100 yuan of the 400 that two workers are paid
    assert (world.today.cut_fen, world.today.cut_share) == (100_00, 0.25)
    assert world.rules["away"].value == pytest.approx([0.25])
    assert [c.saved_fen for c in world.money.costs.values()] == [75_00, 25_00]
    assert [c.given_up_h for c in world.money.costs.values()] == pytest.approx([0.75 * hours, 0.25 * hours])
