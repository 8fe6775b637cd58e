"""Parts of a set of rows: counted, added up and put in order, for all parts at once.

Every reduction gives one number per part, [parts]. The whole is the one part of itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from sim import sums
from sim.types import Array, Bools, Floats, Ints


class Ordered(NamedTuple):
    """Values of every part, smallest first; a part is a stretch of them.

    Attributes
    ----------
    values : array
    first, many : array [parts]
        Where the stretch of a part begins, and its length.
    """

    values: Floats
    first: Ints
    many: Ints

    def by_part(self) -> Iterator[Floats]:
        """Yield the values of each part."""
        for first, many in zip(self.first.tolist(), self.many.tolist(), strict=True):
            yield self.values[first : first + many]


class Parts(Protocol):
    """What can be asked of the parts of a set of rows."""

    @property
    def size(self) -> Floats:
        """Number of rows in each part."""

    def count(self, which: Bools) -> Floats:
        """Count rows."""

    def total(self, values: Array, which: Bools | None = None) -> Floats:
        """Add up values, in an order that is fixed."""

    def ordered(self, values: Array, rows: Ints) -> Ordered:
        """Put values of some rows in order, by part; the rows are said in the order of their values."""


class Whole:
    """All rows are one part."""

    def __init__(self, rows: int) -> None:
        self.size: Floats = np.array([float(rows)])

    def count(self, which: Bools) -> Floats:
        """Count rows."""
        return np.array([float(np.count_nonzero(which))])

    def total(self, values: Array, which: Bools | None = None) -> Floats:
        """Add up values, in the order of the rows."""
        return np.array([sums.total(values if which is None else values[which])])

    def ordered(self, values: Array, rows: Ints) -> Ordered:
        """Put values in order."""
        return Ordered(values[rows], np.zeros(1, np.int64), np.array([len(rows)]))


class Joined(NamedTuple):
    """Divisions that are counted together: rows that are in the same part of each are one stratum."""

    stratum: Array
    n: int
    part: list[Ints]
    sizes: list[int]


class Divided:
    """Rows are in one part of each of several divisions; the parts of all divisions stand one after the other.

    Parameters
    ----------
    of : sequence of array [rows]
        For each division, the part of every row, 0..n-1.
    sizes : sequence of int
        For each division, its n.
    """

    def __init__(self, of: Sequence[Array], sizes: Sequence[int]) -> None:
        self._of = of
        self._sizes = sizes

    @cached_property
    def size(self) -> Floats:
        """Number of rows in each part."""
        counts = [np.bincount(of, minlength=n) for of, n in zip(self._of, self._sizes, strict=True)]
        return np.concatenate(counts).astype(np.float64)

    @cached_property
    def _joined(self) -> list[Joined]:
        """Join divisions as long as a table of their joint parts is not much longer than the rows."""
        found: list[Joined] = []
        for of, n in zip(self._of, self._sizes, strict=True):
            if found and found[-1].n * n <= 4 * len(of) + 4096:
                found.append(_join(found.pop(), of, n))
            else:
                found.append(Joined(of, n, [np.arange(n)], [n]))
        return found

    def count(self, which: Bools) -> Floats:
        """Count rows."""
        found = []
        for joined in self._joined:
            many = np.bincount(joined.stratum[which], minlength=joined.n)
            found += [sums.by_part(part, many, n) for part, n in zip(joined.part, joined.sizes, strict=True)]
        return np.concatenate(found)

    def total(self, values: Array, which: Bools | None = None) -> Floats:
        """Add up values: by stratum in the order of the rows, then by part in the order of the strata."""
        found = []
        for joined in self._joined:
            of_stratum = joined.stratum if which is None else joined.stratum[which]
            by_stratum = sums.by_part(of_stratum, values if which is None else values[which], joined.n)
            found += [sums.by_part(part, by_stratum, n) for part, n in zip(joined.part, joined.sizes, strict=True)]
        return np.concatenate(found)

    def ordered(self, values: Array, rows: Ints) -> Ordered:
        """Put values in order: rows in the order of their values are sorted stably by part."""
        by_value, many = values[rows], []
        pieces = np.empty((len(self._sizes), len(rows)), by_value.dtype)
        for piece, of, n in zip(pieces, self._of, self._sizes, strict=True):
            part = of[rows]
            small = np.int8 if n < 2**7 else np.int16 if n < 2**15 else np.int32  # up to 16 bits are sorted by counting
            piece[:] = by_value[np.argsort(part.astype(small), kind="stable")]
            many.append(np.bincount(part, minlength=n))
        lengths = np.concatenate(many)
        return Ordered(pieces.ravel(), np.cumsum(lengths) - lengths, lengths)


def _join(joined: Joined, of: Array, n: int) -> Joined:
    """Join one more division, and number the strata that have rows."""
    place = joined.stratum.astype(np.int32) * n + of
    there = np.zeros(joined.n * n, np.bool_)
    there[place] = True
    number, members = (np.cumsum(there) - 1).astype(np.int32), np.flatnonzero(there)
    part = [known[members // n] for known in joined.part]
    return Joined(number[place], len(members), [*part, members % n], [*joined.sizes, n])
