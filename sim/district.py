"""A district that lives day by day: the world, its levers and the order of the day.

This is the whole model without Mesa, which takes seconds to import; `sim.agents.model` is its Mesa face.
"""

from __future__ import annotations

from datetime import date

from sim.config.run import RunConfig
from sim.errors import InvariantError
from sim.i18n import say
from sim.kernel import agenda, service
from sim.mechanisms import (
    emergencies,
    finance,
    needs,
    offices,
    property,
    satisfaction,
    voice,
    volunteering,
    workers,
)
from sim.mechanisms.founding import found
from sim.mechanisms.grid_net import arrange_aid
from sim.policies.programme import Programme
from sim.recorder import Recorder
from sim.state.agenda import Count
from sim.state.calendar import calendar_of

ROOM = 1.3
"""Rows for the cases of a year, of the problems that arise: repeats need a tenth more, levers that have more reported a
fifth. Pages that are never written cost nothing; a table that outgrows its room stands twice in memory."""


class District:
    """One replication of one run.

    Parameters
    ----------
    config : RunConfig
    replication : int
        Which fate: 0, 1, 2, ...
    """

    def __init__(self, config: RunConfig, replication: int = 0) -> None:
        self.config = config
        self.policies = config.policies
        self.world = found(config.lived_place, config.settings, config.run.seed, replication)
        if config.run.start_date:
            self._live_by_dates(date.fromisoformat(config.run.start_date))
        self.world.cases.reserve(int(ROOM * needs.expected(self.world, min(config.run.days, 366))))
        self.recorder = Recorder(self.world)

    def _live_by_dates(self, start: date) -> None:
        """Keep holidays, and begin the year of the seasons on its day."""
        agenda.keep_dates(self.world, calendar_of(start, self.config.run.days))
        needs.begin_year(self.world, min(start.timetuple().tm_yday, 365) - 1)

    def live_day(self) -> None:
        """Live one day."""
        world = self.world
        world.rules.reset()  # a fresh rule sheet: no effect outlives its lever
        volunteering.base_hours(world)
        emergencies.divert(world)
        property.open_day(world)  # crews; what levers ask of firms is said anew
        programmes = [Programme(world, lever.name, lever.funding) for lever in self.policies]
        for lever, programme in zip(self.policies, programmes, strict=True):
            if world.day == lever.start_day:
                lever.start(world, programme)
            lever.plan(world, programme)  # levers edit the sheet, the map, the staff
        finance.fund(world)  # what grid workers give up for the levers
        world.rules.settle()
        offices.staff(world)  # who sits where today
        workers.open_posts(world)  # grid workers: who is there, and how fast
        arrange_aid(world)  # who stands in for whom
        volunteering.offer(world)
        needs.arise(world)  # residents meet problems (the fate stream)
        voice.speak(world)  # noticed and told, found on patrol, or silent
        service.run_day(world)  # the kernel: dispatch, queue, travel, work, escalate, close
        satisfaction.update(world, world.day < self.config.run.warmup_days)  # ratings, experience, trust, opinion
        property.update(world)  # firms adapt
        workers.book(world)  # what grid workers did
        finance.settle(world)  # what the day cost; repairs that are now paid
        for lever, programme in zip(self.policies, programmes, strict=True):
            lever.reflect(world, programme)
        self.recorder.collect(world)
        world.day += 1

    def live(self, days: int) -> District:
        """Live several days."""
        for _ in range(days):
            self.live_day()
        return self

    def check(self) -> None:
        """Check the conservation laws.

        Raises
        ------
        InvariantError
            If one is broken: a bug.
        """
        world, counts = self.world, self.world.agenda.counts
        balance = counts[Count.OPEN] + counts[Count.DONE] + counts[Count.GIVEN_UP] + counts[Count.MERGED]
        if counts[Count.ACCEPTED] != balance:
            raise InvariantError(say("kernel.cases", accepted=counts[Count.ACCEPTED], balance=balance))
        if sum(world.money.ledger.accounts.values()) != 0:
            raise InvariantError(say("kernel.ledger", accounts=world.money.ledger.accounts))
        if sum(world.agenda.funds["fen"]) != world.money.ledger.accounts["community funds"]:
            raise InvariantError(say("kernel.funds"))
        if world.sums.hours_worked > world.sums.hours_paid + 1e-6:
            raise InvariantError(say("kernel.worked", worked=world.sums.hours_worked, paid=world.sums.hours_paid))
