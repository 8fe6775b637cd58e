"""Columns of a set of rows, copied out of a table once; a part of the set takes its columns from the whole."""

from __future__ import annotations

from collections.abc import Callable

from sim.types import Array, Ints


class Columns:
    """A set of rows of which columns are read when they are first asked for.

    Parameters
    ----------
    n : int
        Number of rows.
    read : callable
        From this set and the name of a column to its values, in the order of the rows. It is handed the set, and must
        not hold it: a circle of the two would keep a whole district in memory until Python looks for circles.
    """

    __slots__ = ("_kept", "_read", "n")

    def __init__(self, n: int, read: Callable[[Columns, str], Array]) -> None:
        self.n = n
        self._read = read
        self._kept: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """Return one column."""
        column = self._kept.get(name)
        if column is None:
            column = self._kept[name] = self._read(self, name)
        return column

    def take(self, rows: Ints) -> Columns:
        """Take some of the rows by their place in this set: costs what the part costs, column by column."""
        return Columns(len(rows), lambda _, name: self[name][rows])

    def cut(self, first: int, last: int) -> Columns:
        """Take a stretch of the rows, without copying."""
        return Columns(last - first, lambda _, name: self[name][first:last])
