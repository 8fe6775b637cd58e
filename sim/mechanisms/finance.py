"""Finance: wages, programmes, the communities' repair funds; what levers cost and what is given up for them.

Money moves between accounts in whole fen, so the balance closes exactly: the sum of all accounts is always 0.

A lever is paid for in one of three ways (``policies.NAME.funding``):

- ``added``: with money and posts that the district did not have before;
- ``staff_neutral``: the work of its posts is done by grid workers of the community, in paid time that is then
  missing for cases, patrols and visits (rule ``away``);
- ``budget_neutral``: grid workers' paid hours are cut over the whole district until the wages saved cover what it
  costs. What cannot be saved within ``most_given_up`` stays owed, and is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.agenda import make_room
from sim.kernel.funds import pay_in, pay_waiting
from sim.kernel.work import work_of
from sim.state.agenda import Count
from sim.state.costs import LeverCost
from sim.types import Floats

if TYPE_CHECKING:
    from sim.state.world import World


def wage_bill_fen(world: World) -> int:
    """Today's wages of all grid workers, before any cut."""
    everybody = max(float(world.today.workers.sum()), 1.0)
    factor = float((world.rules["pay"].value * world.today.workers).sum()) / everybody
    return round(100.0 * world.settings.workers.wage_yuan / 365.0 * factor * world.today.paid)


def fund(world: World) -> None:
    """Take from the grid workers what levers were promised for today; runs after all levers have planned."""
    most, p = world.settings.finance.most_given_up, world.settings.workers
    workers = world.today.workers
    asked, world.today.asked_away = world.today.asked_away, np.zeros(world.n_communities)
    taken, world.today.taken_away = world.today.taken_away, np.zeros(world.n_communities)
    # what can be spared tomorrow depends on what is asked today, so that the order of levers does not matter
    world.today.filled = np.where(asked > 0.0, np.minimum(1.0, most * workers / np.maximum(asked, 1e-12)), 1.0)
    share = np.minimum(taken / np.maximum(workers, 1e-12), most) * (workers > 0.0)
    owed = {name: cost.owed_fen for name, cost in world.money.costs.items() if cost.owed_fen > 0}
    bill = wage_bill_fen(world)
    cut = min(sum(owed.values()), int(most * bill))
    world.today.cut_fen, world.today.cut_share = cut, (cut / bill if bill > 0 else 0.0)
    if taken.any() or cut > 0:
        world.rules["away"].add(np.ones(world.n_communities), share + world.today.cut_share)
    if cut <= 0:
        return
    hours = world.today.paid * p.hours_per_day * world.today.cut_share * p.works_on(world.weekday())
    total = sum(owed.values())
    for name, fen in owed.items():
        world.money.costs[name].saved_fen += cut * fen // total
        world.money.costs[name].given_up_h += hours * fen / total


def settle(world: World) -> None:
    """Pay today's wages, levers and funds, and release repairs that the funds now cover."""
    ledger, agenda, finance = world.money.ledger, world.agenda, world.settings.finance
    ledger.move("district", "wages of grid workers", max(0, wage_bill_fen(world) - world.today.cut_fen))
    part_time = world.place.part_time_workers * world.place.part_time_fte * world.settings.workers.wage_yuan / 365.0
    if part_time:
        ledger.move("district", "wages of part-time staff", round(100.0 * part_time))
    _charge_levers(world)
    grant = np.rint(100.0 * world.rules["funds_yuan"].value).astype(np.int64)
    gifts = np.rint(100.0 * world.rules["gifts_yuan"].value).astype(np.int64)
    pay_in(agenda.funds, grant + gifts)
    ledger.move("district", "community funds", int(grant.sum()))
    if gifts.any():
        ledger.move("collective income and gifts", "community funds", int(gifts.sum()))
    office = finance.base_funds_yuan * (1.0 - finance.repair_share) / 365.0
    ledger.move("district", "community offices", round(100.0 * office * world.n_communities))
    room = int(agenda.counts[Count.EVENTS] + agenda.counts[Count.OPEN]) + world.desks.n + 64
    agenda = make_room(world, room)
    pay_waiting(work_of(world), 24.0 * (world.day + 1))
    spent = int(agenda.counts[Count.SPENT_FEN])
    ledger.move("community funds", "repairs", spent - world.sums.repairs_fen)
    world.sums.repairs_fen = spent


def _charge_levers(world: World) -> None:
    """Write off today's part of what levers invested; note the wages of the grid workers they hired."""
    wage = 100.0 * world.settings.workers.wage_yuan / 365.0 * _filled(world)
    for name, cost in world.money.costs.items():
        parts = [(left // days, left, days) for left, days in cost.write_off]
        today = sum(part for part, _, _ in parts)
        if parts:
            cost.charge_fen += today
            world.money.ledger.move("district", f"programme: {name}", today)
            cost.write_off = [[left - part, days - 1] for part, left, days in parts if days > 1]
        cost.wages_fen += round(wage * cost.grid_posts)


def _filled(world: World) -> float:
    """Share of the grid workers' posts made by levers with somebody in them today; an empty post costs nothing."""
    staff, hiring = world.staff, world.settings.workers.hiring_days
    made = staff.added & (staff.desk >= 0)
    # who leaves today has worked today
    there = (staff.vacant_until < 0) | (staff.vacant_until == world.day + 1 + hiring)
    return float((made & there).sum() / made.sum()) if made.any() else 1.0


def cost_of(world: World, lever: str, funding: str) -> LeverCost:
    """Find or begin the account of a lever."""
    if lever not in world.money.costs:
        world.money.costs[lever] = LeverCost(funding)
    return world.money.costs[lever]


def take_away(world: World, posts: Floats) -> Floats:
    """Have grid workers fill a lever's posts today, [M]; return how many can be spared."""
    # at most what could be spared yesterday for all levers together, and today for this one alone
    most = world.settings.finance.most_given_up * world.today.workers
    filled: Floats = np.minimum(posts * world.today.filled, most)
    world.today.asked_away += posts
    world.today.taken_away += filled
    return filled


def note(
    cost: LeverCost, *, post_days: float = 0.0, post_h: float = 0.0, given_up_h: float = 0.0, grid_posts: int = 0,
    wages_fen: int = 0,
) -> None:  # fmt: skip
    """Add to the account of a lever, see `LeverCost`."""
    cost.post_days += post_days
    cost.post_h += post_h
    cost.given_up_h += given_up_h
    cost.grid_posts += grid_posts
    cost.wages_fen += wages_fen


def note_hours(cost: LeverCost, who: str, hours: float) -> None:
    """Add hours that somebody gives to a lever."""
    cost.hours[who] = cost.hours.get(who, 0.0) + hours


def pay(world: World, lever: str, funding: str, yuan: float) -> None:
    """Pay for a lever today out of the district's money."""
    fen = round(100.0 * yuan)
    cost_of(world, lever, funding).running_fen += fen
    world.money.ledger.move("district", f"programme: {lever}", fen)


def invest(world: World, lever: str, funding: str, yuan: float, years: float) -> None:
    """Buy something for a lever that lasts; its price is written off in equal daily parts over its life."""
    days = max(1, round(365.0 * years))
    cost = cost_of(world, lever, funding)
    cost.capital_fen += round(100.0 * yuan)
    cost.write_off.append([round(100.0 * yuan), days])
