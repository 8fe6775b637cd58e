"""A table: one record per entity in one NumPy array, so that a row sits together in memory.

``table.rows`` is all records, as compiled functions take them (see `sim.jit.handed`); ``table.name`` is the column
``name`` (a view, so it can be written) cut to the rows in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from sim.jit import handed
from sim.types import Array


@dataclass(frozen=True, slots=True)
class By:
    """The module of `sim` that writes a column or a field, and no other does (``tests/house/test_writers.py``)."""

    module: str


MADE = "made with its row"
"""Stands for the writer of a column that is written once, by who makes the row (`Table.MAKERS`)."""
Spec = dict[str, tuple[Any, ...]]
"""{column: (dtype or (dtype, shape), value of a new row, the module of `sim` that writes it)}

A column has one writer, which others ask to write (``tests/house/test_writers.py``); what a lever remembers is its own.
"""


def record_type(spec: Spec) -> Any:
    """Type of a record of this specification, as NumPy lays it out."""
    fields = [(name, *(kind if isinstance(kind, tuple) else (kind,))) for name, (kind, *_) in spec.items()]
    return np.dtype(fields, align=True)


def records(spec: Spec, n: int) -> Any:
    """Make n records with the values of new rows: a record array, whose columns Python reads as attributes."""
    blank = np.zeros(1, record_type(spec))
    for name, (_, fill, *_) in spec.items():
        blank[name] = fill
    # Copying a whole record is many times faster than filling columns one by one.
    return np.repeat(blank, n).view(np.recarray)


def _raw(rows: Any) -> Any:
    """Look at records as blocks of bytes: NumPy copies records field by field, at a fifth of the speed."""
    return rows.view(np.ndarray).view(f"V{rows.itemsize}")


class Table:
    """Records with room to grow.

    Attributes
    ----------
    rows : array of records [capacity]
    blank : array of records [1]
        A new row.
    n : int
        Rows in use.
    """

    SPEC: ClassVar[Spec] = {}
    MAKERS: ClassVar[tuple[str, ...]] = ()
    """Modules of `sim` that make rows."""

    def __init__(self, n: int = 0, capacity: int = 0) -> None:
        self.blank = handed(records(self.SPEC, 1))
        self.rows = handed(np.empty(max(n, capacity, 1), self.blank.dtype))
        _raw(self.rows)[:n] = _raw(self.blank)
        self.n = n

    def __len__(self) -> int:
        """Count the rows in use."""
        return self.n

    def __getattr__(self, name: str) -> Array:
        """Return one column, cut to the rows in use."""
        if name not in type(self).SPEC:
            raise AttributeError(f"{type(self).__name__} has no column {name!r}")
        return np.asarray(self.rows[name])[: self.n]

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Copy the rows in use, byte by byte."""
        made = object.__new__(type(self))
        made.n, made.blank = self.n, self.blank.copy()
        made.rows = handed(np.empty(max(self.n, 1), self.blank.dtype))
        _raw(made.rows)[: self.n] = _raw(self.rows)[: self.n]
        return made

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the rows in use, not the room behind them, which was never filled."""
        return {**self.__dict__, "rows": self.rows[: max(self.n, 1)]}

    def reserve(self, capacity: int) -> None:
        """Make room for at least `capacity` rows; rows in use keep their numbers.

        New room is not filled: whoever adds a row copies ``blank`` into it.
        """
        have = len(self.rows)
        if capacity > have:
            grown = handed(np.empty(max(capacity, 2 * have), self.blank.dtype))
            _raw(grown)[: self.n] = _raw(self.rows)[: self.n]
            self.rows = grown

    def add(self, count: int, **columns: Any) -> Array:
        """Append `count` rows with the given columns and return their numbers."""
        self.reserve(self.n + count)
        rows = np.arange(self.n, self.n + count, dtype=np.int32)
        _raw(self.rows)[self.n : self.n + count] = _raw(self.blank)
        self.n += count
        for name, value in columns.items():
            getattr(self, name)[rows] = value
        return rows

    @property
    def nbytes(self) -> int:
        """Memory, bytes."""
        return int(self.rows.nbytes)
