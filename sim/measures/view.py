"""What a measure may see: the cases of the window that is measured, and the evenings recorded in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.measures.columns import Columns
from sim.measures.derived import DERIVED
from sim.measures.evenings import Evenings
from sim.measures.parts import Divided, Ordered
from sim.measures.survival import Waits, waits
from sim.state.cases import OPEN
from sim.state.table import Table
from sim.types import Array, Bools, Ints

if TYPE_CHECKING:
    from sim.state.world import World


NONE: Ints = np.zeros(0, np.int64)
LEVELS = ("district", "street", "community", "grid", "group")
"""The whole, three kinds of areas, and groups of residents."""


class Division(NamedTuple):
    """A way to divide the district; every case and every resident is in one part.

    Attributes
    ----------
    level : str
        What kind of part, see `LEVELS`.
    names : list of str
        Of the parts.
    area : callable
        From a set of rows (cases or residents) to the part of each, 0..len(names)-1.
    communities : sequence of array
        Communities that each part is made of; none where it is not made of whole communities.
    """

    level: str
    names: list[str]
    area: Callable[[Columns], Array]
    communities: Sequence[Ints]


class Sets(NamedTuple):
    """The rows that measures look at.

    Attributes
    ----------
    known : Columns
        Cases accepted in the window, duplicates left out.
    born : Columns
        Problems that arose in the window, heard of or not, duplicates left out.
    reports : Columns
        All that was accepted in the window, duplicates too.
    pending : Columns
        Cases open at the end, whenever they were accepted, duplicates left out.
    people : Columns
        Residents.
    """

    known: Columns
    born: Columns
    reports: Columns
    pending: Columns
    people: Columns


class View:
    """One replication after its warm-up, a part of it, or all parts of several divisions.

    Parameters
    ----------
    world : World
    evenings : Recorder
    first_day : int
        First day measured; cases accepted before it are left out.
    until_day : int, optional
        First day measured no more; cases accepted from it on are left out, those before it are followed to the end of
        the run. The end where it is not said.

    Attributes
    ----------
    levels : sequence of str, [parts]
        What kind of part each is, see `LEVELS`.
    communities : sequence of array, [parts]
        Communities that each part is made of; none where it is not made of whole communities.
    """

    def __init__(self, world: World, evenings: Evenings, first_day: int, until_day: int | None = None) -> None:
        self.world = world
        self.evenings = evenings
        self.first_day = min(first_day, max(world.day - 1, 0))
        self.until_day = max(min(world.day if until_day is None else until_day, world.day), self.first_day)
        self.end_h = 24.0 * world.day
        self.levels: Sequence[str] = LEVELS[:1]
        self.communities: Sequence[Ints] = [np.arange(world.n_communities)]

    @cached_property
    def sets(self) -> Sets:
        """The rows that measures look at."""
        cases, start = self.world.cases, 24.0 * self.first_day
        accepted, arose, original = cases.t_accept >= start, cases.t_occur >= start, cases.parent < 0
        if self.until_day < self.world.day:
            accepted &= cases.t_accept < 24.0 * self.until_day
            arose &= cases.t_occur < 24.0 * self.until_day
        return Sets(
            self._rows(cases, accepted & original),
            self._rows(cases, arose & original),
            self._rows(cases, accepted),
            self._rows(cases, np.isin(cases.status, OPEN) & original),
            self._rows(self.world.residents, np.ones(self.world.residents.n, np.bool_)),
        )

    def _rows(self, table: Table, which: Bools) -> Columns:
        """Look at some rows of a table: its own columns, derived ones, and ``row``."""
        world, n = self.world, int(np.count_nonzero(which))
        whole = n == len(which)

        def read(columns: Columns, name: str) -> Array:
            if name == "row":
                return np.flatnonzero(which)
            if name in table.SPEC:
                column = getattr(table, name)
                # of a whole province nothing need be copied, and no list of rows be kept; of some rows of a wide record
                # a list of them is four times as fast as a mask
                return np.asarray(column if whole else column[columns["row"]])
            return DERIVED[name](columns, world)

        return Columns(n, read)

    def _seeing(self, sets: Sets, levels: Sequence[str], communities: Sequence[Ints]) -> View:
        made = View(self.world, self.evenings, self.first_day, self.until_day)
        made.sets, made.levels, made.communities = sets, levels, communities
        return made

    def part(self, cases: Ints, residents: Ints = NONE, level: str = "group", communities: Ints = NONE) -> View:
        """See some rows of the case table only, and of the residents; costs what the part costs."""

        def within(whole: Columns, rows: Ints) -> Columns:
            have = whole["row"]
            at = np.searchsorted(have, rows)
            at[at == len(have)] = 0
            return whole.take(at[have[at] == rows] if len(have) else at[:0])

        rows, s = np.unique(cases), self.sets
        made = Sets(
            within(s.known, rows), within(s.born, rows), within(s.reports, rows), within(s.pending, rows),
            within(s.people, np.unique(residents)),
        )  # fmt: skip
        return self._seeing(made, [level], [communities])

    def divided(self, divisions: Sequence[Division]) -> View:
        """See the parts of all divisions, one after the other."""
        sizes = [len(division.names) for division in divisions]
        # a district has so many rows that wider numbers of their parts would take most of a worker's memory
        kinds = [np.int8 if n < 2**7 else np.int16 if n < 2**15 else np.int32 for n in sizes]
        areas = [[np.asarray(d.area(s), kind) for d, kind in zip(divisions, kinds, strict=True)] for s in self.sets]
        sets = [s.divided(Divided(own, sizes)) for s, own in zip(self.sets, areas, strict=True)]
        levels = [division.level for division in divisions for _ in division.names]
        return self._seeing(Sets(*sets), levels, [inside for d in divisions for inside in d.communities])

    @property
    def days(self) -> int:
        """Days measured."""
        return self.until_day - self.first_day

    def evening_by_evening(self, series: Array) -> Array:
        """What was recorded on the evenings of the window, [days]."""
        return series[self.first_day : self.until_day]

    def gained(self, series: Array) -> float:
        """How much a running total grew over the window."""
        before = float(series[self.first_day - 1]) if self.first_day > 0 else 0.0
        return float(series[self.until_day - 1]) - before

    def of(self, column: str) -> Array:
        """One column of the known cases, stored or derived."""
        return self.sets.known[column]

    @cached_property
    def waits_h(self) -> Ordered:
        """Hours from acceptance to first contact of known cases that have been contacted, shortest first."""
        return self.sets.known.ordered("response_h", self.of("contacted"))

    @cached_property
    def response(self) -> Waits:
        """Hours from acceptance to first contact of all known cases: those never contacted as long as they were seen.

        A case whose resident gave up was seen until then, another one until the end.
        """
        return waits(self.waits_h, self.sets.known.ordered_few(self.of("seen_h"), ~self.of("contacted")))

    @cached_property
    def stays(self) -> Waits:
        """Days at departments of the known cases that came to one: those still there as long as they have been."""
        came, there, known = self.of("came_to_department"), self.of("at_department"), self.sets.known
        unended = known.ordered_few(self.of("department_d"), came & there)
        return waits(known.ordered_few(self.of("department_d"), came & ~there), unended)
