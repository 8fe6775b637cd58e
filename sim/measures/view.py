"""What a measure may see: the cases of the window that is measured, and the evenings recorded in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.measures.columns import Columns
from sim.measures.derived import DERIVED
from sim.measures.evenings import Evenings
from sim.state.cases import OPEN
from sim.state.table import Table
from sim.types import Array, Bools, Floats, Ints

if TYPE_CHECKING:
    from sim.state.world import World


NONE: Ints = np.zeros(0, np.int64)
LEVELS = ("district", "street", "community", "grid", "group")
"""The whole, three kinds of areas, and groups of residents."""


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
    """One replication after its warm-up, or a part of it.

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
    level : str
        What kind of part it is, see `LEVELS`.
    communities : array
        Communities that the part is made of; none where it is not made of whole communities.
    """

    def __init__(self, world: World, evenings: Evenings, first_day: int, until_day: int | None = None) -> None:
        self.world = world
        self.evenings = evenings
        self.first_day = min(first_day, max(world.day - 1, 0))
        self.until_day = max(min(world.day if until_day is None else until_day, world.day), self.first_day)
        self.end_h = 24.0 * world.day
        self.level = LEVELS[0]
        self.communities: Ints = np.arange(world.n_communities)

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
                # of a whole province nothing need be copied, and no list of rows be kept
                return np.asarray(column if whole else np.compress(which, column, axis=0))
            return DERIVED[name](columns, world)

        return Columns(n, read)

    def _seeing(self, sets: Sets, level: str, communities: Ints) -> View:
        made = View(self.world, self.evenings, self.first_day, self.until_day)
        made.sets, made.level, made.communities = sets, level, communities
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
        return self._seeing(made, level, communities)

    def parts(self, level: str, n: int, area: Callable[[Columns], Array], communities: Sequence[Ints]) -> list[View]:
        """See each of n areas or groups by itself.

        Rows are put in the order of their area once; every part is then a slice.

        Parameters
        ----------
        level : str
        n : int
        area : callable
            From a set of rows (cases or residents) to the area of each, 0..n-1.
        communities : sequence of array, [n]
            Communities that each area is made of.
        """
        small = np.int16 if n < 2**15 else np.int64  # 16 bits are sorted by counting

        def cuts(whole: Columns) -> list[Columns]:
            of: Ints = area(whole).astype(small)
            ordered = whole.take(np.argsort(of, kind="stable"))
            ends = np.bincount(of, minlength=n).cumsum().tolist()
            return [ordered.cut(a, b) for a, b in zip([0, *ends[:-1]], ends, strict=True)]

        by_area = zip(*map(cuts, self.sets), communities, strict=True)
        return [self._seeing(Sets(*sets), level, inside) for *sets, inside in by_area]

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
    def waits_h(self) -> Floats:
        """Hours from acceptance to first contact of known cases that have been contacted."""
        return np.asarray(self.of("response_h")[self.of("contacted")])

    @cached_property
    def waits_sorted_h(self) -> Floats:
        """The same, shortest first."""
        return np.sort(self.waits_h)
