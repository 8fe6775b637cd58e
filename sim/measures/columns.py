"""Columns of a set of rows, copied out of a table once; and what each part of the set comes to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.measures.averages import mean, percent
from sim.measures.parts import Ordered, Parts, Whole
from sim.types import Array, Bools, Floats, Ints


class Columns:
    """A set of rows of which columns are read when they are first asked for.

    Parameters
    ----------
    n : int
        Number of rows.
    read : callable
        From this set and the name of a column to its values, in the order of the rows. It is handed the set, and must
        not hold it: a circle of the two would keep a whole district in memory until Python looks for circles.
    parts : Parts, optional
        How the rows are divided; one part, if not said.
    """

    __slots__ = ("_kept", "_orders", "_read", "n", "parts")

    def __init__(self, n: int, read: Callable[[Columns, str], Array], parts: Parts | None = None) -> None:
        self.n = n
        self.parts = Whole(n) if parts is None else parts
        self._read = read
        self._kept: dict[str, Array] = {}
        self._orders: dict[str, Ints] = {}

    def __getitem__(self, name: str) -> Array:
        """Return one column."""
        column = self._kept.get(name)
        if column is None:
            column = self._kept[name] = self._read(self, name)
        return column

    def take(self, rows: Ints) -> Columns:
        """Take some of the rows by their place in this set: costs what the part costs, column by column."""
        return Columns(len(rows), lambda _, name: self[name][rows])

    def divided(self, parts: Parts) -> Columns:
        """See the same rows in parts, without copying."""
        made = Columns(self.n, lambda _, name: self[name], parts)
        made._orders = self._orders
        return made

    def count(self, which: Bools) -> Floats:
        """Count rows, [parts]."""
        return self.parts.count(which)

    def percent(self, hits: Bools, of: Bools | None = None) -> Floats:
        """Share of all rows, or of some of them, %, [parts]."""
        if of is None:
            return percent(self.parts.count(hits), self.parts.size)
        return percent(self.parts.count(hits & of), self.parts.count(of))

    def mean(self, values: Array, of: Bools | None = None) -> Floats:
        """Arithmetic mean of all rows, or of some of them, [parts]."""
        return mean(self.parts.total(values, of), self.parts.size if of is None else self.parts.count(of))

    def ordered(self, name: str, of: Bools) -> Ordered:
        """One column of some rows, smallest first, by part; all rows are put in order once, for every division."""
        column = self[name]
        if name not in self._orders:
            self._orders[name] = np.argsort(column)
        order = self._orders[name]
        return self.parts.ordered(column, order[of[order]])

    def ordered_few(self, values: Array, of: Bools) -> Ordered:
        """The same of values that few rows have."""
        rows = np.flatnonzero(of)
        return self.parts.ordered(values, rows[np.argsort(values[rows])])
