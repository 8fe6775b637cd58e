"""What a measure may see: the cases of the window that is measured, and the evenings recorded in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sim.state.cases import OPEN, Status
from sim.types import Array, Bools, Floats

if TYPE_CHECKING:
    from sim.state.world import World


class Evenings(Protocol):
    """Recorded values at the end of each day, as `sim.recorder.Recorder` keeps them."""

    @property
    def satisfaction(self) -> Floats:
        """Mean satisfaction by day and community."""

    @property
    def open_cases(self) -> Array:
        """Open cases."""

    @property
    def in_post(self) -> Array:
        """Grid workers in post."""

    @property
    def worked_h(self) -> Floats:
        """Hours worked since day 0."""

    @property
    def paid_h(self) -> Floats:
        """Hours paid since day 0."""

    @property
    def offered_h(self) -> Floats:
        """Hours offered by helpers since day 0."""

    @property
    def spent_yuan(self) -> Floats:
        """Money spent since day 0."""


class View:
    """One replication after its warm-up.

    Parameters
    ----------
    world : World
    evenings : Recorder
    first_day : int
        First day measured; cases accepted before it are left out.
    """

    def __init__(self, world: World, evenings: Evenings, first_day: int) -> None:
        self.world = world
        self.evenings = evenings
        self.first_day = min(first_day, max(world.day - 1, 0))
        self.end_h = 24.0 * world.day

    @property
    def days(self) -> int:
        """Days measured."""
        return self.world.day - self.first_day

    def gained(self, series: Array) -> float:
        """How much a running total grew over the window."""
        before = float(series[self.first_day - 1]) if self.first_day > 0 else 0.0
        return float(series[-1]) - before

    @cached_property
    def known(self) -> Bools:
        """Cases accepted in the window, duplicates left out; [K]."""
        cases = self.world.cases
        return np.asarray((cases.t_accept >= 24.0 * self.first_day) & (cases.parent < 0))

    @cached_property
    def born(self) -> Bools:
        """Problems that arose in the window, heard of or not; [K]."""
        cases = self.world.cases
        return np.asarray((cases.t_occur >= 24.0 * self.first_day) & (cases.parent < 0))

    def of(self, column: str) -> Array:
        """One column of the known cases."""
        return np.asarray(getattr(self.world.cases, column)[self.known])

    @cached_property
    def status(self) -> Array:
        """Status of the known cases."""
        return self.of("status")

    @cached_property
    def closed(self) -> Bools:
        """Which known cases are closed."""
        return np.asarray(self.status == Status.CLOSED)

    @cached_property
    def open(self) -> Bools:
        """Which known cases are open."""
        return np.isin(self.status, OPEN)

    @cached_property
    def response_h(self) -> Floats:
        """Hours from acceptance to first contact of known cases; nan where there was none."""
        return np.asarray(self.of("t_contact") - self.of("t_accept"))

    @cached_property
    def closing_h(self) -> Floats:
        """Hours from acceptance to closure; nan while open."""
        return np.asarray(self.of("t_close") - self.of("t_accept"))
